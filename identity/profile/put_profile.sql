INSERT INTO $schema.people (person_id, subject, display_name, mail, time_zone, week_start, quiet_from, quiet_to, by_mail, by_webhook, tag_colors, mail_proved)
VALUES ($1::uuid, $2, $3, nullif($4, ''), $5, $6, nullif($7, '')::int, nullif($8, '')::int, $9::boolean, $10::boolean, coalesce(nullif($11, '')::jsonb, '{}'), true)
ON CONFLICT (person_id) DO UPDATE
SET subject = excluded.subject, display_name = excluded.display_name, mail = excluded.mail, time_zone = excluded.time_zone,
    week_start = excluded.week_start, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
    by_mail = excluded.by_mail, by_webhook = excluded.by_webhook, tag_colors = coalesce(nullif($11, '')::jsonb, people.tag_colors), mail_proved = true
