-- migrate:up
SET LOCAL lock_timeout = '2s';

-- What one person gives another, from the wish to pay until it is settled or has ended.
-- distribution: gift_id
CREATE TABLE gift (
    gift_id uuid PRIMARY KEY,
    giver_id uuid NOT NULL,
    recipient_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    product_id uuid NOT NULL,
    -- The variant as given. What the recipient picked is in acceptance, which nothing that answers the giver reads.
    sku_id uuid NOT NULL,
    -- Title, picture and price as they were when the gift was made: goods change, gifts do not.
    title text NOT NULL,
    picture_id text,
    fen bigint NOT NULL,
    message text NOT NULL,
    wrapping text NOT NULL,
    window_days smallint NOT NULL,
    state text NOT NULL,
    -- How many moves there were; gift_move has them all.
    moves integer NOT NULL,
    given_at timestamptz NOT NULL,
    pay_by timestamptz NOT NULL,
    offered_at timestamptz,
    answer_by timestamptz,
    -- The recipient declined and the giver is not to know: the state stays offered until the window ends.
    quietly_declined_at timestamptz,
    -- The shipped gift was silent for so long that the recipient was asked whether it came.
    asked_at timestamptz,
    -- The carrier reported that something is wrong with the parcel.
    trouble_at timestamptz,
    settled_at timestamptz,
    CONSTRAINT gift_state CHECK (
        state IN (
            'unpaid', 'offered', 'accepted', 'shipped', 'in_delivery', 'received',
            'lapsed', 'withdrawn', 'declined', 'expired', 'cancelled'
        )
    ),
    CONSTRAINT gift_not_to_oneself CHECK (giver_id <> recipient_id),
    CONSTRAINT gift_fen CHECK (fen > 0),
    CONSTRAINT gift_window CHECK (window_days IN (1, 3, 7, 14, 30)),
    CONSTRAINT gift_wrapping CHECK (wrapping IN ('none', 'classic', 'birthday', 'festive')),
    CONSTRAINT gift_offer CHECK ((offered_at IS NULL) = (answer_by IS NULL)),
    CONSTRAINT gift_reached CHECK (
        state = 'withdrawn' OR (offered_at IS NULL) = (state IN ('unpaid', 'lapsed'))
    ),
    CONSTRAINT gift_quiet CHECK (quietly_declined_at IS NULL OR state IN ('offered', 'withdrawn', 'expired')),
    CONSTRAINT gift_settled CHECK (settled_at IS NULL OR state = 'received')
);

-- Every move of a gift: to which state, who, when. Rows are only added.
-- distribution: gift_id
CREATE TABLE gift_move (
    gift_id uuid NOT NULL REFERENCES gift,
    number integer NOT NULL,
    state text NOT NULL,
    by_role text NOT NULL,
    -- The person, where a person did it.
    by_id uuid,
    at timestamptz NOT NULL,
    PRIMARY KEY (gift_id, number),
    CONSTRAINT gift_move_role CHECK (by_role IN ('giver', 'recipient', 'payer', 'merchant', 'carrier', 'clock'))
);

-- What one payer puts into a gift. The gift is offered when its parts are all paid and make up its price.
-- distribution: gift_id
CREATE TABLE part (
    gift_id uuid NOT NULL REFERENCES gift,
    charge_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    fen bigint NOT NULL,
    -- The payer's money came into the gift's account.
    paid_at timestamptz,
    -- The gift ended and the money left for the charge, to be refunded from there.
    returned_at timestamptz,
    PRIMARY KEY (gift_id, charge_id),
    CONSTRAINT part_fen CHECK (fen > 0),
    CONSTRAINT part_returned CHECK (returned_at IS NULL OR paid_at IS NOT NULL)
);

-- What time itself will do to a gift, and when. One sweep reads what is due, whatever its kind.
-- distribution: gift_id
CREATE TABLE timer (
    gift_id uuid NOT NULL REFERENCES gift,
    kind text NOT NULL,
    due_at timestamptz NOT NULL,
    PRIMARY KEY (gift_id, kind),
    CONSTRAINT timer_kind CHECK (
        kind IN ('lapse', 'expire', 'ship_late', 'ask_receipt', 'assume_receipt', 'settle', 'destroy_key')
    )
);
CREATE INDEX timer_due ON timer (due_at, gift_id, kind);

-- A giver's diary: what I gave, newest first.
-- distribution: person_id
CREATE TABLE given (
    person_id uuid NOT NULL,
    gift_id uuid NOT NULL,
    recipient_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    given_at timestamptz NOT NULL,
    -- Set while the gift waits for its payment: a person may have only a few of those.
    unpaid_until timestamptz,
    PRIMARY KEY (person_id, gift_id)
);
CREATE INDEX given_diary ON given (person_id, given_at, gift_id);

-- A recipient's diary. A row without offered_at is a gift that is being paid: it counts at the gift door and is not shown.
-- distribution: person_id
CREATE TABLE received (
    person_id uuid NOT NULL,
    gift_id uuid NOT NULL,
    giver_id uuid NOT NULL,
    unpaid_until timestamptz NOT NULL,
    offered_at timestamptz,
    PRIMARY KEY (person_id, gift_id)
);
CREATE INDEX received_diary ON received (person_id, offered_at, gift_id);

-- What the recipient chose when she accepted, and the order that the shop works on.
-- distribution: gift_id
CREATE TABLE acceptance (
    gift_id uuid PRIMARY KEY REFERENCES gift,
    sku_id uuid NOT NULL,
    -- Says nothing of the gift: neither shop nor giver can match the two.
    order_id uuid NOT NULL,
    accepted_at timestamptz NOT NULL
);

-- From an order to its gift. Only news of the order and the shop's reading of the address go this way.
-- distribution: order_id
CREATE TABLE order_gift (
    order_id uuid PRIMARY KEY,
    gift_id uuid NOT NULL
);

-- The vault: an address, AES-256-GCM under the gift's own data key, bound to the gift.
-- distribution: gift_id
CREATE TABLE address (
    gift_id uuid PRIMARY KEY REFERENCES gift,
    nonce bytea NOT NULL,
    sealed bytea NOT NULL,
    entered_at timestamptz NOT NULL,
    CONSTRAINT address_nonce CHECK (octet_length(nonce) = 12)
);

-- The data key of an address, wrapped by a key of the ring. Without it the sealed bytes, and every copy of them, say nothing.
-- distribution: gift_id
CREATE TABLE address_key (
    gift_id uuid PRIMARY KEY REFERENCES gift,
    ring_key text NOT NULL,
    wrapped bytea,
    made_at timestamptz NOT NULL,
    destroyed_at timestamptz,
    CONSTRAINT address_key_destroyed CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);

-- Who read an address, when. Rows are only added.
-- distribution: gift_id
CREATE TABLE address_read (
    gift_id uuid NOT NULL REFERENCES gift,
    read_id uuid NOT NULL,
    reader_id uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (gift_id, read_id)
);

CREATE FUNCTION gift_history_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are only added', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER gift_move_kept BEFORE UPDATE OR DELETE ON gift_move
    FOR EACH ROW EXECUTE FUNCTION gift_history_is_kept();
CREATE TRIGGER address_read_kept BEFORE UPDATE OR DELETE ON address_read
    FOR EACH ROW EXECUTE FUNCTION gift_history_is_kept();

-- migrate:down
