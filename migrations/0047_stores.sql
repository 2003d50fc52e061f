-- migrate:up
SET LOCAL lock_timeout = '2s';

-- How a shop shows itself. All of it is public.
-- distribution: merchant_id
CREATE TABLE store (
    merchant_id uuid PRIMARY KEY,
    words text NOT NULL,
    -- H3, resolution 11.
    cell bigint,
    -- JSON: of each weekday from Monday on, and of days that are otherwise.
    hours text,
    picture_ids text[] NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid,
    CONSTRAINT store_words CHECK (char_length(words) <= 1000)
);

-- migrate:down
