-- What must be erasable and is therefore no event. $schema is such as identity.
CREATE SCHEMA IF NOT EXISTS $schema;
CREATE TABLE IF NOT EXISTS $schema.people (
    person_id    uuid PRIMARY KEY,
    subject      text NOT NULL,
    display_name text NOT NULL,
    mail         text,
    time_zone    text NOT NULL,
    week_start   text NOT NULL,
    quiet_from   int,  -- minutes after midnight, by the clock in time_zone
    quiet_to     int,
    by_mail      boolean NOT NULL,
    by_webhook   boolean NOT NULL
);
CREATE TABLE IF NOT EXISTS $schema.webhooks (
    person_id        uuid NOT NULL,
    webhook_id       uuid NOT NULL,
    url              text NOT NULL,
    secret           text NOT NULL,
    old_secret       text,
    old_secret_until timestamptz,
    created_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person_id, webhook_id)
);
-- Where an invitation is to be sent; forgotten after 30 days.
CREATE TABLE IF NOT EXISTS $schema.invitation_addresses (
    invitation_id uuid PRIMARY KEY,
    mail          text NOT NULL,
    person_id     uuid NOT NULL,  -- who wants it sent
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS invitation_addresses_by_person ON $schema.invitation_addresses (person_id, created_at);
