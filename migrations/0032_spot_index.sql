-- migrate:up
SET LOCAL lock_timeout = '2s';

DROP INDEX spot_near, spot_far;
-- Kept as a number, in the order in which the program names them: an index compares numbers faster than texts.
ALTER TABLE spot ALTER COLUMN gender TYPE smallint USING array_position(
    ARRAY['female', 'male', 'other', 'unsaid'], gender
) - 1;
-- What filters ask stands behind the order of the list, and the region nowhere: the cell says it.
CREATE INDEX spot_near ON spot (cell, active_at, person_id, birthday, gender) INCLUDE (hides_distance);
CREATE INDEX spot_far ON spot (area, active_at, person_id, birthday, gender) INCLUDE (hides_distance);

-- migrate:down
