-- migrate:up
SET LOCAL lock_timeout = '2s';

-- What came into a wallet, or was left in it, whose owner is gone, and was set aside. Rows are only added.
-- distribution: person_id
CREATE TABLE wallet_unclaimed (
    person_id uuid NOT NULL,
    number integer NOT NULL,
    fen bigint NOT NULL CHECK (fen > 0),
    reason text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, number)
);

-- migrate:down
DROP TABLE wallet_unclaimed;
