-- The audit history: every event, who, when, from where, and what it changed. Rows are only ever added.
-- One partition a month (made by the projection as the months come), so that old months can be moved away whole.
CREATE TABLE IF NOT EXISTS $schema.entries (
    workspace_id uuid NOT NULL,
    at           timestamptz NOT NULL,  -- of the commit: never the same for two commits of a workspace
    number       int NOT NULL,          -- of the event within its commit
    part         int NOT NULL,
    log_offset   bigint NOT NULL,
    actor        uuid NOT NULL,
    type         text NOT NULL,
    task_id      uuid,
    list_id      uuid,
    body         text NOT NULL,         -- the entry as the API gives it
    PRIMARY KEY (workspace_id, at, number)
) PARTITION BY RANGE (at);

-- INDEXES: a rebuild makes them when the rows are there.
CREATE INDEX IF NOT EXISTS entries_by_task ON $schema.entries (workspace_id, task_id, at, number);
CREATE INDEX IF NOT EXISTS entries_by_actor ON $schema.entries (workspace_id, actor, at, number);
CREATE INDEX IF NOT EXISTS entries_by_type ON $schema.entries (workspace_id, type, at, number);
CREATE INDEX IF NOT EXISTS entries_by_offset ON $schema.entries (part, log_offset);
