WITH row AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS row (workspace_id, person_id, role)),
     gone AS (DELETE FROM $schema.members m USING row
              WHERE m.workspace_id = row.workspace_id AND m.person_id = row.person_id AND row.role IS NULL)
INSERT INTO $schema.members (workspace_id, person_id, role)
SELECT workspace_id, person_id, role FROM row WHERE role IS NOT NULL
ON CONFLICT (workspace_id, person_id) DO UPDATE SET role = excluded.role
