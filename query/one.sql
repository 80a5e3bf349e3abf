-- name: task
SELECT body FROM $schema.tasks WHERE workspace_id = $1::uuid AND task_id = $2::uuid
-- name: list
SELECT body FROM $schema.placed_lists WHERE workspace_id = $1::uuid AND list_id = $2::uuid AND NOT gone
