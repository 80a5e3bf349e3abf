WITH row AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS row (workspace_id, task_id, cause)),
     gone AS (DELETE FROM $schema.pending p USING row
              WHERE p.workspace_id = row.workspace_id AND p.task_id = row.task_id AND row.cause IS NULL)
INSERT INTO $schema.pending (workspace_id, task_id, cause)
SELECT workspace_id, task_id, cause FROM row WHERE cause IS NOT NULL
ON CONFLICT (workspace_id, task_id) DO UPDATE SET cause = excluded.cause, tries = 0, next_try = '-infinity', error = NULL
