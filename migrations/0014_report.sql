-- migrate:up
SET LOCAL lock_timeout = '2s';

-- What one person told the operator of another. The one it is about never learns of it.
-- distribution: report_id
CREATE TABLE report (
    report_id uuid PRIMARY KEY,
    reporter_id uuid NOT NULL,
    reported_id uuid NOT NULL,
    reason text NOT NULL,
    text text NOT NULL,
    reported_at timestamptz NOT NULL,
    closed_at timestamptz,
    -- What the operator found or did, in the operator's words.
    outcome text,
    CONSTRAINT report_reason CHECK (reason IN ('harassment', 'spam', 'fake', 'underage', 'other')),
    CONSTRAINT report_text CHECK (char_length(text) <= 1000),
    CONSTRAINT report_others CHECK (reporter_id <> reported_id),
    CONSTRAINT report_closed CHECK ((closed_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX report_open ON report (reported_at, report_id) WHERE closed_at IS NULL;

-- migrate:down
