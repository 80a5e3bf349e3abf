DELETE FROM $schema.task_counts c USING unnest($1::uuid[], $2::uuid[], $3::smallint[]) AS k (workspace_id, list_id, status)
WHERE c.workspace_id = k.workspace_id AND c.list_id = k.list_id AND c.status = k.status AND c.count = 0
