-- What these tasks and lists are called today.
SELECT coalesce(json_object_agg(id, name), '{}')::text
FROM (SELECT task_id AS id, body::json ->> 'title' AS name FROM $schema.tasks
      WHERE workspace_id = $1::uuid AND task_id = ANY ($2::uuid[])
      UNION ALL
      SELECT list_id, body::json ->> 'name' FROM $schema.lists
      WHERE workspace_id = $1::uuid AND list_id = ANY ($3::uuid[])) AS thing
