-- name: that_sign
SELECT kid, private_key, public_jwk FROM $schema.signing_keys
WHERE created_at > now() - interval '30 days'
ORDER BY created_at DESC
-- name: one_maker
SELECT pg_advisory_xact_lock(hashtext('tasklog signing key'))
-- name: add
INSERT INTO $schema.signing_keys (kid, private_key, public_jwk) VALUES ($1, $2, $3)
-- name: forget_old
-- A day longer than each signs: its last tokens are over by then.
DELETE FROM $schema.signing_keys WHERE created_at < now() - interval '31 days'
-- name: jwks
SELECT '{"keys":[' || coalesce(string_agg(public_jwk, ',' ORDER BY created_at DESC), '') || ']}' FROM $schema.signing_keys
