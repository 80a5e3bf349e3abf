INSERT INTO $schema.task_counts AS c (workspace_id, list_id, status, count)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::bigint[])
ON CONFLICT (workspace_id, list_id, status) DO UPDATE SET count = c.count + excluded.count
