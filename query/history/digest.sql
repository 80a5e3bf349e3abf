-- Who did what in which list after $2 and until $3: the last $4 entries of these, and the $5 tasks of each list that were changed
-- last. A task is told in the list that it is in today; in none it is in the inbox. What is about no list and no task is about the
-- workspace itself. $tasks: the schema that knows where a task is.
WITH entry AS MATERIALIZED (
    SELECT e.at, e.actor, e.type, e.task_id, coalesce(e.list_id, t.list_id) AS list_id,
           e.task_id IS NULL AND e.list_id IS NULL AS of_workspace
    FROM (SELECT * FROM $schema.entries
          WHERE workspace_id = $1::uuid AND at > $2::timestamptz AND at <= $3::timestamptz
          ORDER BY at DESC, number DESC LIMIT $4::int) AS e
    LEFT JOIN $tasks.tasks t ON t.workspace_id = $1::uuid AND t.task_id = e.task_id
), part AS (
    -- What there is of each list: so many of a type, or a task.
    SELECT actor, list_id, of_workspace, max(at) AS last, type, count(*) AS count,
           NULL::uuid AS task_id, NULL::text[] AS events, NULL::bigint AS place
    FROM entry GROUP BY actor, list_id, of_workspace, type
    UNION ALL
    SELECT actor, list_id, false, max(at), NULL, NULL, task_id, array_agg(DISTINCT type ORDER BY type),
           row_number() OVER (PARTITION BY actor, list_id ORDER BY max(at) DESC, task_id)
    FROM entry WHERE task_id IS NOT NULL GROUP BY actor, list_id, task_id
), list AS (
    SELECT actor, list_id, of_workspace, max(last) AS last,
           json_object_agg(type, count ORDER BY type) FILTER (WHERE type IS NOT NULL) AS events,
           json_agg(json_build_object('task', task_id, 'events', events) ORDER BY place) FILTER (WHERE place <= $5::int) AS tasks,
           count(task_id) AS tasks_in_all
    FROM part GROUP BY actor, list_id, of_workspace
), person AS (
    SELECT actor, max(last) AS last, json_agg(json_build_object(
        'list', list_id, 'ofWorkspace', of_workspace, 'events', events, 'tasks', coalesce(tasks, '[]'), 'tasksInAll', tasks_in_all)
        ORDER BY last DESC, list_id) AS lists
    FROM list GROUP BY actor
)
SELECT (SELECT coalesce(json_agg(json_build_object('person', actor, 'lists', lists) ORDER BY last DESC, actor), '[]') FROM person)::text,
       count(*),
       to_char(min(at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       to_char(coalesce(max(at), $2::timestamptz) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       coalesce((SELECT array_agg(DISTINCT task_id) FROM part WHERE place <= $5::int)::text, '{}'),
       coalesce((SELECT array_agg(DISTINCT list_id) FILTER (WHERE list_id IS NOT NULL) FROM list)::text, '{}')
FROM entry
