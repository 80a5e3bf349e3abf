WITH message AS (SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::text[], $5::int[], $6::text[])
                          AS message (workspace_id, log_offset, number, topic, part, body)),
     mark AS (INSERT INTO $schema.asked_for AS mark (workspace_id, log_offset, before)
              SELECT workspace_id, max(log_offset), -1 FROM message GROUP BY workspace_id ORDER BY workspace_id
              ON CONFLICT (workspace_id) DO UPDATE SET log_offset = greatest(mark.log_offset, excluded.log_offset), before = mark.log_offset
              RETURNING workspace_id, before)
INSERT INTO $schema.messages (workspace_id, log_offset, number, topic, part, body)
SELECT message.* FROM message JOIN mark USING (workspace_id) WHERE message.log_offset > mark.before
