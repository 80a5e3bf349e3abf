-- name: of_people
-- An address is used only if something has shown that the person reads it.
SELECT person_id, display_name, CASE WHEN mail_proved THEN mail END, time_zone, week_start, quiet_from, quiet_to,
       by_mail, by_webhook, tag_colors
FROM $schema.people
WHERE person_id = ANY ($1::uuid[])
-- name: names
SELECT json_build_object('items', coalesce(json_agg(json_build_object('id', person_id, 'displayName', display_name)
                                                    ORDER BY person_id), '[]'))::text
FROM $schema.people
WHERE person_id = ANY ($1::uuid[])
-- name: stop_mail
UPDATE $schema.people SET by_mail = false WHERE person_id = $1::uuid
-- name: put
INSERT INTO $schema.people (person_id, subject, display_name, mail, time_zone, week_start, quiet_from, quiet_to, by_mail, by_webhook, tag_colors, mail_proved)
VALUES ($1::uuid, $2, $3, nullif($4, ''), $5, $6, nullif($7, '')::int, nullif($8, '')::int, $9::boolean, $10::boolean, coalesce(nullif($11, '')::jsonb, '{}'), true)
ON CONFLICT (person_id) DO UPDATE
SET subject = excluded.subject, display_name = excluded.display_name, mail = excluded.mail, time_zone = excluded.time_zone,
    week_start = excluded.week_start, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
    by_mail = excluded.by_mail, by_webhook = excluded.by_webhook, tag_colors = coalesce(nullif($11, '')::jsonb, people.tag_colors), mail_proved = true
