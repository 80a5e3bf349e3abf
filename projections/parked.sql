-- name: park
INSERT INTO $schema.parked (workspace_id, log_offset, part, error, value)
VALUES ($1::uuid, $2::bigint, $3::int, $4, $5::bytea)
ON CONFLICT DO NOTHING
-- name: workspaces_of
SELECT DISTINCT workspace_id FROM $schema.parked
WHERE part = ANY ($1::int[])
-- name: workspaces
-- reads all of parked: an operator has them tried again
SELECT DISTINCT workspace_id, part FROM $schema.parked
-- name: of_workspace
SELECT part, log_offset, value FROM $schema.parked
WHERE workspace_id = $1::uuid ORDER BY log_offset
-- name: applied
DELETE FROM $schema.parked
WHERE workspace_id = $1::uuid AND log_offset = $2::bigint
-- name: summary
-- reads all of parked: an operator asks
SELECT workspace_id, (array_agg(error ORDER BY log_offset))[1], min(part) || ':' || min(log_offset), count(*)
FROM $schema.parked
GROUP BY 1 ORDER BY 1
