-- migrate:up
SET LOCAL lock_timeout = '2s';

ALTER TABLE gift
    -- From when the giver may pay a gift that is paid only when its day comes, and through which charge; null for at once.
    ADD COLUMN pay_from timestamptz,
    ADD COLUMN charge_id uuid,
    -- Why it ended without anybody's doing, where its giver is told.
    ADD COLUMN end_reason text,
    ADD CONSTRAINT gift_end_reason CHECK (
        end_reason IN ('sold_out', 'not_for_sale', 'price_changed', 'over_weekly_ceiling')
    ),
    ADD CONSTRAINT gift_pay_then CHECK ((pay_from IS NULL) = (charge_id IS NULL)),
    DROP CONSTRAINT gift_state,
    DROP CONSTRAINT gift_funded,
    DROP CONSTRAINT gift_reached,
    DROP CONSTRAINT gift_quiet,
    ADD CONSTRAINT gift_state CHECK (
        state IN (
            'planned', 'unpaid', 'collecting', 'cooling', 'scheduled', 'offered', 'accepted', 'to_choose', 'shipped',
            'in_delivery', 'received', 'lapsed', 'withdrawn', 'declined', 'expired', 'cancelled'
        )
    ),
    ADD CONSTRAINT gift_funded CHECK (
        state = 'withdrawn' OR (funded_at IS NULL) = (state IN ('planned', 'unpaid', 'collecting', 'lapsed'))
    ),
    ADD CONSTRAINT gift_reached CHECK (
        state = 'withdrawn'
        OR (offered_at IS NULL) = (state IN ('planned', 'unpaid', 'collecting', 'cooling', 'scheduled', 'lapsed'))
    ),
    -- Before it reached the recipient it is a block that keeps it from ever doing so.
    ADD CONSTRAINT gift_quiet CHECK (
        quietly_declined_at IS NULL
        OR state NOT IN ('accepted', 'to_choose', 'shipped', 'in_delivery', 'received', 'declined', 'cancelled')
    ),
    ADD CONSTRAINT gift_send_at CHECK (extract(second FROM send_at) = 0);

ALTER TABLE timer DROP CONSTRAINT timer_kind, ADD CONSTRAINT timer_kind CHECK (
    kind IN (
        'charge', 'lapse', 'part_over', 'cool', 'send', 'arrive', 'expire', 'choose', 'late', 'ship_late',
        'ask_receipt', 'assume_receipt', 'settle', 'destroy_key', 'show_step', 'show_late', 'release'
    )
);

-- When a gift that is not there yet is meant to arrive: it counts at the gift door of that week.
ALTER TABLE received ADD COLUMN arrives_at timestamptz;

-- What somebody paid for gifts, or is asked to pay now. It goes when the money goes back.
-- distribution: person_id
CREATE TABLE spending (
    person_id uuid NOT NULL,
    charge_id uuid NOT NULL,
    fen bigint NOT NULL,
    spent_at timestamptz NOT NULL,
    -- Set while it is being paid.
    unpaid_until timestamptz,
    PRIMARY KEY (person_id, charge_id),
    CONSTRAINT spending_fen CHECK (fen > 0)
);
CREATE INDEX spending_by_time ON spending (person_id, spent_at);

-- What the recipient says to those who gave.
-- distribution: gift_id
CREATE TABLE thanks (
    gift_id uuid PRIMARY KEY REFERENCES gift,
    text text NOT NULL,
    picture_id text,
    thanked_at timestamptz NOT NULL,
    CONSTRAINT thanks_text CHECK (char_length(text) BETWEEN 1 AND 300)
);

-- A copy of what the one it is about wrote to the reporter with this gift.
ALTER TABLE report
    ADD COLUMN gift_id uuid,
    ADD COLUMN evidence text;

-- migrate:down
