-- name: add
-- $7: how many an account may have.
INSERT INTO $schema.api_tokens (token_id, account_id, token_hash, name, scopes, expires_at)
SELECT $1::uuid, $2::uuid, $3, $4, $5, now() + make_interval(days => $6::int)
WHERE (SELECT count(*) FROM $schema.api_tokens WHERE account_id = $2::uuid) < $7::int
-- name: remove
DELETE FROM $schema.api_tokens
WHERE token_id = $2::uuid AND account_id = (SELECT account_id FROM $schema.accounts WHERE person_id = $1::uuid)
-- name: of_person_json
SELECT json_build_object('items', coalesce(json_agg(json_build_object(
           'id', token_id, 'name', name, 'scopes', string_to_array(scopes, ' '),
           'created', to_char(t.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'expires', to_char(t.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'used', to_char(t.used_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) ORDER BY t.created_at DESC), '[]'))::text
FROM $schema.api_tokens t JOIN $schema.accounts USING (account_id)
WHERE person_id = $1::uuid
-- name: use
UPDATE $schema.api_tokens SET used_at = now() WHERE token_hash = $1 AND expires_at > now() RETURNING account_id, scopes
