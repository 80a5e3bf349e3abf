SELECT json_build_object('items', coalesce(json_agg(json_build_object('id', filter_id, 'name', name, 'words', words) ORDER BY lower(name), filter_id), '[]'))::text
FROM $schema.filters WHERE workspace_id = $1::uuid
