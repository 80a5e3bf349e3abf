DELETE FROM $schema.messages m
USING unnest($1::uuid[], $2::bigint[], $3::int[], $4::text[]) AS taken (workspace_id, log_offset, number, topic)
WHERE m.workspace_id = taken.workspace_id AND m.log_offset = taken.log_offset AND m.number = taken.number AND m.topic = taken.topic
