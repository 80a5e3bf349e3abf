-- $2: the last one of the page before.
SELECT json_build_object('id', w.workspace_id, 'name', w.name, 'version', w.version, 'role', m.role)::text, '2000-01-01', w.workspace_id
FROM $schema.members m JOIN $schema.workspaces w USING (workspace_id)
WHERE m.person_id = $1::uuid AND w.workspace_id > $2::uuid
ORDER BY w.workspace_id LIMIT $3::int
