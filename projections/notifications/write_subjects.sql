INSERT INTO $schema.tasks (workspace_id, task_id, title, creator, assignee)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[])
ON CONFLICT (workspace_id, task_id) DO UPDATE SET title = excluded.title, creator = excluded.creator, assignee = excluded.assignee
