-- name: forget_old
DELETE FROM $schema.invitation_addresses WHERE created_at < now() - interval '30 days'
-- name: count_today
SELECT count(*) FROM $schema.invitation_addresses
WHERE person_id = $1::uuid AND created_at > now() - interval '1 day'
-- name: put
-- Another person's is left as it is.
INSERT INTO $schema.invitation_addresses AS a (invitation_id, mail, person_id)
VALUES ($1::uuid, $2, $3::uuid)
ON CONFLICT (invitation_id) DO UPDATE SET mail = excluded.mail WHERE a.person_id = excluded.person_id
-- name: of_invitations
SELECT invitation_id, mail FROM $schema.invitation_addresses WHERE invitation_id = ANY ($1::uuid[])
