-- name: take
SELECT workspace_id, task_id, reminder_id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
FROM $schema.due_reminders
WHERE next_try <= now() AND workspace_id <> ALL ($1::uuid[])
ORDER BY next_try LIMIT $2::int FOR UPDATE SKIP LOCKED
-- name: answer
-- Those that were accepted have no $4: they are done. $5 is 1 for a refusal; an outage counts as no try.
WITH row AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[]) AS row (w, t, r, why, refused)
), done AS (
    DELETE FROM $schema.due_reminders d USING row
    WHERE d.workspace_id = w AND d.task_id = t AND d.reminder_id = r AND why IS NULL
)
UPDATE $schema.due_reminders d
SET tries = tries + refused, error = why, next_try = now() + interval '1 second' * least(3600, power(2, least(tries, 12)))
FROM row
WHERE d.workspace_id = w AND d.task_id = t AND d.reminder_id = r AND why IS NOT NULL
