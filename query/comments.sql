-- $3, $4: the last one of the page before; -infinity for the first page.
SELECT body, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), comment_id FROM $schema.comments
WHERE workspace_id = $1::uuid AND task_id = $2::uuid AND NOT deleted AND (created_at, comment_id) > ($3::timestamptz, $4::uuid)
ORDER BY created_at, comment_id LIMIT $5::int
