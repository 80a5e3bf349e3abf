WITH row AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[]) AS row (workspace_id, task_id, reminder_id, at)),
     gone AS (DELETE FROM $schema.due_reminders d USING row
              WHERE d.workspace_id = row.workspace_id AND d.task_id = row.task_id AND d.reminder_id = row.reminder_id AND row.at IS NULL)
INSERT INTO $schema.due_reminders (workspace_id, task_id, reminder_id, at, next_try)
SELECT workspace_id, task_id, reminder_id, at, at FROM row WHERE at IS NOT NULL
ON CONFLICT (workspace_id, task_id, reminder_id) DO UPDATE SET at = excluded.at, next_try = excluded.at, tries = 0, error = NULL
