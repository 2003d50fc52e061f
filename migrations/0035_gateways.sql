-- migrate:up
SET LOCAL lock_timeout = '2s';

-- Inside the gateway's own app its pages hand the order over themselves.
ALTER TABLE attempt DROP CONSTRAINT attempt_way, ADD CONSTRAINT attempt_way CHECK (way IN ('page', 'wap', 'qr', 'app', 'balance', 'jsapi'));

-- confirm: the gateway has it and waits for the payee to confirm it in its app, which is shown the package.
ALTER TABLE payout
    ADD COLUMN package text,
    DROP CONSTRAINT payout_state,
    DROP CONSTRAINT payout_due,
    DROP CONSTRAINT payout_payee,
    ADD CONSTRAINT payout_state CHECK (state IN ('wanted', 'unknown', 'dealing', 'confirm', 'paid', 'failed', 'returned')),
    ADD CONSTRAINT payout_due CHECK (
        CASE WHEN state IN ('wanted', 'unknown', 'dealing', 'confirm') THEN due_at IS NOT NULL WHEN state = 'paid' THEN true ELSE due_at IS NULL END
    ),
    ADD CONSTRAINT payout_payee CHECK (
        num_nonnulls(nonce, sealed, ring_key, wrapped) = CASE WHEN state IN ('wanted', 'unknown', 'dealing', 'confirm') THEN 4 ELSE 0 END
    ),
    ADD CONSTRAINT payout_package CHECK (package IS NULL OR state = 'confirm');
DROP INDEX payout_open;
CREATE INDEX payout_open ON payout (wanted_at) WHERE state IN ('wanted', 'unknown', 'dealing', 'confirm');

-- migrate:down
DROP INDEX payout_open;
CREATE INDEX payout_open ON payout (wanted_at) WHERE state IN ('wanted', 'unknown', 'dealing');
ALTER TABLE payout
    DROP CONSTRAINT payout_package,
    DROP CONSTRAINT payout_payee,
    DROP CONSTRAINT payout_due,
    DROP CONSTRAINT payout_state,
    ADD CONSTRAINT payout_state CHECK (state IN ('wanted', 'unknown', 'dealing', 'paid', 'failed', 'returned')),
    ADD CONSTRAINT payout_due CHECK (
        CASE WHEN state IN ('wanted', 'unknown', 'dealing') THEN due_at IS NOT NULL WHEN state = 'paid' THEN true ELSE due_at IS NULL END
    ),
    ADD CONSTRAINT payout_payee CHECK (
        num_nonnulls(nonce, sealed, ring_key, wrapped) = CASE WHEN state IN ('wanted', 'unknown', 'dealing') THEN 4 ELSE 0 END
    ),
    DROP COLUMN package;
ALTER TABLE attempt DROP CONSTRAINT attempt_way, ADD CONSTRAINT attempt_way CHECK (way IN ('page', 'wap', 'qr', 'app', 'balance'));
