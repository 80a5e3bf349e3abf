SELECT body FROM $schema.comments
WHERE workspace_id = $1::uuid AND task_id = $2::uuid AND NOT deleted
ORDER BY created_at, comment_id
