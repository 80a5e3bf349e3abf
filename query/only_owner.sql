-- Workspaces that would have nobody to look after them without $1: others are in them or invited, and nobody else is an owner.
SELECT w.name FROM $schema.members m JOIN $schema.workspaces w USING (workspace_id)
WHERE m.person_id = $1::uuid AND m.role = 'owner'
  AND NOT EXISTS (SELECT FROM $schema.members o WHERE o.workspace_id = m.workspace_id AND o.person_id <> m.person_id AND o.role = 'owner')
  AND (EXISTS (SELECT FROM $schema.members o WHERE o.workspace_id = m.workspace_id AND o.person_id <> m.person_id)
       OR EXISTS (SELECT FROM $schema.invitations i WHERE i.workspace_id = m.workspace_id))
ORDER BY w.name LIMIT 10
