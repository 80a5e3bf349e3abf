-- Each thing as its last event left it: what the next one changes is told by comparing.
CREATE TABLE IF NOT EXISTS $schema.things (
    workspace_id uuid NOT NULL,
    kind         smallint NOT NULL,  -- 0 workspace, 1 list, 2 task, 3 comment, 4 filter
    thing_id     uuid NOT NULL,
    body         text NOT NULL,
    PRIMARY KEY (workspace_id, kind, thing_id)
);
