INSERT INTO $schema.tasks (workspace_id, task_id, list_id, status, deleted, priority, tags, due_date, due_at, due_sort,
                           created_at, updated_at, ended_sort, rank, body, parent_id, assignee, start_date, estimate, recurs)
SELECT workspace_id, task_id, list_id, status, deleted, priority, tags::text[], due_date, due_at,
       coalesce(due_at, due_date::timestamp AT TIME ZONE 'UTC', 'infinity'), created_at, updated_at,
       coalesce(ended_at, '-infinity'), rank, body,
       parent_id, assignee, start_date, estimate, recurs
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::smallint[], $5::boolean[], $6::smallint[], $7::text[], $8::date[],
            $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[], $14::uuid[], $15::uuid[], $16::timestamptz[],
            $17::date[], $18::bigint[], $19::boolean[])
     AS row (workspace_id, task_id, list_id, status, deleted, priority, tags, due_date, due_at, created_at, updated_at, rank, body,
             parent_id, assignee, ended_at, start_date, estimate, recurs)
ON CONFLICT (workspace_id, task_id) DO UPDATE
SET list_id = excluded.list_id, status = excluded.status, deleted = excluded.deleted, priority = excluded.priority,
    tags = excluded.tags, due_date = excluded.due_date, due_at = excluded.due_at, due_sort = excluded.due_sort,
    created_at = excluded.created_at, updated_at = excluded.updated_at, ended_sort = excluded.ended_sort, rank = excluded.rank, body = excluded.body,
    parent_id = excluded.parent_id, assignee = excluded.assignee, start_date = excluded.start_date,
    estimate = excluded.estimate, recurs = excluded.recurs
