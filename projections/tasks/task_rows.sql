-- name: write_workspaces
INSERT INTO $schema.workspaces (workspace_id, name, version, part, last_offset, trash_emptied_at)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::int[], $5::bigint[], $6::timestamptz[])
ON CONFLICT (workspace_id) DO UPDATE
SET name = excluded.name, version = excluded.version, last_offset = excluded.last_offset,
    trash_emptied_at = excluded.trash_emptied_at
-- name: workspaces
SELECT workspace_id, name, version, part, last_offset,
       to_char(trash_emptied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
FROM $schema.workspaces WHERE workspace_id = ANY ($1::uuid[])
-- name: lists
SELECT r.workspace_id, r.body
FROM $schema.lists r JOIN unnest($1::uuid[], $2::uuid[]) AS k (w, i) ON r.workspace_id = k.w AND r.list_id = k.i
-- name: tasks
SELECT r.workspace_id, r.body
FROM $schema.tasks r JOIN unnest($1::uuid[], $2::uuid[]) AS k (w, i) ON r.workspace_id = k.w AND r.task_id = k.i
-- name: comments
SELECT r.workspace_id, r.body
FROM $schema.comments r JOIN unnest($1::uuid[], $2::uuid[]) AS k (w, i) ON r.workspace_id = k.w AND r.comment_id = k.i
