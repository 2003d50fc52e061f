-- migrate:up
SET LOCAL lock_timeout = '2s';

-- Who runs the installation. A name is one operator's for ever.
-- distribution: local
CREATE TABLE operator (
    operator_id uuid PRIMARY KEY,
    name text NOT NULL,
    roles text[] NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT operator_name UNIQUE (name),
    CONSTRAINT operator_roles CHECK (
        cardinality(roles) > 0 AND roles <@ ARRAY['reviewer', 'support', 'finance', 'admin']
    )
);

-- A link that can still be used, by the SHA-256 of what it holds.
-- distribution: local
CREATE TABLE operator_invitation (
    operator_id uuid PRIMARY KEY,
    token_hash bytea NOT NULL,
    valid_until timestamptz NOT NULL,
    CONSTRAINT operator_invitation_token UNIQUE (token_hash)
);

-- distribution: local
CREATE TABLE operator_passkey (
    operator_id uuid PRIMARY KEY,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    transports text[] NOT NULL,
    created_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT operator_passkey_credential UNIQUE (credential_id)
);

-- Answered challenges.
-- distribution: local
CREATE TABLE operator_challenge (
    challenge_hash bytea PRIMARY KEY,
    valid_until timestamptz NOT NULL
);

-- distribution: local
CREATE TABLE operator_session (
    token_hash bytea PRIMARY KEY,
    session_id uuid NOT NULL,
    operator_id uuid NOT NULL,
    device text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    CONSTRAINT operator_session_id UNIQUE (session_id)
);
CREATE INDEX operator_session_operator ON operator_session (operator_id);

-- What operators did and looked at. `hash` is of this entry and of `previous`, the hash of the one before.
-- distribution: local
CREATE TABLE operator_log (
    entry bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    operator_id uuid,
    by text NOT NULL,
    deed text NOT NULL,
    about text NOT NULL,
    facts text NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT operator_log_follows CHECK (entry > 0),
    CONSTRAINT operator_log_facts CHECK (facts IS JSON OBJECT)
);
CREATE INDEX operator_log_about ON operator_log (about, entry);

CREATE FUNCTION operators_log_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER operator_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON operator_log
    FOR EACH STATEMENT EXECUTE FUNCTION operators_log_is_kept();

-- migrate:down
