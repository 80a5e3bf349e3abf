WITH row AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::boolean[]) AS row (workspace_id, person_id, belongs)),
     gone AS (DELETE FROM $schema.members m USING row
              WHERE m.workspace_id = row.workspace_id AND m.person_id = row.person_id AND NOT row.belongs)
INSERT INTO $schema.members (workspace_id, person_id)
SELECT workspace_id, person_id FROM row WHERE belongs
ON CONFLICT DO NOTHING
