-- name: end_delivery
UPDATE $schema.deliveries
SET state = $3, error = nullif($4, ''), ended_at = clock_timestamp(), tries = tries + 1
WHERE recipient_id = $1::uuid AND delivery_id = $2::uuid
-- name: take_notices
SELECT recipient_id, invitation, notification_id, body
FROM $schema.notices WHERE NOT planned ORDER BY at LIMIT $1::int
FOR UPDATE SKIP LOCKED
-- name: plan
INSERT INTO $schema.deliveries (recipient_id, delivery_id, notification_id, channel, webhook_id)
VALUES ($1::uuid, $2::uuid, $3::uuid, $4, nullif($5, '')::uuid)
ON CONFLICT DO NOTHING
-- name: planned
UPDATE $schema.notices SET planned = true
WHERE recipient_id = $1::uuid AND notification_id = $2::uuid
-- name: postpone
UPDATE $schema.deliveries SET next_try = $3::timestamptz
WHERE recipient_id = $1::uuid AND delivery_id = $2::uuid
-- name: fail
-- The next try is after $4 ms doubled by each try, an hour at most, and half of that to all of it at random.
UPDATE $schema.deliveries
SET tries = tries + 1, error = $3,
    next_try = clock_timestamp()
               + interval '1 millisecond' * least(3600000, $4::int * power(2, least(tries, 20))) * (0.5 + random() / 2)
WHERE recipient_id = $1::uuid AND delivery_id = $2::uuid
-- name: forget_deliveries
DELETE FROM $schema.deliveries
WHERE state IN ('sent', 'dropped') AND ended_at < now() - interval '90 days'
-- name: forget_notices
DELETE FROM $schema.notices n
WHERE planned AND at < now() - interval '90 days'
  AND NOT EXISTS (SELECT FROM $schema.deliveries d
                  WHERE d.recipient_id = n.recipient_id AND d.notification_id = n.notification_id)
-- name: retry_own
UPDATE $schema.deliveries
SET state = 'waiting', tries = 0, next_try = now(), ended_at = NULL
WHERE state = 'dead' AND recipient_id = $1::uuid AND delivery_id = $2::uuid
-- name: retry_one
UPDATE $schema.deliveries
SET state = 'waiting', tries = 0, next_try = now(), ended_at = NULL
WHERE state = 'dead' AND delivery_id = $1::uuid
-- name: retry_all
UPDATE $schema.deliveries
SET state = 'waiting', tries = 0, next_try = now(), ended_at = NULL
WHERE state = 'dead'
-- name: newest_in_state
-- reads all of deliveries: an operator asks, when mails or webhooks have failed
SELECT delivery_id, recipient_id, channel, tries, created_at, coalesce(error, '')
FROM $schema.deliveries
WHERE state = $1
ORDER BY created_at DESC LIMIT 1000
