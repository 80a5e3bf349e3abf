-- The things of a workspace in the order in which they can be made again: lists (0), tasks (1), comments (2), saved
-- filters (3), each as JSON. $2 and $3: the kind and id of the last one of the page before; -1 for the first page.
WITH gone AS (
    SELECT list_id FROM $schema.placed_lists WHERE workspace_id = $1::uuid AND gone
), things AS (
    (SELECT 0 AS kind, list_id AS id, body FROM $schema.lists
     WHERE workspace_id = $1::uuid AND list_id NOT IN (SELECT list_id FROM gone) AND (0, list_id) > ($2::int, $3::uuid)
     ORDER BY list_id LIMIT $4::int)
    UNION ALL
    (SELECT 1, task_id, body FROM $schema.tasks
     WHERE workspace_id = $1::uuid AND NOT deleted AND (1, task_id) > ($2::int, $3::uuid)
       AND (list_id IS NULL OR list_id NOT IN (SELECT list_id FROM gone))
     ORDER BY task_id LIMIT $4::int)
    UNION ALL
    (SELECT 2, c.comment_id, c.body FROM $schema.comments c JOIN $schema.tasks t USING (workspace_id, task_id)
     WHERE workspace_id = $1::uuid AND NOT c.deleted AND NOT t.deleted AND (2, c.comment_id) > ($2::int, $3::uuid)
       AND (t.list_id IS NULL OR t.list_id NOT IN (SELECT list_id FROM gone))
     ORDER BY c.comment_id LIMIT $4::int)
    UNION ALL
    (SELECT 3, filter_id, json_build_object('id', filter_id, 'name', name, 'words', words)::text FROM $schema.filters
     WHERE workspace_id = $1::uuid AND (3, filter_id) > ($2::int, $3::uuid)
     ORDER BY filter_id LIMIT $4::int)
)
SELECT kind, id::text, body FROM things ORDER BY kind, id LIMIT $4::int
