-- What who has an invitation's id is told: to what they are invited, by whom, and as what. One that is meant for somebody ($3 is who asks) is
-- no one else's.
SELECT json_build_object('workspace', w.workspace_id, 'name', w.name, 'by', o.person_id, 'role', i.role)::text
FROM $schema.invitations i JOIN $schema.workspaces w USING (workspace_id) JOIN $schema.members o USING (workspace_id)
WHERE i.workspace_id = $1::uuid AND i.invitation_id = $2::uuid AND o.role = 'owner' AND (i.person_id IS NULL OR i.person_id = $3::uuid)
