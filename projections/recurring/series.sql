-- name: known
SELECT s.workspace_id, s.task_id FROM $schema.series s JOIN unnest($1::uuid[], $2::uuid[]) AS k (w, t) ON s.workspace_id = k.w AND s.task_id = k.t
