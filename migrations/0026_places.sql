-- migrate:up
SET LOCAL lock_timeout = '2s';

-- distribution: person_id
-- What a person chose about being found nearby, and where Kith believes the person to be. No true cell is kept anywhere.
CREATE TABLE whereabouts (
    person_id uuid PRIMARY KEY,
    -- The person was told what it means and wants it. Without it nothing else is kept.
    sharing boolean NOT NULL,
    invisible boolean NOT NULL,
    hides_distance boolean NOT NULL,
    -- Always the same for one phone number, and worth nothing without the installation's secret: the noise hangs on it.
    seed bytea NOT NULL,
    -- The noised cell.
    cell bigint,
    -- When the person was last there, as far as that is plausible.
    fixed_at timestamptz,
    -- Whole hours, so that it seldom changes.
    forget_at timestamptz,
    -- Counts the changes: who decides by what he read writes only if nobody else wrote meanwhile.
    version integer NOT NULL,
    CONSTRAINT whereabouts_whole CHECK (num_nonnulls(cell, fixed_at, forget_at) IN (0, 3)),
    CONSTRAINT whereabouts_sharing CHECK (sharing OR cell IS NULL)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX whereabouts_due ON whereabouts (forget_at) WHERE forget_at IS NOT NULL;

-- distribution: region
-- Where others find a person, of those only who may be found. A move to another region is a deletion and an insertion.
CREATE TABLE spot (
    -- The parent of the cell at resolution 4.
    region bigint NOT NULL,
    person_id uuid NOT NULL,
    -- The noised cell, or the middle of its parent at resolution 5 where the distance is hidden.
    cell bigint NOT NULL,
    -- The parent of the cell at resolution 6: far away, people are looked for in these.
    area bigint NOT NULL,
    gender text NOT NULL,
    birthday date NOT NULL,
    -- A multiple of five minutes.
    active_at timestamptz NOT NULL,
    hides_distance boolean NOT NULL,
    PRIMARY KEY (region, person_id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX spot_near ON spot (region, cell, active_at, person_id) INCLUDE (gender, birthday, hides_distance);
CREATE INDEX spot_far ON spot (region, area, active_at, person_id) INCLUDE (gender, birthday, hides_distance);

-- migrate:down
