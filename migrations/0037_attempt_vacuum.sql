-- migrate:up
SET LOCAL lock_timeout = '2s';

-- Each attempt leaves entries behind in the index of what is due, at the end that the sweep reads. A fifth of a large
-- table is more of them than should wait there for a vacuum.
ALTER TABLE attempt SET (autovacuum_vacuum_scale_factor = 0.01);

-- migrate:down
ALTER TABLE attempt RESET (autovacuum_vacuum_scale_factor);
