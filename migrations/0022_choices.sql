-- migrate:up
SET LOCAL lock_timeout = '2s';

-- The recipient may take other goods than those given, and choose again when the shop has not what she took.
ALTER TABLE acceptance
    -- The goods as they were when she took them, and what the shop is owed for them.
    ADD COLUMN merchant_id uuid,
    ADD COLUMN product_id uuid,
    ADD COLUMN title text,
    ADD COLUMN picture_id text,
    ADD COLUMN fen bigint,
    -- What this choice sent back to those who paid.
    ADD COLUMN returned_fen bigint NOT NULL DEFAULT 0,
    -- The number of the hold that promises the money to the shop, from 0.
    ADD COLUMN hold integer NOT NULL DEFAULT 0,
    -- The shop's promise.
    ADD COLUMN ship_by timestamptz,
    -- Until when she may choose again; null unless the shop has not what she took.
    ADD COLUMN choose_by timestamptz;
UPDATE acceptance SET merchant_id = gift.merchant_id, product_id = gift.product_id, title = gift.title,
    picture_id = gift.picture_id, fen = gift.fen, ship_by = shop_order.ship_by
FROM gift, shop_order WHERE gift.gift_id = acceptance.gift_id AND shop_order.order_id = acceptance.order_id;
ALTER TABLE acceptance
    ALTER COLUMN merchant_id SET NOT NULL,
    ALTER COLUMN product_id SET NOT NULL,
    ALTER COLUMN title SET NOT NULL,
    ALTER COLUMN fen SET NOT NULL,
    ALTER COLUMN returned_fen DROP DEFAULT,
    ALTER COLUMN hold DROP DEFAULT,
    ALTER COLUMN ship_by SET NOT NULL,
    ADD CONSTRAINT acceptance_fen CHECK (fen > 0 AND returned_fen >= 0);

ALTER TABLE part
    -- What went back while the gift goes on, since its recipient took something of lower value.
    ADD COLUMN returned_fen bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT part_returned_fen CHECK (returned_fen BETWEEN 0 AND fen AND (returned_fen = 0 OR paid_at IS NOT NULL));
ALTER TABLE part ALTER COLUMN returned_fen DROP DEFAULT;

ALTER TABLE gift
    -- From when on its giver sees that the shop is late: by the promise of the goods as given, whatever was chosen.
    ADD COLUMN late_at timestamptz;
UPDATE gift SET late_at = (
    date_trunc('day', acceptance.ship_by AT TIME ZONE INTERVAL '08:00') + INTERVAL '1 day'
) AT TIME ZONE INTERVAL '08:00'
FROM acceptance WHERE acceptance.gift_id = gift.gift_id;

ALTER TABLE timer DROP CONSTRAINT timer_kind, ADD CONSTRAINT timer_kind CHECK (
    kind IN (
        'lapse', 'part_over', 'cool', 'send', 'arrive', 'expire', 'choose', 'late', 'ship_late', 'ask_receipt',
        'assume_receipt', 'settle', 'destroy_key', 'show_step', 'show_late', 'release'
    )
);

INSERT INTO timer (gift_id, kind, due_at)
SELECT gift_id, 'late', acceptance.ship_by FROM gift JOIN acceptance USING (gift_id) WHERE gift.state = 'accepted'
UNION ALL SELECT gift_id, 'show_late', gift.late_at FROM gift WHERE gift.state = 'accepted';

-- Which goods cost exactly so much.
CREATE INDEX variant_price ON variant (fen, product_id) WHERE NOT retired;

-- migrate:down
