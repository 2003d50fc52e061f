-- migrate:up
SET LOCAL lock_timeout = '2s';

-- What the bill said when it was compared, so that one that is corrected later is noticed.
ALTER TABLE bill_day ADD COLUMN digest bytea;

-- migrate:down
ALTER TABLE bill_day DROP COLUMN digest;
