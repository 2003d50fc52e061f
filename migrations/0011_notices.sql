-- migrate:up
SET LOCAL lock_timeout = '2s';

-- How many events a person has had. Whoever writes one holds this row until the commit, so that ids follow each other
-- without a gap and none becomes visible after a later one.
-- distribution: person_id
CREATE TABLE event_counter (
    person_id uuid PRIMARY KEY,
    last_id bigint NOT NULL
);

-- What a person was told, and when: something of theirs changed. Kept for some days.
-- distribution: person_id
CREATE TABLE event (
    person_id uuid NOT NULL,
    event_id bigint NOT NULL,
    kind text NOT NULL,
    ref uuid NOT NULL,
    happened_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, event_id),
    CONSTRAINT event_kind CHECK (kind IN ('gift_given', 'gift_received', 'charge', 'shop_order', 'follow'))
);
CREATE INDEX event_age ON event USING brin (happened_at);

-- The giver is told of a step of delivery when its day is over.
ALTER TABLE timer DROP CONSTRAINT timer_kind, ADD CONSTRAINT timer_kind CHECK (
    kind IN ('lapse', 'expire', 'ship_late', 'ask_receipt', 'assume_receipt', 'settle', 'destroy_key', 'show_step')
);

-- migrate:down
