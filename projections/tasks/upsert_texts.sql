INSERT INTO $schema.texts (workspace_id, kind, id, task_id, title, rest, pieces)
SELECT workspace_id, kind, id, task_id, title, rest, pieces::int[]
FROM unnest($1::uuid[], $2::smallint[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[])
     AS row (workspace_id, kind, id, task_id, title, rest, pieces)
ON CONFLICT (workspace_id, kind, id) DO UPDATE
SET title = excluded.title, rest = excluded.rest, pieces = excluded.pieces
