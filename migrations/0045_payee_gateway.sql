-- migrate:up
SET LOCAL lock_timeout = '2s';

-- At which gateway somebody's account is.
ALTER TABLE wallet_payee ADD COLUMN gateway text NOT NULL DEFAULT 'alipay';
ALTER TABLE wallet_payee ALTER COLUMN gateway DROP DEFAULT;
ALTER TABLE payout_account ADD COLUMN gateway text NOT NULL DEFAULT 'alipay';
ALTER TABLE payout_account ALTER COLUMN gateway DROP DEFAULT;

-- migrate:down
ALTER TABLE payout_account DROP COLUMN gateway;
ALTER TABLE wallet_payee DROP COLUMN gateway;
