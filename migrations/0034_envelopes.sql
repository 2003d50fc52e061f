-- migrate:up
SET LOCAL lock_timeout = '2s';

-- A red envelope: money of one person for the members of a conversation. This row is as it was sent.
-- distribution: envelope_id
CREATE TABLE envelope (
    envelope_id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL,
    -- Nobody where the operator sent it.
    sender_id uuid,
    -- From which device.
    device_id uuid,
    kind text NOT NULL,
    fen bigint NOT NULL,
    count integer NOT NULL,
    -- The only person who may open it: for whom it is, or the other one of a pair.
    to_id uuid,
    -- Sent as lucky and divided evenly, because of a game that went on in this group.
    evened boolean NOT NULL,
    greeting text NOT NULL,
    cover text NOT NULL,
    password_hash bytea,
    -- Around which noised cell it opens, until it is over.
    cell bigint,
    -- Binds the seed, and with it every share, before the first is taken.
    commitment bytea NOT NULL,
    charge_id uuid,
    -- The account from which the operator paid it.
    source_id uuid,
    sent_at timestamptz NOT NULL,
    CONSTRAINT envelope_kind CHECK (kind IN ('lucky', 'equal', 'exclusive')),
    CONSTRAINT envelope_shares CHECK (count BETWEEN 1 AND 100 AND fen >= count AND fen <= 20000 * count),
    CONSTRAINT envelope_exclusive CHECK (kind <> 'exclusive' OR (count = 1 AND to_id IS NOT NULL)),
    CONSTRAINT envelope_greeting CHECK (char_length(greeting) <= 60),
    CONSTRAINT envelope_paid_by CHECK (
        (sender_id IS NULL) = (charge_id IS NULL) AND (sender_id IS NULL) = (source_id IS NOT NULL)
    )
);
CREATE INDEX envelope_sent ON envelope (sender_id, sent_at, envelope_id);
CREATE INDEX envelope_to ON envelope (sender_id, to_id, sent_at) WHERE to_id IS NOT NULL;
CREATE INDEX envelope_in ON envelope (conversation_id, sent_at);

-- What becomes of an envelope: the only row of it that is written more than once, and by every share that is taken.
-- distribution: envelope_id
CREATE TABLE envelope_state (
    envelope_id uuid PRIMARY KEY REFERENCES envelope,
    state text NOT NULL,
    taken integer NOT NULL,
    taken_fen bigint NOT NULL,
    -- From when and until when it may be opened, once it is paid.
    opens_at timestamptz,
    ends_at timestamptz,
    -- It waits because the money is a lot for somebody new.
    held boolean NOT NULL,
    -- When something is to be done with it: the time to pay, or to open it, is over.
    due_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT envelope_state_state CHECK (state IN ('unpaid', 'lapsed', 'open', 'emptied', 'expired', 'stopped')),
    CONSTRAINT envelope_state_due CHECK ((state IN ('unpaid', 'open')) = (due_at IS NOT NULL)),
    CONSTRAINT envelope_state_ended CHECK ((due_at IS NULL) = (ended_at IS NOT NULL)),
    CONSTRAINT envelope_state_open CHECK ((state IN ('unpaid', 'lapsed')) = (opens_at IS NULL)),
    CONSTRAINT envelope_state_taken CHECK (taken >= 0 AND taken_fen >= taken)
) WITH (
    fillfactor = 50,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_cost_delay = 0
);
CREATE INDEX envelope_state_next ON envelope_state (due_at, envelope_id) WHERE due_at IS NOT NULL;

-- How an envelope is divided. Nobody is told before it is empty or over.
-- distribution: envelope_id
CREATE TABLE envelope_secret (
    envelope_id uuid PRIMARY KEY REFERENCES envelope,
    seed bytea NOT NULL,
    shares integer[] NOT NULL,
    -- The place of the best luck, counted from 0, where there is one.
    best integer
);

-- A share that was taken. It is never changed.
-- distribution: envelope_id
CREATE TABLE share (
    envelope_id uuid NOT NULL,
    person_id uuid NOT NULL,
    -- As which one it was taken, counted from 0.
    place integer NOT NULL,
    fen bigint NOT NULL,
    -- On which device: there is one share for each.
    device_id uuid,
    claimed_at timestamptz NOT NULL,
    PRIMARY KEY (envelope_id, person_id),
    CONSTRAINT share_device UNIQUE (envelope_id, device_id),
    CONSTRAINT share_fen CHECK (fen > 0)
);

-- The envelopes that a person sent and the shares that a person took, by time.
-- distribution: person_id
CREATE TABLE envelope_of (
    person_id uuid NOT NULL,
    side text NOT NULL,
    happened_at timestamptz NOT NULL,
    envelope_id uuid NOT NULL,
    fen bigint NOT NULL,
    PRIMARY KEY (person_id, side, happened_at, envelope_id),
    CONSTRAINT envelope_of_side CHECK (side IN ('sent', 'received'))
);

-- How often somebody tried an envelope with a wrong password, or from elsewhere.
-- distribution: envelope_id
CREATE TABLE envelope_try (
    envelope_id uuid NOT NULL,
    person_id uuid NOT NULL,
    passwords integer NOT NULL,
    places integer NOT NULL,
    PRIMARY KEY (envelope_id, person_id)
);

-- A brake that was pulled, for the operator; one on a group holds until its time is over.
-- distribution: conversation_id
CREATE TABLE envelope_brake (
    brake_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    kind text NOT NULL,
    envelope_id uuid,
    person_id uuid,
    pulled_at timestamptz NOT NULL,
    cools_until timestamptz,
    evens_until timestamptz,
    PRIMARY KEY (conversation_id, brake_id),
    CONSTRAINT envelope_brake_kind CHECK (kind IN ('game', 'linked', 'new_person', 'daily'))
);
CREATE INDEX envelope_brake_newest ON envelope_brake (pulled_at, brake_id);

-- Also: something of an envelope that one sent.
ALTER TABLE event DROP CONSTRAINT event_kind, ADD CONSTRAINT event_kind CHECK (
    kind IN (
        'gift_given', 'gift_received', 'gift_reminder', 'charge', 'shop_order', 'follow', 'ask', 'paid_gift', 'group',
        'wallet', 'envelope_sent'
    )
);

-- migrate:down
