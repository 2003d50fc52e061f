-- migrate:up
SET LOCAL lock_timeout = '2s';

ALTER TABLE picture
    -- The name under which its files lie. A picture that comes again after it was deleted gets another one.
    ADD COLUMN stored_as text,
    -- False until every size of it lies there.
    ADD COLUMN whole boolean,
    -- When to look whether anything still refers to it; null while something does.
    ADD COLUMN look_at timestamptz;
UPDATE picture SET stored_as = picture_id, whole = true;
ALTER TABLE picture ALTER COLUMN stored_as SET NOT NULL, ALTER COLUMN whole SET NOT NULL;
CREATE INDEX picture_to_look_at ON picture (look_at) WHERE look_at IS NOT NULL;

-- What a picture is kept for: while there is no such row, nobody is shown it, and some time later it is deleted.
-- distribution: picture_id
CREATE TABLE picture_use (
    picture_id text NOT NULL REFERENCES picture,
    -- Which capability's word it is: goods, upload, photo, thanks …
    kind text NOT NULL,
    -- Whose or of what: the person, the gift, the report.
    ref_id uuid NOT NULL,
    -- True where anybody may see it who knows its id.
    public boolean NOT NULL,
    held_at timestamptz NOT NULL,
    -- Until when it is kept for this; null for as long as the row is there.
    until_at timestamptz,
    PRIMARY KEY (picture_id, kind, ref_id)
);
CREATE INDEX picture_use_by_ref ON picture_use (ref_id, kind);
INSERT INTO picture_use (picture_id, kind, ref_id, public, held_at)
SELECT picture_id, 'goods', '00000000-0000-0000-0000-000000000000', true, stored_at FROM picture;

INSERT INTO picture_use (picture_id, kind, ref_id, public, held_at)
SELECT thanks.picture_id, 'thanks', gift_id, false, thanked_at FROM thanks JOIN picture USING (picture_id);

-- The photos of a profile, in order; the one at 0 is the face.
-- distribution: person_id
CREATE TABLE photo (
    person_id uuid NOT NULL,
    position smallint NOT NULL,
    picture_id text NOT NULL,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, position),
    CONSTRAINT photo_once UNIQUE (person_id, picture_id),
    CONSTRAINT photo_position CHECK (position >= 0)
);

-- The photo that a report is about, kept until it is closed.
ALTER TABLE report ADD COLUMN picture_id text;

-- migrate:down
