-- migrate:up
SET LOCAL lock_timeout = '2s';

-- distribution: person_id
-- Somebody who signed in once. Nothing in it tells who: that is in phone and profile, which can be erased without it.
CREATE TABLE person (
    person_id uuid PRIMARY KEY,
    -- The number's key in phone; null when the person was erased.
    phone_key bytea,
    created_at timestamptz NOT NULL
);

-- distribution: person_id
-- What the others see of a person. Without this row the person has not finished joining and is invisible.
CREATE TABLE profile (
    person_id uuid PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    nickname text NOT NULL,
    -- Asked once. Only the age leaves the system.
    birthday date NOT NULL,
    gender text NOT NULL,
    bio text NOT NULL,
    interests text[] NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT profile_nickname CHECK (char_length(nickname) BETWEEN 1 AND 20),
    CONSTRAINT profile_gender CHECK (gender IN ('female', 'male', 'other', 'unsaid')),
    CONSTRAINT profile_bio CHECK (char_length(bio) <= 200),
    CONSTRAINT profile_interests CHECK (cardinality(interests) <= 10)
);

-- distribution: person_id
-- Who may give this person gifts, up to what price, how many in seven days.
CREATE TABLE gift_door (
    person_id uuid PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    who text NOT NULL,
    ceiling_fen bigint NOT NULL,
    per_week integer NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT gift_door_who CHECK (who IN ('nobody', 'met', 'friends')),
    CONSTRAINT gift_door_ceiling_fen CHECK (ceiling_fen > 0),
    CONSTRAINT gift_door_per_week CHECK (per_week >= 0)
);

-- distribution: person_id
-- Where a person is signed in.
CREATE TABLE device (
    person_id uuid NOT NULL REFERENCES person ON DELETE CASCADE,
    device_id uuid NOT NULL,
    -- What the device calls itself; may be empty.
    name text NOT NULL,
    -- Leads to the session, which is kept under its token.
    token_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- Exact to the hour or so, like the session's.
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, device_id),
    CONSTRAINT device_name CHECK (char_length(name) <= 60)
);
CREATE INDEX device_seen ON device (seen_at);
CREATE INDEX device_created ON device (created_at);

-- distribution: token_hash
-- What a session token stands for. The token itself is kept nowhere.
CREATE TABLE session (
    token_hash bytea PRIMARY KEY,
    person_id uuid NOT NULL,
    device_id uuid NOT NULL,
    -- True when the person has a profile: repeated here so that one lookup answers a request.
    complete boolean NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL
);
CREATE INDEX session_seen ON session (seen_at);
CREATE INDEX session_created ON session (created_at);

-- distribution: phone_key
-- Leads from a number to its person.
CREATE TABLE phone (
    -- HMAC-SHA256 of the number under the installation's secret.
    phone_key bytea PRIMARY KEY,
    person_id uuid NOT NULL,
    -- The number, encrypted with a key of the installation.
    sealed_number bytea NOT NULL,
    created_at timestamptz NOT NULL
);

-- distribution: phone_key
-- The one code of a number that can be used now, and when codes were sent to it.
CREATE TABLE sign_in_code (
    phone_key bytea PRIMARY KEY,
    -- HMAC-SHA256 of number and code.
    code_hash bytea NOT NULL,
    valid_until timestamptz NOT NULL,
    -- Wrong codes typed so far.
    tries integer NOT NULL,
    used_at timestamptz,
    -- The moments of the last day at which a code was sent, oldest first.
    sent_at timestamptz[] NOT NULL,
    CONSTRAINT sign_in_code_tries CHECK (tries >= 0)
);
CREATE INDEX sign_in_code_old ON sign_in_code (valid_until);

-- distribution: phone_key
-- Numbers whose owner said to be too young, until the day on which that is no longer so.
CREATE TABLE underage (
    phone_key bytea PRIMARY KEY,
    until_at timestamptz NOT NULL
);
CREATE INDEX underage_over ON underage (until_at);

-- distribution: message_id
-- Text messages on their way to the gateway. A sent one is deleted.
CREATE TABLE sms (
    message_id uuid PRIMARY KEY,
    -- Number and text, encrypted with a key of the installation.
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- Later it is of no use to anybody.
    valid_until timestamptz NOT NULL,
    -- A sender has it in hand until then.
    leased_until timestamptz
);
CREATE INDEX sms_over ON sms (valid_until);

-- distribution: message_id
-- What the dev outbox shows in place of sending it. Empty where messages are really sent.
CREATE TABLE outbox_message (
    message_id uuid PRIMARY KEY,
    number text NOT NULL,
    body text NOT NULL,
    sent_at timestamptz NOT NULL
);
CREATE INDEX outbox_message_newest ON outbox_message (sent_at, message_id);

-- distribution: person_id
-- Whom a person follows.
CREATE TABLE following (
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    since_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, other_id),
    CONSTRAINT following_other CHECK (person_id <> other_id)
);
CREATE INDEX following_newest ON following (person_id, since_at, other_id);

-- distribution: person_id
-- The same seen from the other end: who follows a person.
CREATE TABLE follower (
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    since_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, other_id),
    CONSTRAINT follower_other CHECK (person_id <> other_id)
);
CREATE INDEX follower_newest ON follower (person_id, since_at, other_id);

-- distribution: person_id
-- Whom a person has blocked.
CREATE TABLE block (
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    since_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, other_id),
    CONSTRAINT block_other CHECK (person_id <> other_id)
);
CREATE INDEX block_newest ON block (person_id, since_at, other_id);

-- distribution: person_id
-- The same seen from the other end: who has blocked a person.
CREATE TABLE blocked_by (
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    since_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, other_id),
    CONSTRAINT blocked_by_other CHECK (person_id <> other_id)
);

-- distribution: person_id
-- Two people who have both written to each other: one row from each end.
CREATE TABLE met (
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    since_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, other_id),
    CONSTRAINT met_other CHECK (person_id <> other_id)
);

-- migrate:down
