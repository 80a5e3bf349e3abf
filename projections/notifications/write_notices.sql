-- What happened long ago is told by nothing but the feed: the outbox forgets what it has sent after a while.
INSERT INTO $schema.notices (recipient_id, notification_id, invitation, at, body)
SELECT recipient_id, notification_id, invitation, at, body
FROM unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::timestamptz[], $5::text[], $6::boolean[]) AS row (recipient_id, notification_id, invitation, at, body, sent)
WHERE row.sent AND row.at > now() - interval '30 days'
ON CONFLICT DO NOTHING
