-- What the recurring worker has to do. $schema is such as recurring_v1.
-- Tasks that repeat, and have no successor yet.
CREATE TABLE IF NOT EXISTS $schema.series (
    workspace_id uuid NOT NULL,
    task_id      uuid NOT NULL,
    PRIMARY KEY (workspace_id, task_id)
);
-- Those of them that are completed: each waits for its successor.
CREATE TABLE IF NOT EXISTS $schema.pending (
    workspace_id uuid NOT NULL,
    task_id      uuid NOT NULL,
    cause        uuid NOT NULL,  -- the commit that completed it
    tries        int NOT NULL DEFAULT 0,
    next_try     timestamptz NOT NULL DEFAULT '-infinity',
    error        text,           -- why the last try was refused
    PRIMARY KEY (workspace_id, task_id)
);

-- INDEXES: a rebuild makes them when the rows are there.
CREATE INDEX IF NOT EXISTS pending_by_try ON $schema.pending (next_try);
