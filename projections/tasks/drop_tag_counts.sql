DELETE FROM $schema.tag_counts c USING unnest($1::uuid[], $2::text[]) AS k (workspace_id, tag)
WHERE c.workspace_id = k.workspace_id AND c.tag = k.tag AND c.open = 0
