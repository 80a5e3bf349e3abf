-- What every projection's schema holds beside its own tables. $schema is replaced by its name, such as tasks_v5.
CREATE SCHEMA IF NOT EXISTS $schema;

-- How far each partition is applied: its next record's offset, and the claim filter's state there.
CREATE TABLE IF NOT EXISTS $schema.checkpoints (
    part        int PRIMARY KEY,
    next_offset bigint NOT NULL,
    claim       bigint NOT NULL,
    seq         bigint NOT NULL
);

-- By what the log is known again: fingerprints of the partition's first record, and of one that was read last.
ALTER TABLE $schema.checkpoints ADD COLUMN IF NOT EXISTS first_print bigint;
ALTER TABLE $schema.checkpoints ADD COLUMN IF NOT EXISTS last_offset bigint;
ALTER TABLE $schema.checkpoints ADD COLUMN IF NOT EXISTS last_print  bigint;

-- Commits that could not be applied, and those behind them of the same workspace.
CREATE TABLE IF NOT EXISTS $schema.parked (
    workspace_id uuid NOT NULL,
    log_offset   bigint NOT NULL,
    part         int NOT NULL,
    error        text NOT NULL,
    value        bytea NOT NULL,
    parked_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, log_offset)
);
CREATE INDEX IF NOT EXISTS parked_by_part ON $schema.parked (part, workspace_id);

-- Which worker applies which partition (projections/leases.hpp). Nothing rests on it but that the work is shared out, so
-- it is not kept through a crash of Postgres.
CREATE UNLOGGED TABLE IF NOT EXISTS $schema.workers (
    worker text PRIMARY KEY,
    run    uuid NOT NULL,         -- of its process: one that was started again under the name has another
    until  timestamptz NOT NULL   -- if it says nothing till then it is taken for dead
);
CREATE UNLOGGED TABLE IF NOT EXISTS $schema.leases (
    part   int PRIMARY KEY,
    worker text NOT NULL
);
