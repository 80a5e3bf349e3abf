SELECT json_build_object('items', coalesce(json_agg(json_build_object('tag', tag, 'open', open) ORDER BY open DESC, tag), '[]'))::text
FROM (SELECT tag, open FROM $schema.tag_counts WHERE workspace_id = $1::uuid ORDER BY open DESC, tag LIMIT 500) AS used
