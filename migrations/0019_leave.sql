-- migrate:up
SET LOCAL lock_timeout = '2s';

-- A copy of all that is kept of a person, wanted by that person. The file lies in the installation's folder.
-- distribution: person_id
CREATE TABLE export (
    person_id uuid NOT NULL,
    export_id uuid NOT NULL,
    state text NOT NULL,
    -- Of the files in it, how many are written.
    parts_done integer NOT NULL,
    parts_total integer NOT NULL,
    -- How often it was begun: a worker that dies begins it again, but not for ever.
    tries integer NOT NULL,
    bytes bigint,
    wanted_at timestamptz NOT NULL,
    -- When something last happened to it; one that is silent for long has lost its job.
    touched_at timestamptz NOT NULL,
    -- The file is deleted then.
    until_at timestamptz,
    PRIMARY KEY (person_id, export_id),
    CONSTRAINT export_state CHECK (state IN ('queued', 'working', 'ready', 'failed', 'over')),
    CONSTRAINT export_parts CHECK (parts_done BETWEEN 0 AND parts_total),
    CONSTRAINT export_ready CHECK (
        (state IN ('ready', 'over')) = (until_at IS NOT NULL) AND (until_at IS NULL) = (bytes IS NULL)
    )
);
CREATE INDEX export_newest ON export (person_id, wanted_at, export_id);
CREATE INDEX export_silent ON export (touched_at) WHERE state IN ('queued', 'working');
CREATE INDEX export_over ON export (until_at) WHERE state = 'ready';

-- What one person reported, and what was asked of one person: read when that person wants a copy or leaves.
CREATE INDEX report_reporter ON report (reporter_id, reported_at, report_id);
CREATE INDEX charge_payer ON charge (payer_id, opened_at, charge_id);

-- Who has left. A second look, a little later, forgets what was under way at that moment.
ALTER TABLE person ADD COLUMN left_at timestamptz, ADD COLUMN forgotten_at timestamptz,
    ADD CONSTRAINT person_left CHECK (left_at IS NULL OR phone_key IS NULL),
    ADD CONSTRAINT person_forgotten CHECK (forgotten_at IS NULL OR left_at IS NOT NULL);
CREATE INDEX person_leaving ON person (left_at) WHERE left_at IS NOT NULL AND forgotten_at IS NULL;

-- migrate:down
