-- Who is told what, and which reminders are to fire. $schema is such as notifications_v1.
-- What is told of a task.
CREATE TABLE IF NOT EXISTS $schema.tasks (
    workspace_id uuid NOT NULL,
    task_id      uuid NOT NULL,
    title        text NOT NULL,
    creator      uuid NOT NULL,
    assignee     uuid,
    PRIMARY KEY (workspace_id, task_id)
);
CREATE TABLE IF NOT EXISTS $schema.workspaces (
    workspace_id uuid PRIMARY KEY,
    name         text NOT NULL
);
CREATE TABLE IF NOT EXISTS $schema.members (
    workspace_id uuid NOT NULL,
    person_id    uuid NOT NULL,
    PRIMARY KEY (workspace_id, person_id)
);
-- Reminders that may have to fire: the decider knows whether they do.
CREATE TABLE IF NOT EXISTS $schema.due_reminders (
    workspace_id uuid NOT NULL,
    task_id      uuid NOT NULL,
    reminder_id  uuid NOT NULL,
    at           timestamptz NOT NULL,
    next_try     timestamptz NOT NULL,
    tries        int NOT NULL DEFAULT 0,
    error        text,            -- why the last try was refused
    PRIMARY KEY (workspace_id, task_id, reminder_id)
);
-- The in-app feed. A person's id is also that of their personal workspace.
CREATE TABLE IF NOT EXISTS $schema.notifications (
    person_id       uuid NOT NULL,
    notification_id uuid NOT NULL,
    at              timestamptz NOT NULL,
    body            text NOT NULL,
    PRIMARY KEY (person_id, notification_id)
);
-- What they have read: marks and notifications come from different partitions, in any order.
CREATE TABLE IF NOT EXISTS $schema.read_through (
    person_id uuid PRIMARY KEY,
    through   timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS $schema.read_singly (
    person_id       uuid NOT NULL,
    notification_id uuid NOT NULL,
    PRIMARY KEY (person_id, notification_id)
);

-- INDEXES: a rebuild makes them when the rows are there.
CREATE INDEX IF NOT EXISTS due_reminders_by_try ON $schema.due_reminders (next_try);
CREATE INDEX IF NOT EXISTS notifications_by_time ON $schema.notifications (person_id, at, notification_id);
