-- migrate:up
SET LOCAL lock_timeout = '2s';

-- A group stands in the middle of an area (resolution 6) and no longer in the cell where its maker was found: the two
-- last digits of that cell become zero. Who made a group is kept no more; its members are those whom its rows name.
ALTER TABLE chat_group DROP COLUMN made_by;
UPDATE chat_group SET cell = cell & ~(63::bigint << 21) WHERE cell IS NOT NULL;
UPDATE group_place SET cell = cell & ~(63::bigint << 21);

-- migrate:down
