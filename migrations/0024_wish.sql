-- migrate:up
SET LOCAL lock_timeout = '2s';

-- Goods that a person wishes for, which friends see on the person's page.
-- distribution: person_id
CREATE TABLE wish (
    person_id uuid NOT NULL,
    product_id uuid NOT NULL,
    wished_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, product_id)
);
CREATE INDEX wish_newest ON wish (person_id, wished_at, product_id);

-- migrate:down
