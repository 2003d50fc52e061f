-- migrate:up
SET LOCAL lock_timeout = '2s';

-- A gateway whose bills are compared with our rows. Whoever changes anything below about a gateway locks its row.
-- distribution: gateway
CREATE TABLE bill_book (
    gateway text PRIMARY KEY,
    -- The first day, in Beijing, as all days of bills.
    since date NOT NULL
);

-- One day of a gateway: whether its bill is here.
-- distribution: gateway
CREATE TABLE bill_day (
    gateway text NOT NULL,
    day date NOT NULL,
    -- awaited: not there yet. unreadable: it came, and was cut off or of another form; asked for again, as the others.
    state text NOT NULL,
    -- Why it is still awaited: the gateway's own code, or ours.
    code text,
    tries integer NOT NULL,
    -- Which reading of the bill counts; a bill that came again replaces what it said before.
    revision integer NOT NULL,
    lines integer NOT NULL,
    first_asked_at timestamptz,
    asked_at timestamptz,
    due_at timestamptz,
    lease_until timestamptz,
    reconciled_at timestamptz,
    PRIMARY KEY (gateway, day),
    CONSTRAINT bill_day_state CHECK (state IN ('awaited', 'unreadable', 'reconciled')),
    CONSTRAINT bill_day_due CHECK ((state = 'reconciled') = (due_at IS NULL)),
    CONSTRAINT bill_day_reconciled CHECK (state <> 'reconciled' OR reconciled_at IS NOT NULL)
);
CREATE INDEX bill_day_due_at ON bill_day (due_at) WHERE due_at IS NOT NULL;

-- What a bill says, line by line, without the people it names.
-- distribution: gateway
CREATE TABLE bill_line (
    gateway text NOT NULL,
    day date NOT NULL,
    revision integer NOT NULL,
    position integer NOT NULL,
    item text NOT NULL,
    -- Our number of the payment, refund or payout; the gateway's where it moved money on its own.
    number text NOT NULL,
    gateway_number text NOT NULL,
    -- The gateway's own word for it.
    said text NOT NULL,
    -- Above zero it came into our account at the gateway, below zero it left.
    fen bigint NOT NULL,
    at timestamptz NOT NULL,
    -- Nothing of ours explains it.
    stray boolean NOT NULL,
    PRIMARY KEY (gateway, day, revision, position),
    CONSTRAINT bill_line_item CHECK (item IN ('payment', 'refund', 'payout', 'return', 'fee', 'bank', 'other'))
);
CREATE INDEX bill_line_number ON bill_line (gateway, item, number);

-- A difference between a bill and our rows. Its id is derived from what it is about, so that it is one row for ever.
-- distribution: break_id
CREATE TABLE bill_break (
    break_id uuid PRIMARY KEY,
    gateway text NOT NULL,
    item text NOT NULL,
    number text NOT NULL,
    -- 0: the line that belongs to our row, or should. From 1 on: further lines of the same number.
    nth integer NOT NULL,
    kind text NOT NULL,
    -- The day to which it belongs.
    day date NOT NULL,
    ours_fen bigint,
    ours_at timestamptz,
    ours_state text,
    theirs_fen bigint,
    theirs_at timestamptz,
    -- On which day's bill it stands.
    theirs_day date,
    gateway_number text,
    state text NOT NULL,
    -- How often it was opened.
    turn integer NOT NULL,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    -- Null: it resolved itself.
    closed_by text,
    reason text,
    note text,
    -- The account to which the difference was moved when it was closed, and how much, seen from that account.
    moved_to text,
    moved_fen bigint,
    CONSTRAINT bill_break_kind CHECK (kind IN ('missing_here', 'missing_there', 'amount', 'duplicate', 'late')),
    CONSTRAINT bill_break_state CHECK (state IN ('open', 'closed')),
    CONSTRAINT bill_break_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL) AND (state = 'closed') = (reason IS NOT NULL)),
    CONSTRAINT bill_break_moved CHECK ((moved_to IS NULL) = (moved_fen IS NULL) AND (moved_to IS NULL OR closed_by IS NOT NULL))
);
CREATE INDEX bill_break_number ON bill_break (gateway, item, number);
CREATE INDEX bill_break_open ON bill_break (gateway, opened_at, break_id) WHERE state = 'open';
CREATE INDEX bill_break_day ON bill_break (gateway, day, break_id);
CREATE INDEX bill_break_theirs ON bill_break (gateway, theirs_day) WHERE theirs_day IS NOT NULL;

-- What became of a break, in order: rows are only added.
-- distribution: break_id
CREATE TABLE bill_break_step (
    break_id uuid NOT NULL,
    step integer NOT NULL,
    did text NOT NULL,
    kind text NOT NULL,
    ours_fen bigint,
    theirs_fen bigint,
    -- Null: nobody, it came about by itself.
    by text,
    reason text,
    note text,
    at timestamptz NOT NULL,
    PRIMARY KEY (break_id, step),
    CONSTRAINT bill_break_step_did CHECK (did IN ('opened', 'changed', 'closed', 'reopened'))
);

-- The ledger's transfers that reconciling made: the sums of a day's lines, and corrections of breaks.
-- distribution: transfer_id
CREATE TABLE bill_move (
    transfer_id uuid PRIMARY KEY,
    gateway text NOT NULL,
    day date NOT NULL,
    what text NOT NULL,
    -- Of sums: above zero it came into our account at the gateway. Of corrections: what was moved.
    fen bigint NOT NULL,
    break_id uuid,
    made_at timestamptz NOT NULL,
    CONSTRAINT bill_move_what CHECK (
        what IN ('payment', 'refund', 'payout', 'return', 'fee', 'bank', 'unexplained', 'correction', 'correction_undone')
    ),
    CONSTRAINT bill_move_break CHECK ((break_id IS NOT NULL) = (what IN ('correction', 'correction_undone')))
);
CREATE INDEX bill_move_day ON bill_move (gateway, day);

-- So that what happened on a day, and what a bill names, is found at once.
CREATE INDEX attempt_paid ON attempt (gateway, paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX refund_done ON refund (refunded_at) WHERE refunded_at IS NOT NULL;
CREATE INDEX refund_number ON refund (refund_id);
ALTER TABLE payout ADD COLUMN number uuid;
CREATE INDEX payout_number ON payout (number);
CREATE INDEX payout_unnumbered ON payout (owner_id, payout_id) WHERE number IS NULL;
CREATE INDEX payout_paid ON payout (gateway, paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX payout_returned ON payout (gateway, ended_at) WHERE state = 'returned';

-- migrate:down
