-- Deliveries whose time has come: $2 of each recipient at most, the oldest first, $1 in all. Recipients from $5 on, before $6: each is
-- found by a step in the index, so that whoever has a million waiting is one among the others. $3: the channel; $4: whether
-- of those who have one that failed and waits for its next try, or of the others; empty: of both.
WITH RECURSIVE someone AS (
    (SELECT recipient_id FROM $schema.deliveries
     WHERE state = 'waiting' AND channel = $3 AND recipient_id >= $5::uuid AND recipient_id < $6::uuid
     ORDER BY recipient_id LIMIT 1)
    UNION ALL
    SELECT (SELECT d.recipient_id FROM $schema.deliveries d
            WHERE state = 'waiting' AND channel = $3 AND d.recipient_id > s.recipient_id AND d.recipient_id < $6::uuid
            ORDER BY d.recipient_id LIMIT 1)
    FROM someone s WHERE s.recipient_id IS NOT NULL
), turn AS (
    SELECT s.recipient_id, due.*
    FROM someone s
    CROSS JOIN LATERAL (SELECT delivery_id, next_try, row_number() OVER (ORDER BY next_try) AS turn FROM $schema.deliveries d
                        WHERE state = 'waiting' AND channel = $3 AND d.recipient_id = s.recipient_id AND next_try <= now()
                        ORDER BY next_try LIMIT $2::int) AS due
    WHERE $4 = ''
       OR nullif($4, '')::boolean = EXISTS (SELECT FROM $schema.deliveries o
                                WHERE o.recipient_id = s.recipient_id AND o.channel = $3 AND o.state = 'waiting' AND o.tries > 0)
    LIMIT 1000
)
SELECT d.delivery_id, d.recipient_id, n.invitation, d.notification_id, n.body, d.channel, coalesce(d.webhook_id::text, ''), d.tries
FROM turn JOIN $schema.deliveries d USING (recipient_id, delivery_id) JOIN $schema.notices n USING (recipient_id, notification_id)
WHERE d.state = 'waiting'
ORDER BY turn.turn, turn.next_try LIMIT $1::int FOR UPDATE OF d SKIP LOCKED
