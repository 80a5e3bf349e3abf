-- The newest 200 of a person.
SELECT json_build_object('items', coalesce(json_agg(item), '[]'))::text
FROM (SELECT json_build_object('id', delivery_id, 'notification', notification_id, 'channel', channel, 'webhook', webhook_id,
                               'state', state, 'tries', tries, 'error', error,
                               'nextTry', CASE WHEN state = 'waiting' AND next_try > '-infinity' THEN to_char(next_try AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END,
                               'createdAt', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                               'endedAt', to_char(ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) AS item
      FROM $schema.deliveries
      WHERE recipient_id = $1::uuid AND ($2 = '' OR state = $2)
      ORDER BY created_at DESC, delivery_id LIMIT 200) AS newest
