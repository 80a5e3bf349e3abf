-- What is told to the outside. $schema is such as outbox. What has been sent can't be sent anew from the log: this is no
-- read model, is never rebuilt, and a rebuild of the notifications finds here what it has already asked for.
CREATE SCHEMA IF NOT EXISTS $schema;
-- One for each notification: on which ways it is to be sent is decided when `planned` is set.
CREATE TABLE IF NOT EXISTS $schema.notices (
    recipient_id    uuid NOT NULL,     -- a person, or an invitation that was sent to a mail address
    notification_id uuid NOT NULL,
    invitation      boolean NOT NULL,  -- whether recipient_id is one
    at              timestamptz NOT NULL,
    body            text NOT NULL,
    planned         boolean NOT NULL DEFAULT false,
    PRIMARY KEY (recipient_id, notification_id)
);
CREATE INDEX IF NOT EXISTS notices_to_plan ON $schema.notices (at) WHERE NOT planned;
CREATE TABLE IF NOT EXISTS $schema.deliveries (
    recipient_id    uuid NOT NULL,
    delivery_id     uuid NOT NULL,
    notification_id uuid NOT NULL,
    channel         text NOT NULL,                    -- mail or webhook
    webhook_id      uuid,
    state           text NOT NULL DEFAULT 'waiting',  -- waiting, sent, dead or dropped
    tries           int NOT NULL DEFAULT 0,
    next_try        timestamptz NOT NULL DEFAULT '-infinity',
    error           text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    ended_at        timestamptz,
    PRIMARY KEY (recipient_id, delivery_id)
);
CREATE INDEX IF NOT EXISTS deliveries_of_each ON $schema.deliveries (channel, recipient_id, next_try) WHERE state = 'waiting';
DROP INDEX IF EXISTS $schema.deliveries_waiting;
CREATE INDEX IF NOT EXISTS deliveries_by_time ON $schema.deliveries (recipient_id, created_at, delivery_id);
-- What is to be forgotten, and what can be tried again.
CREATE INDEX IF NOT EXISTS notices_planned ON $schema.notices (at) WHERE planned;
CREATE INDEX IF NOT EXISTS deliveries_done ON $schema.deliveries (ended_at) WHERE state IN ('sent', 'dropped');
CREATE INDEX IF NOT EXISTS deliveries_dead ON $schema.deliveries (delivery_id) WHERE state = 'dead';
