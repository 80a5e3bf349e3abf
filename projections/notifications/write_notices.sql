-- What happened long ago is told by nothing but the feed: the outbox forgets what it has sent after a while.
INSERT INTO $outbox.notices (recipient_id, notification_id, invitation, at, body)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::timestamptz[], $5::text[]) AS row (recipient_id, notification_id, invitation, at, body)
WHERE row.at > now() - interval '30 days'
ON CONFLICT DO NOTHING
