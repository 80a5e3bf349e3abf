-- name: next_partition
SELECT min(part) FROM $schema.messages WHERE part > $1
-- name: take
SELECT workspace_id, log_offset, number, topic, body
FROM $schema.messages WHERE part = $1
ORDER BY log_offset, number, topic LIMIT $2
-- name: take_turn
-- One process at a time publishes a partition.
SELECT pg_try_advisory_xact_lock(hashtext('tasklog publish ' || $1), $2)
