-- name: positions
SELECT part, next_offset - 1 FROM $schema.checkpoints
-- name: generation
SELECT oid FROM pg_namespace WHERE nspname = $1
-- name: workspace
-- How far it has come, its members, one of its owners, its partition.
SELECT last_offset,
       array_to_string(ARRAY(SELECT person_id FROM $schema.members m WHERE m.workspace_id = w.workspace_id), ','),
       (SELECT person_id FROM $schema.members m WHERE m.workspace_id = w.workspace_id AND role = 'owner' LIMIT 1),
       part
FROM $schema.workspaces w
WHERE workspace_id = $1::uuid
