-- migrate:up
SET LOCAL lock_timeout = '2s';

-- The intent to send money out to whom it belongs. Its number at the gateway stays the same for ever.
-- distribution: owner_id
CREATE TABLE payout (
    -- Whose money it is: a shop.
    owner_id uuid NOT NULL,
    payout_id uuid NOT NULL,
    -- Which capability is told what becomes of it.
    purpose text NOT NULL,
    -- The ledger's account that pays.
    account_id uuid NOT NULL,
    gateway text NOT NULL,
    fen bigint NOT NULL,
    -- Where it goes, masked; the whole of it is sealed, and gone when it is needed no more.
    hint text NOT NULL,
    nonce bytea,
    sealed bytea,
    ring_key text,
    wrapped bytea,
    -- wanted: nothing was sent, or definitely nothing came of it. unknown: sent, or about to be, and the gateway has not
    -- said what became of it. dealing: the gateway has it and takes its time. returned: paid, and it came back.
    state text NOT NULL,
    -- The gateway's own code for what went wrong last.
    code text,
    gateway_number text,
    checks integer NOT NULL,
    -- When the gateway is asked next; a paid one is watched for some days, because it may come back.
    due_at timestamptz,
    lease_until timestamptz,
    wanted_at timestamptz NOT NULL,
    paid_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (owner_id, payout_id),
    CONSTRAINT payout_fen CHECK (fen > 0),
    CONSTRAINT payout_state CHECK (state IN ('wanted', 'unknown', 'dealing', 'paid', 'failed', 'returned')),
    CONSTRAINT payout_due CHECK (
        CASE WHEN state IN ('wanted', 'unknown', 'dealing') THEN due_at IS NOT NULL WHEN state = 'paid' THEN true ELSE due_at IS NULL END
    ),
    CONSTRAINT payout_paid CHECK ((state IN ('paid', 'returned')) = (paid_at IS NOT NULL)),
    CONSTRAINT payout_ended CHECK ((state IN ('failed', 'returned')) = (ended_at IS NOT NULL)),
    CONSTRAINT payout_payee CHECK (
        num_nonnulls(nonce, sealed, ring_key, wrapped) = CASE WHEN state IN ('wanted', 'unknown', 'dealing') THEN 4 ELSE 0 END
    )
);
CREATE INDEX payout_due_at ON payout (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX payout_newest ON payout (owner_id, wanted_at, payout_id);
CREATE INDEX payout_open ON payout (wanted_at) WHERE state IN ('wanted', 'unknown', 'dealing');
CREATE INDEX payout_ring_key ON payout (ring_key) WHERE ring_key IS NOT NULL;

-- Where a shop's money is paid out to: entered by an operator, sealed, shown masked.
-- distribution: merchant_id
CREATE TABLE payout_account (
    merchant_id uuid PRIMARY KEY,
    hint text NOT NULL,
    nonce bytea NOT NULL,
    sealed bytea NOT NULL,
    ring_key text NOT NULL,
    wrapped bytea NOT NULL,
    entered_at timestamptz NOT NULL
);

-- Who may move a shop's money: one of its staff.
ALTER TABLE merchant ADD COLUMN owner_id uuid;
UPDATE merchant SET owner_id = (
    SELECT person_id FROM merchant_staff WHERE merchant_staff.merchant_id = merchant.merchant_id
    ORDER BY since, person_id LIMIT 1
);

-- When the shop's money for it became the shop's own.
ALTER TABLE shop_order ADD COLUMN settled_at timestamptz;
UPDATE shop_order SET settled_at = gift.settled_at
FROM acceptance JOIN gift ON gift.gift_id = acceptance.gift_id
WHERE acceptance.order_id = shop_order.order_id AND gift.settled_at IS NOT NULL;
CREATE INDEX shop_order_settled ON shop_order (merchant_id, settled_at, order_id) WHERE settled_at IS NOT NULL;
CREATE INDEX shop_order_unsettled ON shop_order (merchant_id) INCLUDE (fen)
    WHERE settled_at IS NULL AND state IN ('to_ship', 'shipped', 'in_delivery', 'received');

-- So that what an old key of the ring still wraps is found at once.
CREATE INDEX address_key_ring_key ON address_key (ring_key) WHERE wrapped IS NOT NULL;
CREATE INDEX saved_address_key_ring_key ON saved_address_key (ring_key);

-- migrate:down
