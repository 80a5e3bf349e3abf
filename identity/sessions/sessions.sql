-- name: add_token
INSERT INTO $schema.refresh_tokens (token_hash, session_id) VALUES ($1, $2::uuid)
-- name: open
INSERT INTO $schema.sessions (session_id, account_id, agent) VALUES ($1::uuid, $2::uuid, $3)
-- name: of_token
-- Whether the token was used before: two tabs may do so within ten seconds. Whether the session lives, which is $2 days unused.
SELECT s.session_id, s.account_id, t.used_at < now() - interval '10 seconds', s.used_at > now() - make_interval(days => $2::int)
FROM $schema.refresh_tokens t JOIN $schema.sessions s USING (session_id)
WHERE t.token_hash = $1 FOR UPDATE
-- name: end_stolen
DELETE FROM $schema.sessions WHERE session_id = $1::uuid
-- name: use_token
UPDATE $schema.refresh_tokens SET used_at = coalesce(used_at, now()) WHERE token_hash = $1
-- name: use
UPDATE $schema.sessions SET used_at = now() WHERE session_id = $1::uuid
-- name: close_of_token
DELETE FROM $schema.sessions WHERE session_id = (SELECT session_id FROM $schema.refresh_tokens WHERE token_hash = $1)
-- name: close_one
DELETE FROM $schema.sessions
WHERE session_id = $2::uuid AND account_id = (SELECT account_id FROM $schema.accounts WHERE person_id = $1::uuid)
-- name: close_others
DELETE FROM $schema.sessions WHERE account_id = $1::uuid AND session_id::text <> $2
-- name: of_person_json
SELECT json_build_object('items', coalesce(json_agg(json_build_object(
           'id', session_id, 'agent', agent,
           'created', to_char(s.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'used', to_char(s.used_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'current', session_id::text = $2) ORDER BY s.used_at DESC), '[]'))::text
FROM $schema.sessions s JOIN $schema.accounts USING (account_id)
WHERE person_id = $1::uuid
-- name: forget_used_tokens
-- Who brings one of these is refused as one who brings none.
DELETE FROM $schema.refresh_tokens WHERE used_at < now() - make_interval(days => $1::int)
-- name: end_unused
DELETE FROM $schema.sessions WHERE used_at < now() - make_interval(days => $1::int)
