-- migrate:up
SET LOCAL lock_timeout = '2s';

-- What the operator rewards for a while. Its money is the budget of the same id.
-- distribution: reference
CREATE TABLE programme (
    programme_id uuid PRIMARY KEY,
    kind text NOT NULL,
    -- Each reward, and how many there are at most, though the budget may not pay for all of them.
    fen bigint NOT NULL,
    most integer NOT NULL,
    budget_fen bigint NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    state text NOT NULL,
    -- How many were paid.
    paid integer NOT NULL,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL,
    moved_by text NOT NULL,
    moved_at timestamptz NOT NULL,
    CONSTRAINT programme_kind CHECK (kind IN ('profile', 'check_in', 'welcome', 'friend')),
    CONSTRAINT programme_state CHECK (state IN ('running', 'paused', 'stopped', 'over')),
    CONSTRAINT programme_span CHECK (starts_at < ends_at),
    CONSTRAINT programme_fen CHECK (fen > 0 AND budget_fen >= fen),
    CONSTRAINT programme_paid CHECK (paid BETWEEN 0 AND most)
);
CREATE UNIQUE INDEX programme_open ON programme (kind) WHERE state IN ('running', 'paused');
CREATE INDEX programme_due ON programme (ends_at, programme_id) WHERE state IN ('running', 'paused');
CREATE INDEX programme_newest ON programme (made_at, programme_id);

-- A reward that was paid. It is never changed.
-- distribution: programme_id
CREATE TABLE reward (
    -- Of its transfer.
    reward_id uuid NOT NULL,
    programme_id uuid NOT NULL REFERENCES programme,
    -- Of the telephone number by which the deed counts once: of who did it, or of the friend who came.
    number_key bytea NOT NULL,
    person_id uuid NOT NULL,
    fen bigint NOT NULL,
    paid_at timestamptz NOT NULL,
    PRIMARY KEY (programme_id, number_key),
    CONSTRAINT reward_fen CHECK (fen > 0)
);
CREATE INDEX reward_mine ON reward (person_id, paid_at, reward_id);
CREATE INDEX reward_by_time ON reward (programme_id, paid_at);

-- A day in Beijing on which somebody checked in.
-- distribution: person_id
CREATE TABLE check_in (
    person_id uuid NOT NULL,
    day date NOT NULL,
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, day)
);

-- The code in the link by which somebody invites friends, from both ends.
-- distribution: person_id
CREATE TABLE invite (
    person_id uuid PRIMARY KEY,
    code text NOT NULL,
    made_at timestamptz NOT NULL
);
-- distribution: code
CREATE TABLE invite_code (
    code text PRIMARY KEY,
    person_id uuid NOT NULL
);

-- Who came by whose invitation.
-- distribution: person_id
CREATE TABLE invited (
    person_id uuid PRIMARY KEY,
    inviter_id uuid NOT NULL,
    joined_at timestamptz NOT NULL,
    -- A bit for each day on which the person was here, counted from the day of joining.
    days integer NOT NULL,
    -- Not when the two were once signed in on one device, nor where the telephone number had counted before.
    counts boolean NOT NULL,
    -- When the person had been here on enough days.
    stayed_at timestamptz,
    -- When the inviter was rewarded for it.
    rewarded_at timestamptz,
    CONSTRAINT invited_other CHECK (person_id <> inviter_id),
    CONSTRAINT invited_rewarded CHECK (rewarded_at IS NULL OR stayed_at IS NOT NULL)
);
CREATE INDEX invited_by ON invited (inviter_id, joined_at, person_id);
CREATE INDEX invited_old ON invited (joined_at) WHERE stayed_at IS NULL;

-- Also: somebody whom one invited has stayed.
ALTER TABLE event DROP CONSTRAINT event_kind, ADD CONSTRAINT event_kind CHECK (
    kind IN (
        'gift_given', 'gift_received', 'gift_reminder', 'charge', 'shop_order', 'follow', 'ask', 'paid_gift', 'group',
        'wallet', 'envelope_sent', 'shop_pass', 'task'
    )
);

-- migrate:down
