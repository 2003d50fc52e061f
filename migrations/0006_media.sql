-- migrate:up
SET LOCAL lock_timeout = '2s';

-- A picture that Kith serves: re-encoded, without metadata, in two sizes on disk.
-- distribution: picture_id
CREATE TABLE picture (
    -- SHA-256 of the full size, in hex: the same content is the same row and the same files.
    picture_id text PRIMARY KEY,
    width integer NOT NULL,
    height integer NOT NULL,
    -- Bytes of the full size.
    bytes integer NOT NULL,
    stored_at timestamptz NOT NULL,
    CONSTRAINT picture_id_hex CHECK (picture_id ~ '^[0-9a-f]{64}$'),
    CONSTRAINT picture_extent CHECK (width > 0 AND height > 0 AND bytes > 0)
);

-- migrate:down
