-- migrate:up
SET LOCAL lock_timeout = '2s';

-- What a shop has to send. The shop's queue asks every shard for its first rows and merges them.
-- distribution: order_id
CREATE TABLE shop_order (
    order_id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    sku_id uuid NOT NULL,
    -- What the order is for: the capability to tell of its moves, and that capability's own id. Never part of an answer.
    purpose text NOT NULL,
    ref uuid NOT NULL,
    -- As they were when the order was placed: goods change, orders do not.
    title text NOT NULL,
    -- The shop's own name of the variant.
    article text NOT NULL,
    options jsonb NOT NULL,
    quantity integer NOT NULL,
    -- What the shop is owed for the whole order.
    fen bigint NOT NULL,
    state text NOT NULL,
    placed_at timestamptz NOT NULL,
    ship_by timestamptz NOT NULL,
    confirmed_at timestamptz,
    -- Why the shop is unable, or why the order was cancelled.
    reason text,
    carrier text,
    tracking_no text,
    shipped_at timestamptz,
    delivered_at timestamptz,
    -- Something is wrong with the parcel; it says nothing about how far the parcel is.
    trouble text,
    -- How many moves there were, and the last of them; order_move has them all.
    moves integer NOT NULL,
    last_move text NOT NULL,
    CONSTRAINT shop_order_state CHECK (state IN ('to_ship', 'shipped', 'in_delivery', 'received', 'unable', 'cancelled')),
    CONSTRAINT shop_order_quantity CHECK (quantity > 0),
    CONSTRAINT shop_order_fen CHECK (fen > 0),
    CONSTRAINT shop_order_trouble CHECK (trouble IN ('exception', 'returned', 'unknown_number')),
    CONSTRAINT shop_order_reason CHECK ((reason IS NOT NULL) = (state IN ('unable', 'cancelled'))),
    CONSTRAINT shop_order_parcel CHECK (
        num_nonnulls(carrier, tracking_no, shipped_at) = CASE WHEN state IN ('shipped', 'in_delivery', 'received') THEN 3 ELSE 0 END
    ),
    CONSTRAINT shop_order_delivered CHECK (delivered_at IS NULL OR state = 'received')
);
CREATE INDEX shop_order_queue ON shop_order (merchant_id, state, ship_by, order_id);

-- Every move of an order: what, who, when. Rows are only added.
-- distribution: order_id
CREATE TABLE order_move (
    order_id uuid NOT NULL REFERENCES shop_order,
    number integer NOT NULL,
    move text NOT NULL,
    -- The purpose of the order (its giver, recipient or deadline), the shop, or the carrier.
    actor text NOT NULL,
    -- The member of the shop's staff, where one did it.
    person_id uuid,
    moved_at timestamptz NOT NULL,
    PRIMARY KEY (order_id, number),
    CONSTRAINT order_move_move CHECK (
        move IN (
            'placed', 'confirmed', 'unable', 'cancelled', 'shipped', 'corrected', 'in_delivery', 'received', 'exception', 'resumed'
        )
    ),
    CONSTRAINT order_move_actor CHECK (actor IN ('purpose', 'shop', 'carrier')),
    CONSTRAINT order_move_person CHECK ((person_id IS NOT NULL) = (actor = 'shop'))
);

-- A parcel as its carrier knows it. The carrier tells us by this number, so it leads to one order only.
-- distribution: tracking_no
CREATE TABLE shipment (
    tracking_no text NOT NULL,
    carrier text NOT NULL,
    order_id uuid NOT NULL,
    -- Events before this moment belong to an earlier parcel: carriers use their numbers again.
    placed_at timestamptz NOT NULL,
    -- When the carrier's gateway took the number; until then it will not tell us anything.
    registered_at timestamptz,
    -- When we last heard from the carrier, asked or not.
    heard_at timestamptz,
    -- When we ask next if we hear nothing; null when there is nothing left to ask.
    ask_at timestamptz,
    ask_until timestamptz NOT NULL,
    PRIMARY KEY (tracking_no, carrier)
);
CREATE INDEX shipment_to_ask ON shipment (ask_at) WHERE ask_at IS NOT NULL;

-- What the carrier said about a parcel. The same event said twice is one row.
-- distribution: tracking_no
CREATE TABLE shipment_event (
    tracking_no text NOT NULL,
    carrier text NOT NULL,
    happened_at timestamptz NOT NULL,
    status text NOT NULL,
    -- The carrier's own words; they can name places, so they are erased after a while.
    note text NOT NULL,
    PRIMARY KEY (tracking_no, carrier, happened_at, status),
    CONSTRAINT shipment_event_shipment FOREIGN KEY (tracking_no, carrier) REFERENCES shipment ON DELETE CASCADE,
    CONSTRAINT shipment_event_status CHECK (
        status IN ('accepted', 'in_transit', 'out_for_delivery', 'delivered', 'exception', 'returned')
    )
);
CREATE INDEX shipment_event_words ON shipment_event (happened_at) WHERE note <> '';

-- Callbacks of carrier gateways exactly as they came, after their signature was checked; a job applies each once.
-- distribution: callback_id
CREATE TABLE carrier_callback (
    -- Derived from gateway and body: the same callback sent again is the same row.
    callback_id uuid PRIMARY KEY,
    gateway text NOT NULL,
    body bytea NOT NULL,
    received_at timestamptz NOT NULL,
    applied_at timestamptz,
    outcome text,
    CONSTRAINT carrier_callback_outcome CHECK (outcome IN ('applied', 'no_such_parcel', 'unreadable')),
    CONSTRAINT carrier_callback_applied CHECK ((applied_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX carrier_callback_waiting ON carrier_callback (received_at) WHERE applied_at IS NULL;
CREATE INDEX carrier_callback_old ON carrier_callback (received_at) WHERE applied_at IS NOT NULL;

-- migrate:down
