-- migrate:up
SET LOCAL lock_timeout = '2s';

-- The key under which a person's saved addresses are sealed, wrapped by a key of the ring.
-- distribution: person_id
CREATE TABLE saved_address_key (
    person_id uuid PRIMARY KEY,
    ring_key text NOT NULL,
    wrapped bytea NOT NULL,
    made_at timestamptz NOT NULL
);

-- Addresses that people keep for gifts to come: AES-256-GCM, bound to the person and to the place in the person's list.
-- distribution: person_id
CREATE TABLE saved_address (
    person_id uuid NOT NULL REFERENCES saved_address_key,
    address_id uuid NOT NULL,
    is_default boolean NOT NULL,
    nonce bytea NOT NULL,
    sealed bytea NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, address_id),
    CONSTRAINT saved_address_nonce CHECK (octet_length(nonce) = 12)
);
CREATE UNIQUE INDEX saved_address_default ON saved_address (person_id) WHERE is_default;

-- migrate:down
