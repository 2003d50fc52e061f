-- migrate:up
SET LOCAL lock_timeout = '2s';

-- What a shop has shown for money to people around it. This row is as it was asked for.
-- distribution: placement_id
CREATE TABLE placement (
    placement_id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    -- The owner who asked for it and pays.
    payer_id uuid NOT NULL,
    model text NOT NULL,
    -- The creative: two lines.
    title text NOT NULL,
    words text NOT NULL,
    -- Around which cell of resolution 8, and how far.
    cell bigint NOT NULL,
    radius_km integer NOT NULL,
    first_day date NOT NULL,
    days integer NOT NULL,
    -- Bit n: in the hour of China that begins at n.
    hours integer NOT NULL,
    fen bigint NOT NULL,
    -- What a thousand people reached cost, or what is bid for a tap.
    rate_fen bigint NOT NULL,
    asked_at timestamptz NOT NULL,
    CONSTRAINT placement_model CHECK (model IN ('reach', 'taps')),
    CONSTRAINT placement_radius CHECK (radius_km BETWEEN 1 AND 3),
    CONSTRAINT placement_days CHECK (days > 0),
    CONSTRAINT placement_hours CHECK (hours BETWEEN 1 AND 16777215),
    CONSTRAINT placement_fen CHECK (fen > 0 AND rate_fen > 0)
);
CREATE INDEX placement_of_shop ON placement (merchant_id, asked_at, placement_id);
CREATE INDEX placement_of_payer ON placement (payer_id);

-- What becomes of a placement, and what was delivered of it.
-- distribution: placement_id
CREATE TABLE placement_state (
    placement_id uuid PRIMARY KEY REFERENCES placement,
    state text NOT NULL,
    reached integer NOT NULL,
    views integer NOT NULL,
    taps integer NOT NULL,
    spent_fen bigint NOT NULL,
    -- Why it was refused or stopped, and by which operator.
    reason text NOT NULL,
    decided_by text NOT NULL,
    starts_at timestamptz,
    ends_at timestamptz,
    -- When the time to pay, or to run, is over.
    due_at timestamptz,
    ended_at timestamptz,
    -- When anything of this row changed last.
    moved_at timestamptz NOT NULL,
    CONSTRAINT placement_state_state CHECK (
        state IN ('in_review', 'refused', 'unpaid', 'lapsed', 'running', 'paused', 'over', 'stopped')
    ),
    CONSTRAINT placement_state_due CHECK ((state IN ('unpaid', 'running', 'paused')) = (due_at IS NOT NULL)),
    CONSTRAINT placement_state_ended CHECK (
        (state IN ('refused', 'lapsed', 'over', 'stopped')) = (ended_at IS NOT NULL)
    ),
    CONSTRAINT placement_state_delivered CHECK (reached >= 0 AND views >= 0 AND taps >= 0 AND spent_fen >= 0)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX placement_state_next ON placement_state (due_at, placement_id) WHERE due_at IS NOT NULL;
CREATE INDEX placement_state_moved ON placement_state (moved_at);
CREATE INDEX placement_state_waiting ON placement_state (moved_at, placement_id) WHERE state = 'in_review';

-- What was delivered of a placement in an hour, by how far away people were, in kilometres.
-- distribution: placement_id
CREATE TABLE placement_hour (
    placement_id uuid NOT NULL,
    hour_at timestamptz NOT NULL,
    ring_km smallint NOT NULL,
    reached integer NOT NULL,
    views integer NOT NULL,
    taps integer NOT NULL,
    PRIMARY KEY (placement_id, hour_at, ring_km)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

-- Views and taps that did not count, by why.
-- distribution: placement_id
CREATE TABLE placement_filtered (
    placement_id uuid NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    times integer NOT NULL,
    PRIMARY KEY (placement_id, kind, reason)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

-- When somebody was shown a placement, as far as it decides when the next time may be; whether it counted.
-- distribution: person_id
CREATE TABLE sight (
    person_id uuid NOT NULL,
    placement_id uuid NOT NULL,
    shown_at timestamptz[] NOT NULL,
    reached_at timestamptz,
    tapped_at timestamptz,
    PRIMARY KEY (person_id, placement_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX sight_of_placement ON sight (placement_id);

-- The offers that were seen or tapped, for as long as they may be.
-- distribution: person_id
CREATE TABLE offer_use (
    person_id uuid NOT NULL,
    offer_id uuid NOT NULL,
    kind text NOT NULL,
    used_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, offer_id, kind),
    CONSTRAINT offer_use_kind CHECK (kind IN ('view', 'tap'))
) WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX offer_use_age ON offer_use (used_at);

-- Whose ads somebody does not want to see.
-- distribution: person_id
CREATE TABLE hidden_shop (
    person_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    hidden_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, merchant_id)
);

-- migrate:down
DROP TABLE hidden_shop;
DROP TABLE offer_use;
DROP TABLE sight;
DROP TABLE placement_filtered;
DROP TABLE placement_hour;
DROP TABLE placement_state;
DROP TABLE placement;
