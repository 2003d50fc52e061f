-- migrate:up
SET LOCAL lock_timeout = '2s';

-- A browser that wants to be pushed, for as long as it is signed in.
-- distribution: person_id
CREATE TABLE push_subscription (
    person_id uuid NOT NULL,
    device_id uuid NOT NULL,
    -- SHA-256 of its endpoint: a browser pushes for one person at a time.
    endpoint_key bytea NOT NULL,
    -- The endpoint and the browser's keys.
    sealed bytea NOT NULL,
    made_at timestamptz NOT NULL,
    -- When a push last reached it.
    used_at timestamptz,
    PRIMARY KEY (person_id, device_id),
    FOREIGN KEY (person_id, device_id) REFERENCES device ON DELETE CASCADE
);
CREATE INDEX push_subscription_endpoint ON push_subscription (endpoint_key);

-- What a person wants to be pushed, and when not.
-- distribution: person_id
CREATE TABLE push_choice (
    person_id uuid PRIMARY KEY,
    off text[] NOT NULL,
    quiet boolean NOT NULL,
    -- Minutes after midnight, in the person's time zone.
    quiet_from integer NOT NULL,
    quiet_until integer NOT NULL,
    zone text NOT NULL,
    CONSTRAINT push_choice_quiet CHECK (quiet_from BETWEEN 0 AND 1439 AND quiet_until BETWEEN 0 AND 1439)
);

-- Who is here: follows live what happens, by server.
-- distribution: person_id
CREATE TABLE live (
    person_id uuid NOT NULL,
    server_id uuid NOT NULL,
    -- When the server last found the person here.
    seen_at timestamptz NOT NULL,
    -- A server that does not say it again by then has died.
    until timestamptz NOT NULL,
    PRIMARY KEY (person_id, server_id)
);
CREATE INDEX live_over ON live (until);

-- What has to wait: for the end of quiet hours, or to see whether somebody is here.
-- distribution: person_id
CREATE TABLE push_held (
    person_id uuid NOT NULL,
    kind text NOT NULL,
    ref uuid NOT NULL,
    wanted_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    quiet boolean NOT NULL,
    PRIMARY KEY (person_id, kind, ref)
);
CREATE INDEX push_held_due ON push_held (due_at);

-- A push on its way to a browser.
-- distribution: person_id
CREATE TABLE push_post (
    person_id uuid NOT NULL,
    device_id uuid NOT NULL,
    kind text NOT NULL,
    ref uuid NOT NULL,
    -- Of a summary: how many things it is about.
    number integer NOT NULL,
    made_at timestamptz NOT NULL,
    -- When to try; whoever tries moves it on first.
    due_at timestamptz NOT NULL,
    tries integer NOT NULL,
    PRIMARY KEY (person_id, device_id, kind, ref),
    FOREIGN KEY (person_id, device_id) REFERENCES push_subscription ON DELETE CASCADE
);
CREATE INDEX push_post_due ON push_post (due_at);

-- Events of people who want to be pushed, until it is seen whether they are away.
-- distribution: person_id
CREATE TABLE event_push (
    person_id uuid NOT NULL,
    kind text NOT NULL,
    ref uuid NOT NULL,
    happened_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, kind, ref)
);
CREATE INDEX event_push_next ON event_push (happened_at);

ALTER TABLE event_counter ADD COLUMN pushed boolean NOT NULL DEFAULT false;

-- migrate:down
