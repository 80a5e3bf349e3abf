-- name: leave
DELETE FROM $schema.workers WHERE worker = $1 AND run = $2
