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
-- People who sign in here. Their person is the UUIDv5 of our issuer and account_id.
CREATE TABLE IF NOT EXISTS $schema.accounts (
    account_id    uuid PRIMARY KEY,
    person_id     uuid NOT NULL UNIQUE,
    mail          text NOT NULL UNIQUE,  -- in lower case
    password_hash text NOT NULL,         -- argon2id
    created_at    timestamptz NOT NULL DEFAULT now()
);
-- The mail address of a person is used only if something has shown that they read it: their account, or their token.
ALTER TABLE $schema.people ADD COLUMN IF NOT EXISTS mail_proved boolean NOT NULL DEFAULT false;
-- How they have tags shown: {"tag": "#3366cc"}.
ALTER TABLE $schema.people ADD COLUMN IF NOT EXISTS tag_colors jsonb NOT NULL DEFAULT '{}';
UPDATE $schema.people p SET mail_proved = true FROM $schema.accounts a WHERE a.person_id = p.person_id AND NOT p.mail_proved;
CREATE TABLE IF NOT EXISTS $schema.sessions (
    session_id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES $schema.accounts ON DELETE CASCADE,
    agent      text NOT NULL,  -- the browser, as it calls itself
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS sessions_by_account ON $schema.sessions (account_id);
-- Whoever serves streams to a session hears of its end, however it comes.
CREATE OR REPLACE FUNCTION $schema.tell_session_ended() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM pg_notify('tasklog_' || TG_TABLE_SCHEMA || '_ended', OLD.session_id::text);
    RETURN NULL;
END
$body$;
CREATE OR REPLACE TRIGGER session_ended AFTER DELETE ON $schema.sessions FOR EACH ROW EXECUTE FUNCTION $schema.tell_session_ended();
-- Each is good once; those used are kept, so that a stolen one gives itself away. Of every secret here there is its SHA-256 only.
CREATE TABLE IF NOT EXISTS $schema.refresh_tokens (
    token_hash text PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES $schema.sessions ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at    timestamptz
);
CREATE INDEX IF NOT EXISTS refresh_tokens_by_session ON $schema.refresh_tokens (session_id);
CREATE TABLE IF NOT EXISTS $schema.api_tokens (
    token_id   uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES $schema.accounts ON DELETE CASCADE,
    token_hash text NOT NULL UNIQUE,
    name       text NOT NULL,
    scopes     text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX IF NOT EXISTS api_tokens_by_account ON $schema.api_tokens (account_id);
-- What a mail's link lets one do, once.
CREATE TABLE IF NOT EXISTS $schema.links (
    token_hash text PRIMARY KEY,
    purpose    text NOT NULL,  -- register, reset, address or first
    mail       text NOT NULL,
    account_id uuid REFERENCES $schema.accounts ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
-- Links that are to be sent. Whether there is an account of the address is found out when it is sent, not when it is asked for.
CREATE TABLE IF NOT EXISTS $schema.link_mails (
    request_id uuid PRIMARY KEY,
    purpose    text NOT NULL,
    mail       text NOT NULL,
    account_id uuid REFERENCES $schema.accounts ON DELETE CASCADE,
    language   text NOT NULL,
    tries      int NOT NULL DEFAULT 0,
    due_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS link_mails_due ON $schema.link_mails (due_at);
-- How often something was tried since; who is a hash, for it may be a stranger's address.
CREATE TABLE IF NOT EXISTS $schema.attempts (
    what  text NOT NULL,
    who   text NOT NULL,
    since timestamptz NOT NULL,
    count int NOT NULL,
    PRIMARY KEY (what, who)
);
CREATE TABLE IF NOT EXISTS $schema.signing_keys (
    kid         text PRIMARY KEY,
    private_key text NOT NULL,  -- sealed with the shared keys
    public_jwk  text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
-- What is too old is found by these, and all that an address has.
CREATE INDEX IF NOT EXISTS invitation_addresses_by_age ON $schema.invitation_addresses (created_at);
CREATE INDEX IF NOT EXISTS sessions_by_use ON $schema.sessions (used_at);
CREATE INDEX IF NOT EXISTS refresh_tokens_by_use ON $schema.refresh_tokens (used_at);
CREATE INDEX IF NOT EXISTS links_by_age ON $schema.links (expires_at);
CREATE INDEX IF NOT EXISTS links_by_mail ON $schema.links (mail);
CREATE INDEX IF NOT EXISTS link_mails_by_mail ON $schema.link_mails (mail);
CREATE INDEX IF NOT EXISTS attempts_by_age ON $schema.attempts (since);
