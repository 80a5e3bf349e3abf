-- name: any
SELECT FROM $schema.accounts LIMIT 1
-- name: hold_accounts
-- Nobody else makes an account until this transaction has ended.
LOCK TABLE $schema.accounts IN SHARE ROW EXCLUSIVE MODE
-- name: of_mail
SELECT account_id, person_id, mail, password_hash FROM $schema.accounts WHERE mail = $1
-- name: of_account
SELECT account_id, person_id, mail, password_hash FROM $schema.accounts WHERE account_id = $1::uuid
-- name: of_person
SELECT account_id, person_id, mail, password_hash FROM $schema.accounts WHERE person_id = $1::uuid
-- name: add
INSERT INTO $schema.accounts (account_id, person_id, mail, password_hash)
VALUES ($1::uuid, $2::uuid, $3, $4)
ON CONFLICT (mail) DO NOTHING
-- name: set_password
UPDATE $schema.accounts SET password_hash = $2 WHERE account_id = $1::uuid
-- name: set_mail
-- Of the account and of the person that it is, unless another account has the address.
WITH changed AS (
    UPDATE $schema.accounts SET mail = $2
    WHERE account_id = $1::uuid AND NOT EXISTS (SELECT FROM $schema.accounts WHERE mail = $2)
    RETURNING person_id
), person AS (
    UPDATE $schema.people p SET mail = $2 FROM changed c WHERE p.person_id = c.person_id
)
SELECT FROM changed
-- name: erase
-- All that is kept of a person; the account goes last, with what refers to it.
WITH people AS (DELETE FROM $schema.people WHERE person_id = $1::uuid),
     webhooks AS (DELETE FROM $schema.webhooks WHERE person_id = $1::uuid),
     addresses AS (DELETE FROM $schema.invitation_addresses WHERE person_id = $1::uuid),
     mails AS (DELETE FROM $schema.link_mails WHERE mail = $2),
     links AS (DELETE FROM $schema.links WHERE mail = $2)
DELETE FROM $schema.accounts WHERE person_id = $1::uuid
-- name: all
-- reads all of accounts: an operator asks
SELECT mail, person_id, created_at FROM $schema.accounts ORDER BY created_at
