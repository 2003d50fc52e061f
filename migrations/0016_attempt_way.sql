-- migrate:up
SET LOCAL lock_timeout = '2s';

ALTER TABLE attempt DROP CONSTRAINT attempt_way, ADD CONSTRAINT attempt_way CHECK (way IN ('page', 'wap', 'qr', 'app'));

-- migrate:down
