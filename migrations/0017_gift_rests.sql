-- migrate:up
SET LOCAL lock_timeout = '2s';

-- A gift may be collected for by several friends, and once paid it may rest before it reaches its recipient.
ALTER TABLE gift
    -- Until when friends may pay; null when its giver pays alone.
    ADD COLUMN collect_by timestamptz,
    -- The parts made up the price, and the money is promised to the shop.
    ADD COLUMN funded_at timestamptz,
    -- Until when a first large gift waits, so that its giver can think it over.
    ADD COLUMN cool_until timestamptz,
    -- When the giver wants it to arrive; null for at once.
    ADD COLUMN send_at timestamptz,
    -- The giver's name stays hidden until the recipient opens the gift.
    ADD COLUMN anonymous boolean NOT NULL DEFAULT false,
    ADD COLUMN opened_at timestamptz;
ALTER TABLE gift ALTER COLUMN anonymous DROP DEFAULT;
UPDATE gift SET funded_at = offered_at WHERE offered_at IS NOT NULL;

ALTER TABLE gift
    DROP CONSTRAINT gift_state,
    DROP CONSTRAINT gift_reached,
    ADD CONSTRAINT gift_state CHECK (
        state IN (
            'unpaid', 'collecting', 'cooling', 'scheduled', 'offered', 'accepted', 'to_choose', 'shipped',
            'in_delivery', 'received', 'lapsed', 'withdrawn', 'declined', 'expired', 'cancelled'
        )
    ),
    ADD CONSTRAINT gift_funded CHECK (
        state = 'withdrawn' OR (funded_at IS NULL) = (state IN ('unpaid', 'collecting', 'lapsed'))
    ),
    ADD CONSTRAINT gift_reached CHECK (
        state = 'withdrawn'
        OR (offered_at IS NULL) = (state IN ('unpaid', 'collecting', 'cooling', 'scheduled', 'lapsed'))
    );

ALTER TABLE timer DROP CONSTRAINT timer_kind, ADD CONSTRAINT timer_kind CHECK (
    kind IN (
        'lapse', 'part_over', 'cool', 'send', 'arrive', 'expire', 'choose', 'late', 'ship_late', 'ask_receipt',
        'assume_receipt', 'settle', 'destroy_key', 'show_step'
    )
);

-- migrate:down
