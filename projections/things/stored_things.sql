-- name: load
SELECT t.workspace_id, t.kind, t.thing_id, t.body
FROM $schema.things t JOIN unnest($1::uuid[], $2::smallint[], $3::uuid[]) AS k (w, n, i)
     ON t.workspace_id = k.w AND t.kind = k.n AND t.thing_id = k.i
-- name: write
INSERT INTO $schema.things (workspace_id, kind, thing_id, body)
SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::uuid[], $4::text[])
ON CONFLICT (workspace_id, kind, thing_id) DO UPDATE SET body = excluded.body
