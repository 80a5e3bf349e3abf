-- name: add
INSERT INTO $schema.checkpoints VALUES ($1, 0, -1, 0)
ON CONFLICT DO NOTHING
-- name: read
SELECT part, next_offset, claim, seq, first_print, last_offset, last_print
FROM $schema.checkpoints WHERE part = $1
-- name: all
SELECT part, next_offset, claim, seq, first_print, last_offset, last_print FROM $schema.checkpoints ORDER BY part
-- name: hold
SELECT part, next_offset, claim, seq, first_print, last_offset, last_print
FROM $schema.checkpoints WHERE part = ANY ($1::int[]) ORDER BY part
FOR UPDATE
-- name: write_marks
UPDATE $schema.checkpoints
SET first_print = $2, last_offset = $3, last_print = $4
WHERE part = $1 AND first_print IS NULL
