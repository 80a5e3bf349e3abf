-- Whoever the things of a workspace speak of: members, and those who were.
SELECT person_id::text FROM $schema.members WHERE workspace_id = $1::uuid
UNION
SELECT assignee::text FROM $schema.tasks WHERE workspace_id = $1::uuid AND assignee IS NOT NULL
UNION
SELECT body::json ->> 'author' FROM $schema.comments WHERE workspace_id = $1::uuid AND NOT deleted
