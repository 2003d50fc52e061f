-- migrate:up
SET LOCAL lock_timeout = '2s';

-- A person's own list of what was given back: the way from the payer to each refund.
-- distribution: person_id
CREATE TABLE payer_refund (
    person_id uuid NOT NULL,
    charge_id uuid NOT NULL,
    refund_id uuid NOT NULL,
    wanted_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, charge_id, refund_id)
);
CREATE INDEX payer_refund_newest ON payer_refund (person_id, wanted_at, refund_id);

INSERT INTO payer_refund (person_id, charge_id, refund_id, wanted_at)
SELECT charge.payer_id, refund.charge_id, refund.refund_id, refund.wanted_at
FROM refund JOIN charge ON charge.charge_id = refund.charge_id;

-- migrate:down
