-- name: parked_since
-- reads all of parked: once for a verification
SELECT workspace_id, min(log_offset) FROM $schema.parked GROUP BY 1
-- name: between
SELECT workspace_id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), number, part, log_offset, actor, type,
       task_id, list_id, body
FROM $schema.entries
WHERE part = $1::int AND log_offset >= $2::bigint AND log_offset < $3::bigint
ORDER BY log_offset, number
-- name: of_workspace_between
SELECT workspace_id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), number, part, log_offset, actor, type,
       task_id, list_id, body
FROM $schema.entries
WHERE part = $1::int AND log_offset >= $2::bigint AND log_offset < $3::bigint AND workspace_id = $4::uuid
ORDER BY log_offset, number
