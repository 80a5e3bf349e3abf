INSERT INTO $schema.entries (workspace_id, at, number, part, log_offset, actor, type, task_id, list_id, body)
SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::int[], $4::int[], $5::bigint[], $6::uuid[], $7::text[], $8::uuid[], $9::uuid[],
                     $10::text[])
