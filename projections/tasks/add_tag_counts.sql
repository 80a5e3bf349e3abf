INSERT INTO $schema.tag_counts AS c (workspace_id, tag, open)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[])
ON CONFLICT (workspace_id, tag) DO UPDATE SET open = c.open + excluded.open
