WITH row AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) AS row (workspace_id, filter_id, name, words)),
     gone AS (DELETE FROM $schema.filters f USING row
              WHERE f.workspace_id = row.workspace_id AND f.filter_id = row.filter_id AND row.name IS NULL)
INSERT INTO $schema.filters (workspace_id, filter_id, name, words)
SELECT workspace_id, filter_id, name, words FROM row WHERE name IS NOT NULL
ON CONFLICT (workspace_id, filter_id) DO UPDATE SET name = excluded.name, words = excluded.words
