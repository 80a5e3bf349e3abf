WITH row AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::boolean[]) AS row (workspace_id, task_id, recurs)),
     gone AS (DELETE FROM $schema.series s USING row
              WHERE s.workspace_id = row.workspace_id AND s.task_id = row.task_id AND NOT row.recurs)
INSERT INTO $schema.series (workspace_id, task_id)
SELECT workspace_id, task_id FROM row WHERE recurs
ON CONFLICT DO NOTHING
