-- The read model of the query API. Every primary key starts with the workspace, so that the tables can be sharded by it.
CREATE TABLE IF NOT EXISTS $schema.workspaces (
    workspace_id uuid PRIMARY KEY,
    name         text NOT NULL,
    version      bigint NOT NULL,
    part         int NOT NULL,
    last_offset  bigint NOT NULL,
    trash_emptied_at timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS $schema.members (
    workspace_id uuid NOT NULL,
    person_id    uuid NOT NULL,
    role         text NOT NULL,
    PRIMARY KEY (workspace_id, person_id)
);
CREATE TABLE IF NOT EXISTS $schema.invitations (
    workspace_id  uuid NOT NULL,
    invitation_id uuid NOT NULL,
    role          text NOT NULL,
    person_id     uuid,
    PRIMARY KEY (workspace_id, invitation_id)
);

CREATE TABLE IF NOT EXISTS $schema.filters (
    workspace_id uuid NOT NULL,
    filter_id    uuid NOT NULL,
    name         text NOT NULL,
    words        text NOT NULL,
    PRIMARY KEY (workspace_id, filter_id)
);

CREATE TABLE IF NOT EXISTS $schema.lists (
    workspace_id uuid NOT NULL,
    list_id      uuid NOT NULL,
    rank         text COLLATE "C" NOT NULL,
    archived     boolean NOT NULL,
    deleted      boolean NOT NULL,
    parent_id    uuid,
    section      boolean NOT NULL,
    body         text NOT NULL,
    PRIMARY KEY (workspace_id, list_id)
);
-- Lists with what they have by those that they stand in, three deep at most: whether they are gone (deleted), or put
-- away (gone or archived).
CREATE OR REPLACE VIEW $schema.placed_lists AS
SELECT l.*, p.body AS parent_body, l.deleted OR p.deleted IS TRUE OR g.deleted IS TRUE AS gone,
       l.deleted OR p.deleted IS TRUE OR g.deleted IS TRUE OR
       l.archived OR p.archived IS TRUE OR g.archived IS TRUE AS put_away
FROM $schema.lists l
     LEFT JOIN $schema.lists p ON p.workspace_id = l.workspace_id AND p.list_id = l.parent_id
     LEFT JOIN $schema.lists g ON g.workspace_id = l.workspace_id AND g.list_id = p.parent_id;

CREATE TABLE IF NOT EXISTS $schema.comments (
    workspace_id uuid NOT NULL,
    comment_id   uuid NOT NULL,
    task_id      uuid NOT NULL,
    created_at   timestamptz NOT NULL,
    deleted      boolean NOT NULL,
    body         text NOT NULL,
    PRIMARY KEY (workspace_id, comment_id)
);
-- `body` is the task as the API gives it; the other columns are there to find and to order it.
CREATE TABLE IF NOT EXISTS $schema.tasks (
    workspace_id uuid NOT NULL,
    task_id      uuid NOT NULL,
    list_id      uuid,
    parent_id    uuid,
    assignee     uuid,
    status       smallint NOT NULL,
    deleted      boolean NOT NULL,
    priority     smallint NOT NULL,
    tags         text[] NOT NULL,
    due_date     date,
    due_at       timestamptz,
    -- A day counts as its first moment in UTC; no due date sorts last.
    due_sort     timestamptz NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    -- When it was completed or cancelled; one that is open sorts before all that are not.
    ended_sort   timestamptz NOT NULL,
    rank         text COLLATE "C" NOT NULL,
    start_date   date,
    estimate     bigint,
    recurs       boolean NOT NULL,
    body         text NOT NULL,
    PRIMARY KEY (workspace_id, task_id)
);

-- What tasks are found by, folded and marked (infra/search): a row for a task's own text (kind 0), for each of its
-- comments (1), and for each list's name (2). `pieces` holds hashes of each two characters within the workspace.
CREATE TABLE IF NOT EXISTS $schema.texts (
    workspace_id uuid NOT NULL,
    kind         smallint NOT NULL,
    id           uuid NOT NULL,
    task_id      uuid,
    title        text COLLATE "C" NOT NULL,
    rest         text COLLATE "C" NOT NULL,
    pieces       int[] NOT NULL,
    PRIMARY KEY (workspace_id, kind, id)
);

-- How many tasks that are not deleted a list has, by status; none of 0. The inbox is the list of zeros.
CREATE TABLE IF NOT EXISTS $schema.task_counts (
    workspace_id uuid NOT NULL,
    list_id      uuid NOT NULL,
    status       smallint NOT NULL,
    count        bigint NOT NULL,
    PRIMARY KEY (workspace_id, list_id, status)
);
-- How many of these that are open have a tag.
CREATE TABLE IF NOT EXISTS $schema.tag_counts (
    workspace_id uuid NOT NULL,
    tag          text NOT NULL,
    open         bigint NOT NULL,
    PRIMARY KEY (workspace_id, tag)
);

-- INDEXES: a rebuild makes them when the rows are there.
CREATE INDEX IF NOT EXISTS members_by_person ON $schema.members (person_id);
CREATE INDEX IF NOT EXISTS comments_by_task ON $schema.comments (workspace_id, task_id, created_at, comment_id);
-- Each in the whole order of the pages (query/tasks/task_sql.cpp), so that a page is read and not sorted.
CREATE INDEX IF NOT EXISTS tasks_by_rank ON $schema.tasks (workspace_id, rank, task_id);
CREATE INDEX IF NOT EXISTS tasks_by_due ON $schema.tasks (workspace_id, due_sort, (-priority), rank, created_at, task_id);
CREATE INDEX IF NOT EXISTS tasks_by_priority ON $schema.tasks (workspace_id, (-priority), due_sort, rank, task_id);
CREATE INDEX IF NOT EXISTS tasks_by_created ON $schema.tasks (workspace_id, created_at, rank, task_id);
CREATE INDEX IF NOT EXISTS tasks_by_updated ON $schema.tasks (workspace_id, updated_at, rank, task_id);
CREATE INDEX IF NOT EXISTS tasks_by_ended ON $schema.tasks (workspace_id, ended_sort, rank, task_id);
CREATE INDEX IF NOT EXISTS tasks_by_list ON $schema.tasks (workspace_id, list_id, status) WHERE NOT deleted;
CREATE INDEX IF NOT EXISTS tasks_by_parent ON $schema.tasks (workspace_id, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS tasks_by_assignee ON $schema.tasks (workspace_id, assignee, status) WHERE assignee IS NOT NULL;
CREATE INDEX IF NOT EXISTS texts_by_task ON $schema.texts (workspace_id, task_id);
-- What waits to be sorted in is read by every search: little of it.
CREATE INDEX IF NOT EXISTS texts_by_pieces ON $schema.texts USING gin (pieces) WITH (gin_pending_list_limit = 256);
