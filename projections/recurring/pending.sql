-- name: take
SELECT workspace_id, task_id, cause FROM $schema.pending
WHERE next_try <= now() AND workspace_id <> ALL ($1::uuid[])
ORDER BY next_try LIMIT $2::int
-- name: done
DELETE FROM $schema.pending
WHERE workspace_id = $1::uuid AND task_id = $2::uuid AND cause = $3::uuid
-- name: try_later
UPDATE $schema.pending
SET tries = tries + $4::int, error = $3,
    next_try = now() + interval '1 second' * least(3600, power(2, least(tries, 12)))
WHERE workspace_id = $1::uuid AND task_id = $2::uuid
