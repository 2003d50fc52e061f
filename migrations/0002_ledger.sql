-- migrate:up
SET LOCAL lock_timeout = '2s';

-- distribution: account_id
-- A place that holds money, in fen. Its four balances only ever change together with a transfer.
CREATE TABLE account (
    account_id uuid PRIMARY KEY,
    -- What the account is for, and whose it is.
    role text NOT NULL,
    owner uuid NOT NULL,
    -- debits: debits must not exceed credits, pending debits included; credits: the other way round.
    "limit" text NOT NULL,
    debits_pending bigint NOT NULL,
    debits_posted bigint NOT NULL,
    credits_pending bigint NOT NULL,
    credits_posted bigint NOT NULL,
    opened_at timestamptz NOT NULL,
    -- Set once: from then on only holds that are still open can be voided or expire.
    closed_at timestamptz,
    CONSTRAINT account_id_real CHECK (
        account_id NOT IN ('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    ),
    CONSTRAINT account_role_named CHECK (role <> ''),
    CONSTRAINT account_owned CHECK (owner <> '00000000-0000-0000-0000-000000000000'),
    CONSTRAINT account_limit CHECK ("limit" IN ('none', 'debits', 'credits')),
    CONSTRAINT account_not_negative CHECK (
        debits_pending >= 0 AND debits_posted >= 0 AND credits_pending >= 0 AND credits_posted >= 0
    ),
    CONSTRAINT account_debits_covered CHECK ("limit" <> 'debits' OR debits_pending + debits_posted <= credits_posted),
    CONSTRAINT account_credits_covered CHECK ("limit" <> 'credits' OR credits_pending + credits_posted <= debits_posted)
) WITH (fillfactor = 50); -- room on each page, so that changing balances leaves the index alone

-- distribution: transfer_id
-- Money from one account to another: one row, so it cannot be unbalanced. A correction is a new transfer.
CREATE TABLE transfer (
    transfer_id uuid PRIMARY KEY,
    -- posted: moves at once; pending: holds; post, void: resolve the hold pending_id.
    kind text NOT NULL,
    debit uuid NOT NULL,
    credit uuid NOT NULL,
    fen bigint NOT NULL,
    pending_id uuid,
    -- Seconds after which a hold expires; 0 is never.
    timeout bigint NOT NULL,
    reason text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT transfer_id_real CHECK (
        transfer_id NOT IN ('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    ),
    CONSTRAINT transfer_kind CHECK (kind IN ('posted', 'pending', 'post', 'void')),
    CONSTRAINT transfer_two_accounts CHECK (debit <> credit),
    CONSTRAINT transfer_fen CHECK (fen > 0),
    CONSTRAINT transfer_pending CHECK ((pending_id IS NOT NULL) = (kind IN ('post', 'void')) AND pending_id <> transfer_id),
    CONSTRAINT transfer_timeout CHECK (timeout = 0 OR (timeout > 0 AND kind = 'pending')),
    CONSTRAINT transfer_reason CHECK (reason <> '')
);

-- distribution: transfer_id
-- How a hold ended. Its key is the hold, so it ends once.
CREATE TABLE resolution (
    transfer_id uuid PRIMARY KEY,
    outcome text NOT NULL,
    -- The post or void; null where the time ran out.
    resolved_by uuid,
    resolved_at timestamptz NOT NULL,
    CONSTRAINT resolution_outcome CHECK (outcome IN ('posted', 'voided', 'expired')),
    CONSTRAINT resolution_by CHECK ((resolved_by IS NULL) = (outcome = 'expired'))
);

-- distribution: account_id
-- What each transfer did to each of its two accounts, in order of time. A balance is the sum of its entries.
CREATE TABLE entry (
    account_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    -- For a hold that expired, the hold.
    transfer_id uuid NOT NULL,
    side text NOT NULL,
    -- Changes in fen; a hold that ends gives back what it held.
    pending bigint NOT NULL,
    posted bigint NOT NULL,
    PRIMARY KEY (account_id, created_at, transfer_id),
    CONSTRAINT entry_side CHECK (side IN ('debit', 'credit')),
    CONSTRAINT entry_posted CHECK (posted >= 0),
    CONSTRAINT entry_moves CHECK (pending <> 0 OR posted <> 0)
);

-- distribution: transfer_id
-- Holds with a timeout that are still open. The row goes when the hold ends.
CREATE TABLE pending_due (
    transfer_id uuid PRIMARY KEY,
    due_at timestamptz NOT NULL
);
CREATE INDEX pending_due_by_time ON pending_due (due_at);

CREATE FUNCTION refuse_to_rewrite_the_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: correct it by a new transfer', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_the_ledger();
CREATE TRIGGER resolution_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON resolution
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_the_ledger();
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_the_ledger();
CREATE TRIGGER account_is_kept BEFORE DELETE OR TRUNCATE ON account
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_the_ledger();

-- migrate:down
