INSERT INTO $schema.comments (workspace_id, comment_id, task_id, created_at, deleted, body)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::boolean[], $6::text[])
ON CONFLICT (workspace_id, comment_id) DO UPDATE SET deleted = excluded.deleted, body = excluded.body
