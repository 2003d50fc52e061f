-- migrate:up
SET LOCAL lock_timeout = '2s';

-- The intent: what somebody is to pay, and whether the payment is still wanted.
-- distribution: charge_id
CREATE TABLE charge (
    charge_id uuid PRIMARY KEY,
    payer_id uuid NOT NULL,
    fen bigint NOT NULL,
    -- What the payer reads at the cashier.
    subject text NOT NULL,
    -- Which capability is told of the payment, and the id by which it knows what was paid.
    purpose text NOT NULL,
    ref uuid NOT NULL,
    state text NOT NULL,
    pay_by timestamptz NOT NULL,
    opened_at timestamptz NOT NULL,
    -- The attempt whose money was accepted. Money of any other attempt goes back.
    paid_attempt_id uuid,
    paid_at timestamptz,
    cancelled_at timestamptz,
    CONSTRAINT charge_fen CHECK (fen > 0),
    CONSTRAINT charge_subject CHECK (char_length(subject) BETWEEN 1 AND 128),
    CONSTRAINT charge_state CHECK (state IN ('open', 'paid', 'cancelled')),
    CONSTRAINT charge_paid CHECK ((state = 'paid') = (paid_at IS NOT NULL) AND (state = 'paid') = (paid_attempt_id IS NOT NULL)),
    CONSTRAINT charge_cancelled CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
);

-- Leads from the number that a gateway knows (the attempt id) to its charge, and makes that number unique everywhere.
-- distribution: attempt_id
CREATE TABLE attempt_number (
    attempt_id uuid PRIMARY KEY,
    charge_id uuid NOT NULL
);

-- One way tried to pay a charge. A charge may have several; each is one trade at its gateway.
-- distribution: charge_id
CREATE TABLE attempt (
    charge_id uuid NOT NULL REFERENCES charge,
    attempt_id uuid NOT NULL,
    gateway text NOT NULL,
    way text NOT NULL,
    fen bigint NOT NULL,
    -- unknown: asked for, and nobody can say yet whether the trade exists.
    state text NOT NULL,
    -- Where the payer pays: an address, or what the QR code says. Null while the gateway's answer is missing.
    checkout text,
    -- The gateway's own code for what went wrong last.
    code text,
    gateway_number text,
    -- What really came, which may differ from fen.
    paid_fen bigint,
    paid_at timestamptz,
    -- Why money that came was not accepted.
    flaw text,
    -- The payment is no longer wanted and the gateway is being told so.
    closing boolean NOT NULL,
    -- How often the gateway was asked in vain: the rung of the ladder.
    checks integer NOT NULL,
    -- When the gateway is asked next; null when there is nothing left to ask.
    due_at timestamptz,
    -- Somebody is asking the gateway until then. Its exact value tells whether the lease is still one's own.
    lease_until timestamptz,
    begun_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (charge_id, attempt_id),
    CONSTRAINT attempt_fen CHECK (fen > 0 AND paid_fen > 0),
    CONSTRAINT attempt_way CHECK (way IN ('page', 'qr')),
    CONSTRAINT attempt_state CHECK (state IN ('unknown', 'open', 'paid', 'closed')),
    CONSTRAINT attempt_flaw CHECK (flaw IS NULL OR (flaw IN ('late', 'second', 'amount', 'unaccepted') AND state = 'paid')),
    CONSTRAINT attempt_paid CHECK ((state = 'paid') = (paid_fen IS NOT NULL) AND (state = 'paid') = (paid_at IS NOT NULL)),
    CONSTRAINT attempt_due CHECK ((state IN ('unknown', 'open')) = (due_at IS NOT NULL)),
    CONSTRAINT attempt_ended CHECK ((state IN ('paid', 'closed')) = (ended_at IS NOT NULL))
);
CREATE INDEX attempt_due_at ON attempt (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX attempt_flawed_at ON attempt (ended_at) WHERE flaw IS NOT NULL;

-- The intent to give money back. Its number at the gateway (the refund id) stays the same for ever.
-- distribution: charge_id
CREATE TABLE refund (
    charge_id uuid NOT NULL REFERENCES charge,
    refund_id uuid NOT NULL,
    -- Whose money goes back.
    attempt_id uuid NOT NULL,
    fen bigint NOT NULL,
    reason text NOT NULL,
    -- unknown: sent, or about to be, and the gateway has not said what became of it.
    state text NOT NULL,
    -- The gateway's own code for what went wrong last.
    code text,
    checks integer NOT NULL,
    -- When the gateway is asked next; null when refunded, or refused for good.
    due_at timestamptz,
    lease_until timestamptz,
    wanted_at timestamptz NOT NULL,
    refunded_at timestamptz,
    PRIMARY KEY (charge_id, refund_id),
    FOREIGN KEY (charge_id, attempt_id) REFERENCES attempt,
    CONSTRAINT refund_fen CHECK (fen > 0),
    CONSTRAINT refund_state CHECK (state IN ('wanted', 'unknown', 'refunded', 'refused')),
    CONSTRAINT refund_due CHECK (CASE state WHEN 'refunded' THEN due_at IS NULL WHEN 'refused' THEN true ELSE due_at IS NOT NULL END),
    CONSTRAINT refund_refunded CHECK ((state = 'refunded') = (refunded_at IS NOT NULL))
);
CREATE INDEX refund_due_at ON refund (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX refund_held ON refund (wanted_at) WHERE state <> 'refunded';

-- The inbox: what gateways told us, as it came, before anybody believed it. Deleted after some months.
-- distribution: notification_id
CREATE TABLE gateway_notification (
    -- Derived from gateway and content, so that the same bytes are kept once.
    notification_id uuid PRIMARY KEY,
    gateway text NOT NULL,
    -- JSON object of the headers that matter for the signature.
    headers text NOT NULL,
    body bytea NOT NULL,
    state text NOT NULL,
    -- Why it was rejected: a code.
    code text,
    received_at timestamptz NOT NULL,
    settled_at timestamptz,
    CONSTRAINT gateway_notification_state CHECK (state IN ('waiting', 'settled', 'rejected')),
    CONSTRAINT gateway_notification_code CHECK ((state = 'rejected') = (code IS NOT NULL)),
    CONSTRAINT gateway_notification_settled CHECK ((state = 'waiting') = (settled_at IS NULL))
);
CREATE INDEX gateway_notification_waiting ON gateway_notification (received_at) WHERE state = 'waiting';
CREATE INDEX gateway_notification_received ON gateway_notification (received_at);

-- migrate:down
