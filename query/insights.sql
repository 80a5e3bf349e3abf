-- $2: so many days, the last of which is today in the time zone $3. What is overdue is counted at the end of each day: a task
-- is a step up on the day after it was due, and a step down on the day it ended.
WITH task AS MATERIALIZED (
    SELECT status, (created_at AT TIME ZONE $3)::date AS created, (ended_at AT TIME ZONE $3)::date AS ended,
           extract(epoch FROM ended_at - created_at) / 3600 AS lead_hours,
           -- greatest() passes over NULL: one that is never due is never late.
           CASE WHEN due_date IS NOT NULL OR due_at IS NOT NULL
                THEN greatest((created_at AT TIME ZONE $3)::date, coalesce(due_date, (due_at AT TIME ZONE $3)::date) + 1) END AS late
    -- A body is long, and only what has ended says when.
    FROM (SELECT *, CASE WHEN status <> 0 THEN (body::json ->> 'endedAt')::timestamptz END AS ended_at
          FROM $schema.tasks WHERE workspace_id = $1::uuid AND NOT deleted) AS present
), day AS (
    SELECT today - ago AS day
    FROM (SELECT (now() AT TIME ZONE $3)::date AS today) AS clock, generate_series(0, $2::int - 1) AS ago
), created AS (
    SELECT created AS day, count(*) AS count FROM task GROUP BY 1
), completed AS (
    SELECT ended AS day, count(*) AS count, percentile_cont(0.5) WITHIN GROUP (ORDER BY lead_hours) AS lead_hours
    FROM task WHERE status = 1 GROUP BY 1
), step AS (
    SELECT day, sum(step) AS step
    FROM (SELECT late AS day, 1 AS step FROM task WHERE late IS NOT NULL AND (ended IS NULL OR ended >= late)
          UNION ALL
          SELECT ended, -1 FROM task WHERE late IS NOT NULL AND ended >= late) AS each
    GROUP BY day
)
SELECT json_build_object(
    'days', (SELECT json_agg(json_build_object(
                 'date', day.day, 'created', coalesce(created.count, 0), 'completed', coalesce(completed.count, 0),
                 'leadHours', round(completed.lead_hours::numeric, 1),
                 'overdue', (SELECT coalesce(sum(step), 0) FROM step WHERE step.day <= day.day)) ORDER BY day.day)
             FROM day LEFT JOIN created USING (day) LEFT JOIN completed USING (day)),
    'open', (SELECT count(*) FROM task WHERE status = 0),
    'completed', (SELECT count(*) FROM task WHERE status = 1),
    'leadHours', (SELECT round((percentile_cont(0.5) WITHIN GROUP (ORDER BY lead_hours))::numeric, 1)
                  FROM task WHERE status = 1 AND ended > (SELECT min(day) FROM day)))::text
