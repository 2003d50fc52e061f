-- migrate:up
SET LOCAL lock_timeout = '2s';

-- A page on which a card is entered.
ALTER TABLE attempt DROP CONSTRAINT attempt_way, ADD CONSTRAINT attempt_way CHECK (way IN ('page', 'wap', 'qr', 'app', 'balance', 'jsapi', 'card'));

-- migrate:down
ALTER TABLE attempt DROP CONSTRAINT attempt_way, ADD CONSTRAINT attempt_way CHECK (way IN ('page', 'wap', 'qr', 'app', 'balance', 'jsapi'));
