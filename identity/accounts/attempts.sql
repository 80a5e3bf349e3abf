-- name: count
INSERT INTO $schema.attempts AS a (what, who, since, count) VALUES ($1, $2, now(), 1)
ON CONFLICT (what, who) DO UPDATE
SET count = CASE WHEN a.since < now() - make_interval(secs => $3::int) THEN 1 ELSE a.count + 1 END,
    since = CASE WHEN a.since < now() - make_interval(secs => $3::int) THEN now() ELSE a.since END
RETURNING count, ceil(extract(epoch FROM since - now()) + $3::int)::int
-- name: forgive
DELETE FROM $schema.attempts WHERE what = $1 AND who = $2
-- name: forget_old
DELETE FROM $schema.attempts WHERE since < now() - interval '1 hour'
