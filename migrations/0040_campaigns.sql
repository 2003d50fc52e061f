-- migrate:up
SET LOCAL lock_timeout = '2s';

-- On which days of the last two months a member wrote: bit n stands for n days before the last day on which he or she did.
ALTER TABLE member ADD COLUMN spoke_on date, ADD COLUMN spoken bigint NOT NULL DEFAULT 0;

-- An envelope of the operator may be held up for a while.
ALTER TABLE envelope_state
    DROP CONSTRAINT envelope_state_state,
    ADD CONSTRAINT envelope_state_state CHECK (
        state IN ('unpaid', 'lapsed', 'open', 'paused', 'emptied', 'expired', 'stopped')
    ),
    DROP CONSTRAINT envelope_state_due,
    ADD CONSTRAINT envelope_state_due CHECK ((state IN ('unpaid', 'open', 'paused')) = (due_at IS NOT NULL));
CREATE INDEX envelope_from ON envelope (source_id, envelope_id) WHERE source_id IS NOT NULL;

-- Envelopes that the operator gives to active groups, all opening at one moment.
-- distribution: campaign_id
CREATE TABLE campaign (
    campaign_id uuid PRIMARY KEY,
    name text NOT NULL,
    -- What each group gets.
    kind text NOT NULL,
    fen bigint NOT NULL,
    count integer NOT NULL,
    greeting text NOT NULL,
    cover text NOT NULL,
    -- Which groups may get one.
    least_members integer NOT NULL,
    least_score integer NOT NULL,
    window_days integer NOT NULL,
    least_age_days integer NOT NULL,
    most_groups integer NOT NULL,
    budget_fen bigint NOT NULL,
    opens_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    state text NOT NULL,
    -- Since when it is held up.
    paused_at timestamptz,
    -- When something is to be done with it.
    due_at timestamptz,
    -- When everything that nobody took had gone back, and how much that was.
    ended_at timestamptz,
    back_fen bigint,
    made_at timestamptz NOT NULL,
    CONSTRAINT campaign_state CHECK (
        state IN ('draft', 'scheduled', 'preparing', 'prepared', 'open', 'over', 'stopped')
    ),
    CONSTRAINT campaign_kind CHECK (kind IN ('lucky', 'equal')),
    CONSTRAINT campaign_span CHECK (ends_at > opens_at),
    CONSTRAINT campaign_budget CHECK (budget_fen > 0 AND fen > 0),
    CONSTRAINT campaign_due CHECK ((state = 'draft' OR ended_at IS NOT NULL) = (due_at IS NULL)),
    CONSTRAINT campaign_ended CHECK ((ended_at IS NULL) = (back_fen IS NULL))
);
CREATE INDEX campaign_next ON campaign (due_at, campaign_id) WHERE due_at IS NOT NULL;
CREATE INDEX campaign_newest ON campaign (made_at, campaign_id);

-- The groups that a campaign gives an envelope to, as they were when they were chosen.
-- distribution: campaign_id
CREATE TABLE campaign_group (
    campaign_id uuid NOT NULL REFERENCES campaign,
    -- Its place among them, the most active first, counted from 1.
    place integer NOT NULL,
    conversation_id uuid NOT NULL,
    name text NOT NULL,
    members integer NOT NULL,
    score integer NOT NULL,
    -- When its envelope was funded and shown.
    prepared_at timestamptz,
    PRIMARY KEY (campaign_id, place),
    CONSTRAINT campaign_group_once UNIQUE (campaign_id, conversation_id)
);
CREATE INDEX campaign_group_waiting ON campaign_group (campaign_id, place) WHERE prepared_at IS NULL;

-- What an operator did with a campaign.
-- distribution: campaign_id
CREATE TABLE campaign_move (
    campaign_id uuid NOT NULL REFERENCES campaign,
    number integer NOT NULL,
    deed text NOT NULL,
    moved_by text NOT NULL,
    moved_at timestamptz NOT NULL,
    PRIMARY KEY (campaign_id, number),
    CONSTRAINT campaign_move_deed CHECK (deed IN ('draft', 'schedule', 'pause', 'resume', 'stop'))
);

-- migrate:down
