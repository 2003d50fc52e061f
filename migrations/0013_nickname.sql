-- migrate:up
SET LOCAL lock_timeout = '2s';

-- How a person is found by name. A search asks every shard for its first rows and merges them.
-- distribution: person_id
CREATE TABLE nickname (
    person_id uuid PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    -- The nickname as search compares it: one width, one case, no blanks.
    folded text NOT NULL,
    -- What it is cut into: its beginning, every two neighbours, single characters of scripts without case.
    cuts text[] NOT NULL,
    -- False: the person does not want to be found.
    findable boolean NOT NULL,
    since_at timestamptz NOT NULL
);
CREATE INDEX nickname_cuts ON nickname USING gin (cuts) WHERE findable;

INSERT INTO nickname (person_id, folded, cuts, findable, since_at)
SELECT person_id, folded, ARRAY(
    SELECT substr(' ' || folded, place, 2) FROM generate_series(1, char_length(folded)) AS place
    UNION
    SELECT letter FROM regexp_split_to_table(folded, '') AS letter WHERE letter !~ '^[[:ascii:]]*$'
), true, created_at
FROM (
    SELECT person_id, casefold(regexp_replace(normalize(nickname, NFKC), '\s', '', 'g')) AS folded, created_at
    FROM profile
) AS known;

-- How often a person did something that has a limit, since a moment; rows that no longer count are deleted.
-- distribution: person_id
CREATE TABLE deed_count (
    person_id uuid NOT NULL,
    deed text NOT NULL,
    since_at timestamptz NOT NULL,
    times integer NOT NULL,
    PRIMARY KEY (person_id, deed),
    CONSTRAINT deed_count_times CHECK (times > 0)
);
CREATE INDEX deed_count_old ON deed_count (since_at);

-- migrate:down
