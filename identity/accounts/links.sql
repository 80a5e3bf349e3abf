-- name: make
INSERT INTO $schema.links (token_hash, purpose, mail, account_id, expires_at)
VALUES ($1, $2, $3, nullif($4, '')::uuid, now() + $5::interval)
-- name: use
DELETE FROM $schema.links WHERE token_hash = $1 AND purpose = $2 AND expires_at > now() RETURNING mail, account_id
-- name: request_mail
INSERT INTO $schema.link_mails (request_id, purpose, mail, language, account_id)
VALUES ($1::uuid, $2, $3, $4, nullif($5, '')::uuid)
-- name: take_mails
-- Each comes up again by itself if whoever took it ends before it is sent.
UPDATE $schema.link_mails
SET tries = tries + 1, due_at = now() + interval '30 seconds' * pow(2, tries)
WHERE request_id IN (SELECT request_id FROM $schema.link_mails WHERE due_at <= now() ORDER BY due_at LIMIT 16
                     FOR UPDATE SKIP LOCKED)
RETURNING request_id, purpose, mail, account_id, language, tries
-- name: end_mail
DELETE FROM $schema.link_mails WHERE request_id = $1::uuid
-- name: forget_old
DELETE FROM $schema.links WHERE expires_at < now()
