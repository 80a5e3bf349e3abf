-- name: of_people
SELECT person_id, webhook_id, url, secret, CASE WHEN old_secret_until > now() THEN old_secret END
FROM $schema.webhooks
WHERE person_id = ANY ($1::uuid[])
ORDER BY created_at, webhook_id
-- name: of_person_json
SELECT json_build_object('items', coalesce(json_agg(json_build_object('id', webhook_id, 'url', url)
                                                    ORDER BY created_at, webhook_id), '[]'))::text
FROM $schema.webhooks
WHERE person_id = $1::uuid
-- name: add
-- $5: how many a person may have.
INSERT INTO $schema.webhooks (person_id, webhook_id, url, secret)
SELECT $1::uuid, $2::uuid, $3, $4
WHERE (SELECT count(*) FROM $schema.webhooks WHERE person_id = $1::uuid) < $5::int
-- name: remove
DELETE FROM $schema.webhooks WHERE person_id = $1::uuid AND webhook_id = $2::uuid
-- name: rotate_secret
UPDATE $schema.webhooks
SET old_secret = secret, old_secret_until = now() + interval '1 day', secret = $3
WHERE person_id = $1::uuid AND webhook_id = $2::uuid
