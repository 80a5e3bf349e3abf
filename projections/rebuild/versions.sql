-- name: tables
SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = $1
-- name: has_form
-- An unfinished schema says what it is filled by, a finished one what it was made by.
SELECT FROM pg_namespace
WHERE nspname = $1 AND obj_description(oid, 'pg_namespace') IN ('filled by ' || md5($2), 'made by ' || md5($2))
-- name: mark
SELECT quote_literal('filled by ' || md5($1))
-- name: oid
SELECT oid FROM pg_namespace WHERE nspname = $1
-- name: newly_parked
SELECT DISTINCT workspace_id FROM $schema_next.parked EXCEPT SELECT workspace_id FROM $schema.parked ORDER BY 1
-- name: take_rebuild
SELECT pg_try_advisory_lock(hashtext('tasklog rebuild ' || $1))
-- name: hold_back
LOCK TABLE $schema.checkpoints IN ACCESS EXCLUSIVE MODE
-- name: drop
DROP SCHEMA IF EXISTS $schema CASCADE
-- name: keep_as_previous
DROP SCHEMA IF EXISTS $schema_previous CASCADE;
ALTER SCHEMA $schema RENAME TO $schema_previous
-- name: put_next_in_place
ALTER SCHEMA $schema_next RENAME TO $schema
-- name: exchange_with_previous
ALTER SCHEMA $schema RENAME TO $schema_aside;
ALTER SCHEMA $schema_previous RENAME TO $schema;
ALTER SCHEMA $schema_aside RENAME TO $schema_previous
-- name: kept_tables
-- Those that are filled from the log, each with the columns of its primary key.
SELECT c.relname, string_agg(a.attname, ',' ORDER BY array_position(i.indkey::int[], a.attnum::int))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT IN ('checkpoints', 'workers', 'leases')
GROUP BY c.relname ORDER BY c.relname
