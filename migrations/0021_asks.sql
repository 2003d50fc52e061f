-- migrate:up
SET LOCAL lock_timeout = '2s';

-- Who wishes for something and lets friends pay for it gives it to herself.
ALTER TABLE gift DROP CONSTRAINT gift_not_to_oneself, ADD CONSTRAINT gift_not_to_oneself CHECK (
    giver_id <> recipient_id OR collect_by IS NOT NULL
);

-- A part is open for the time of one payment. While it is, nobody else can pay its fen.
ALTER TABLE part
    ADD COLUMN pay_by timestamptz,
    -- It was not paid in time, or is no longer wanted.
    ADD COLUMN cancelled_at timestamptz;
UPDATE part SET pay_by = gift.pay_by FROM gift WHERE gift.gift_id = part.gift_id;
UPDATE part SET cancelled_at = ended.at
FROM gift JOIN gift_move AS ended ON ended.gift_id = gift.gift_id AND ended.number = gift.moves
WHERE gift.gift_id = part.gift_id AND part.paid_at IS NULL
    AND gift.state IN ('lapsed', 'withdrawn', 'declined', 'expired', 'cancelled');
ALTER TABLE part
    ALTER COLUMN pay_by SET NOT NULL,
    ADD CONSTRAINT part_cancelled CHECK (cancelled_at IS NULL OR paid_at IS NULL);

-- A friend was asked to pay, by the asker or by coming over the pay link. Who asked reads these rows, and nothing here
-- says what the friend did.
-- distribution: gift_id
CREATE TABLE ask (
    gift_id uuid NOT NULL REFERENCES gift,
    payer_id uuid NOT NULL,
    ask_id uuid NOT NULL,
    -- What the friend is asked for; null for any part.
    fen bigint,
    why text NOT NULL,
    by_link boolean NOT NULL,
    asked_at timestamptz NOT NULL,
    PRIMARY KEY (gift_id, payer_id),
    CONSTRAINT ask_fen CHECK (fen > 0)
);

-- What a person is asked to pay. Read for that person only: who asked cannot tell a dismissed ask from one that waits.
-- distribution: person_id
CREATE TABLE asked (
    person_id uuid NOT NULL,
    ask_id uuid NOT NULL,
    gift_id uuid NOT NULL,
    asker_id uuid NOT NULL,
    recipient_id uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    dismissed_at timestamptz,
    PRIMARY KEY (person_id, ask_id)
);
CREATE INDEX asked_list ON asked (person_id, asked_at, ask_id);

-- Whom a person has asked, and when: so many a day, and each friend so often.
-- distribution: person_id
CREATE TABLE asking (
    person_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    gift_id uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, payer_id, gift_id)
);
CREATE INDEX asking_recent ON asking (person_id, asked_at);

-- A person's diary of gifts that others gave and this person helped to pay.
-- distribution: person_id
CREATE TABLE co_payer (
    person_id uuid NOT NULL,
    gift_id uuid NOT NULL,
    asker_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    paid_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, gift_id)
);
CREATE INDEX co_payer_diary ON co_payer (person_id, paid_at, gift_id);

-- The link over which friends come to pay. Its token is derived from the nonce and the installation's secret.
-- distribution: gift_id
CREATE TABLE pay_link (
    gift_id uuid PRIMARY KEY REFERENCES gift,
    nonce uuid NOT NULL,
    why text NOT NULL,
    made_at timestamptz NOT NULL
);

-- From a token to its gift.
-- distribution: token_hash
CREATE TABLE pay_link_token (
    token_hash bytea PRIMARY KEY,
    gift_id uuid NOT NULL
);

ALTER TABLE event DROP CONSTRAINT event_kind, ADD CONSTRAINT event_kind CHECK (
    kind IN ('gift_given', 'gift_received', 'charge', 'shop_order', 'follow', 'ask', 'paid_gift')
);

-- migrate:down
