-- The lists of a workspace in their order, those that are there or those that were deleted ($2), each as JSON with its counts, then one row
-- for the inbox. What is in a section counts for its list, too. What went with the list that it stands in is neither.
WITH counts AS (
    SELECT nullif(list_id, '00000000-0000-0000-0000-000000000000') AS list_id, sum(count) FILTER (WHERE status = 0) AS open,
           sum(count) FILTER (WHERE status = 1) AS completed, sum(count) FILTER (WHERE status = 2) AS cancelled
    FROM $schema.task_counts
    WHERE workspace_id = $1::uuid
    GROUP BY list_id
), part AS (
    SELECT list_id AS of, list_id FROM $schema.lists WHERE workspace_id = $1::uuid
    UNION ALL
    SELECT parent_id, list_id FROM $schema.lists WHERE workspace_id = $1::uuid AND section AND NOT deleted
), counted AS (
    SELECT of AS list_id, sum(open) AS open, sum(completed) AS completed, sum(cancelled) AS cancelled
    FROM part JOIN counts USING (list_id)
    GROUP BY of
), lines AS (
    SELECT l.rank, l.list_id, left(l.body, -1) || ',"counts":' AS head, c.open, c.completed, c.cancelled, false AS inbox
    FROM $schema.placed_lists l LEFT JOIN counted c USING (list_id)
    WHERE l.workspace_id = $1::uuid AND CASE WHEN $2::boolean THEN l.deleted ELSE NOT l.gone END
      AND (NOT l.deleted OR (l.body::json->>'updatedAt')::timestamptz > (SELECT trash_emptied_at FROM $schema.workspaces WHERE workspace_id = $1::uuid))
    UNION ALL
    SELECT NULL, NULL, '{"counts":', c.open, c.completed, c.cancelled, true
    FROM (SELECT 1) AS one LEFT JOIN counts c ON c.list_id IS NULL
)
SELECT head || format('{"open":%s,"completed":%s,"cancelled":%s}}', coalesce(open, 0), coalesce(completed, 0), coalesce(cancelled, 0))
FROM lines ORDER BY inbox, rank, list_id
