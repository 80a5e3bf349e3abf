SELECT json_build_object('items', coalesce(json_agg(json_build_object('tag', tag, 'open', open) ORDER BY open DESC, tag), '[]'))::text
FROM (SELECT tag, count(*) AS open
      FROM $schema.tasks CROSS JOIN LATERAL unnest(tags) AS tag
      WHERE workspace_id = $1::uuid AND NOT deleted AND status = 0
      GROUP BY tag
      ORDER BY open DESC, tag
      LIMIT 500) AS used
