-- migrate:up
SET LOCAL lock_timeout = '2s';

-- Blocks of which some rows are deleted take new ones, and to a BRIN index they stay old for ever: more and more of the
-- table was read each hour to find nothing.
DROP INDEX event_age;
CREATE INDEX event_age ON event (happened_at);

-- migrate:down
DROP INDEX event_age;
CREATE INDEX event_age ON event USING brin (happened_at);
