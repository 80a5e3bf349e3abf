-- Invitations are for the owner's eyes: their ids are what lets in.
SELECT json_build_object(
    'items', (SELECT coalesce(json_agg(json_build_object('person', person_id, 'role', role) ORDER BY role = 'owner' DESC, person_id), '[]')
              FROM $schema.members WHERE workspace_id = $1::uuid),
    'invitations', (SELECT coalesce(json_agg(json_build_object('id', invitation_id, 'role', role, 'person', person_id) ORDER BY invitation_id), '[]')
                    FROM $schema.invitations
                    WHERE workspace_id = $1::uuid
                      AND EXISTS (SELECT FROM $schema.members WHERE workspace_id = $1::uuid AND person_id = $2::uuid AND role = 'owner'))
)::text
