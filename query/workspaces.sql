SELECT json_build_object('id', w.workspace_id, 'name', w.name, 'version', w.version, 'role', m.role)::text
FROM $schema.members m JOIN $schema.workspaces w USING (workspace_id)
WHERE m.person_id = $1::uuid
ORDER BY w.workspace_id
