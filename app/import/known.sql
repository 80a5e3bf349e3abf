-- name: records
-- Which of these tasks, lists and comments the workspace has, and whether they are gone: deleted, or with their list.
SELECT t.task_id::text, t.deleted OR l.gone IS true
FROM $schema.tasks t LEFT JOIN $schema.placed_lists l USING (workspace_id, list_id)
WHERE t.workspace_id = $1::uuid AND t.task_id = ANY ($2::uuid[])
UNION ALL
SELECT list_id::text, deleted FROM $schema.lists WHERE workspace_id = $1::uuid AND list_id = ANY ($3::uuid[])
UNION ALL
SELECT comment_id::text, deleted FROM $schema.comments WHERE workspace_id = $1::uuid AND comment_id = ANY ($4::uuid[])
-- name: role
SELECT role FROM $schema.members WHERE workspace_id = $1::uuid AND person_id = $2::uuid
-- name: is_up_to_date
SELECT last_offset >= $2::bigint FROM $schema.workspaces WHERE workspace_id = $1::uuid
