-- What is to be published. $schema is such as integration_outbox. What has been published can't be unpublished: this is no
-- read model, is never rebuilt, and a rebuild finds here what it has already asked for.
CREATE SCHEMA IF NOT EXISTS $schema;
-- CloudEvents that wait for their publication; empty most of the time.
CREATE TABLE IF NOT EXISTS $schema.messages (
    workspace_id uuid NOT NULL,
    log_offset   bigint NOT NULL,  -- of the commit
    number       int NOT NULL,     -- of the event within it
    topic        text NOT NULL,
    part         int NOT NULL,
    body         text NOT NULL,
    PRIMARY KEY (workspace_id, log_offset, number, topic)
);
CREATE INDEX IF NOT EXISTS messages_by_offset ON $schema.messages (part, log_offset, number);
-- How far each workspace's commits have been put in above, ever.
CREATE TABLE IF NOT EXISTS $schema.asked_for (
    workspace_id uuid PRIMARY KEY,
    log_offset   bigint NOT NULL,
    before       bigint NOT NULL   -- the one before that: what the last batch began from
);
