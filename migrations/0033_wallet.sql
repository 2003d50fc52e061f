-- migrate:up
SET LOCAL lock_timeout = '2s';

-- What was decided about a person's wallet. Its money is in the ledger. No row: nothing was decided yet.
-- distribution: person_id
CREATE TABLE wallet (
    person_id uuid PRIMARY KEY,
    -- By which class of identity its limits go; 0 as long as nobody has checked who the person is.
    identity_class integer NOT NULL,
    -- A keyed hash of the name that was checked: money is sent to accounts of that name only.
    name_key bytea,
    frozen_at timestamptz,
    frozen_reason text,
    CONSTRAINT wallet_class CHECK (identity_class BETWEEN 0 AND 3),
    CONSTRAINT wallet_named CHECK ((name_key IS NOT NULL) = (identity_class > 0)),
    CONSTRAINT wallet_frozen CHECK ((frozen_at IS NOT NULL) = (frozen_reason IS NOT NULL))
);

-- Who froze or freed a wallet, and why. Rows are only added.
-- distribution: person_id
CREATE TABLE wallet_freeze (
    person_id uuid NOT NULL,
    number integer NOT NULL,
    deed text NOT NULL,
    reason text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, number),
    CONSTRAINT wallet_freeze_deed CHECK (deed IN ('freeze', 'unfreeze'))
);

-- What went out of a wallet in the window of each span that runs now. The next one begins with the next deed.
-- distribution: person_id
CREATE TABLE wallet_spent (
    person_id uuid NOT NULL,
    span text NOT NULL,
    since_at timestamptz NOT NULL,
    paid_fen bigint NOT NULL,
    withdrawn_fen bigint NOT NULL,
    PRIMARY KEY (person_id, span),
    CONSTRAINT wallet_spent_span CHECK (span IN ('day', 'year', 'ever')),
    CONSTRAINT wallet_spent_fen CHECK (paid_fen >= 0 AND withdrawn_fen >= 0)
) WITH (fillfactor = 50);

-- A question who somebody is, under one number for ever. What was asked is sealed, and gone when it is answered.
-- distribution: person_id
CREATE TABLE identity_check (
    person_id uuid NOT NULL,
    check_id uuid NOT NULL,
    -- A keyed hash of what was asked, so that the same question is known again.
    asked_key bytea NOT NULL,
    -- Keyed hashes of the number of the identity and of the name.
    identity_key bytea NOT NULL,
    name_key bytea NOT NULL,
    -- wanted: nothing was sent. unknown: sent, or about to be, and there is no answer. pending: they look into it.
    state text NOT NULL,
    -- Why it was refused: a code of the one who checks, or ours.
    code text,
    identity_class integer,
    checks integer NOT NULL,
    due_at timestamptz,
    lease_until timestamptz,
    nonce bytea,
    sealed bytea,
    ring_key text,
    wrapped bytea,
    wanted_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (person_id, check_id),
    CONSTRAINT identity_check_state CHECK (state IN ('wanted', 'unknown', 'pending', 'verified', 'refused')),
    CONSTRAINT identity_check_class CHECK (CASE WHEN state = 'verified' THEN coalesce(identity_class IN (1, 2, 3), false) ELSE identity_class IS NULL END),
    CONSTRAINT identity_check_ended CHECK ((ended_at IS NOT NULL) = (state IN ('verified', 'refused'))),
    CONSTRAINT identity_check_due CHECK ((due_at IS NOT NULL) = (ended_at IS NULL)),
    CONSTRAINT identity_check_asked CHECK (
        num_nonnulls(nonce, sealed, ring_key, wrapped) = CASE WHEN ended_at IS NULL THEN 4 ELSE 0 END
    )
);
CREATE INDEX identity_check_due_at ON identity_check (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX identity_check_newest ON identity_check (person_id, wanted_at, check_id);
CREATE INDEX identity_check_ring_key ON identity_check (ring_key) WHERE ring_key IS NOT NULL;

-- Whose identity it is: one has one account here.
-- distribution: identity_key
CREATE TABLE identity_owner (
    identity_key bytea PRIMARY KEY,
    person_id uuid NOT NULL
);

-- Where the money of a wallet goes: entered by its owner, sealed, shown masked.
-- distribution: person_id
CREATE TABLE wallet_payee (
    person_id uuid PRIMARY KEY,
    hint text NOT NULL,
    name_key bytea NOT NULL,
    nonce bytea NOT NULL,
    sealed bytea NOT NULL,
    ring_key text NOT NULL,
    wrapped bytea NOT NULL,
    entered_at timestamptz NOT NULL
);
CREATE INDEX wallet_payee_ring_key ON wallet_payee (ring_key);

-- Who has money that is to be sent on to their account, where no wallet may keep it.
-- distribution: person_id
CREATE TABLE wallet_due (
    person_id uuid PRIMARY KEY,
    due_at timestamptz NOT NULL,
    -- They have been told that nobody knows where to send it.
    told_at timestamptz
);
CREATE INDEX wallet_due_at ON wallet_due (due_at);

ALTER TABLE attempt DROP CONSTRAINT attempt_way,
    ADD CONSTRAINT attempt_way CHECK (way IN ('page', 'wap', 'qr', 'app', 'balance'));

ALTER TABLE event DROP CONSTRAINT event_kind, ADD CONSTRAINT event_kind CHECK (
    kind IN (
        'gift_given', 'gift_received', 'gift_reminder', 'charge', 'shop_order', 'follow', 'ask', 'paid_gift', 'group',
        'wallet'
    )
);

-- migrate:down
