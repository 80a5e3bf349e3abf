WITH row AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[]) AS row (workspace_id, invitation_id, role, person_id)),
     gone AS (DELETE FROM $schema.invitations i USING row
              WHERE i.workspace_id = row.workspace_id AND i.invitation_id = row.invitation_id AND row.role IS NULL)
INSERT INTO $schema.invitations (workspace_id, invitation_id, role, person_id)
SELECT workspace_id, invitation_id, role, person_id FROM row WHERE role IS NOT NULL
