INSERT INTO $schema.lists (workspace_id, list_id, rank, archived, deleted, parent_id, section, body)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::boolean[], $5::boolean[], $6::uuid[], $7::boolean[], $8::text[])
ON CONFLICT (workspace_id, list_id) DO UPDATE
SET rank = excluded.rank, archived = excluded.archived, deleted = excluded.deleted,
    parent_id = excluded.parent_id, section = excluded.section, body = excluded.body
