-- name: subjects
SELECT t.workspace_id, t.task_id, title, creator, assignee
FROM $schema.tasks t JOIN unnest($1::uuid[], $2::uuid[]) AS k (w, i) ON t.workspace_id = k.w AND t.task_id = k.i
-- name: names
SELECT workspace_id, name FROM $schema.workspaces
WHERE workspace_id = ANY ($1::uuid[])
-- name: members
SELECT workspace_id, person_id FROM $schema.members
WHERE workspace_id = ANY ($1::uuid[])
-- name: write_names
INSERT INTO $schema.workspaces (workspace_id, name)
SELECT * FROM unnest($1::uuid[], $2::text[])
ON CONFLICT (workspace_id) DO UPDATE SET name = excluded.name
-- name: write_feed
-- An invitation is shown to nobody: it has no person yet.
INSERT INTO $schema.notifications (person_id, notification_id, at, body)
SELECT recipient, id, at, body
FROM unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::timestamptz[], $5::text[]) AS row (recipient, id, invitation, at, body)
WHERE NOT invitation
ON CONFLICT DO NOTHING
-- name: write_read_through
INSERT INTO $schema.read_through (person_id, through)
SELECT * FROM unnest($1::uuid[], $2::timestamptz[])
ON CONFLICT (person_id) DO UPDATE SET through = excluded.through
-- name: write_read_singly
INSERT INTO $schema.read_singly (person_id, notification_id)
SELECT * FROM unnest($1::uuid[], $2::uuid[])
ON CONFLICT DO NOTHING
