-- migrate:up
SET LOCAL lock_timeout = '2s';

-- A shop whose goods the mall lists.
-- distribution: merchant_id
CREATE TABLE merchant (
    merchant_id uuid PRIMARY KEY,
    name text NOT NULL,
    city text NOT NULL,
    -- The shop's own number, shown to those who order from it; not a person's.
    phone text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT merchant_name CHECK (char_length(name) BETWEEN 1 AND 60)
);

-- Who owns or works in a shop, by shop.
-- distribution: merchant_id
CREATE TABLE merchant_staff (
    merchant_id uuid NOT NULL,
    person_id uuid NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, person_id),
    CONSTRAINT merchant_staff_merchant FOREIGN KEY (merchant_id) REFERENCES merchant
);

-- The same rows by person: which shops somebody owns or works in.
-- distribution: person_id
CREATE TABLE staff_merchant (
    person_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (person_id, merchant_id)
);

-- Shops that a person does not want to hear from: they cannot fulfil a gift to her.
-- distribution: person_id
CREATE TABLE shop_block (
    person_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    blocked_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, merchant_id)
);

-- migrate:down
