-- migrate:up
SET LOCAL lock_timeout = '2s';

-- distribution: person_id
-- The keys with which a person signs in without a code. The private half of each never leaves its device.
CREATE TABLE passkey (
    person_id uuid NOT NULL REFERENCES person ON DELETE CASCADE,
    passkey_id uuid NOT NULL,
    -- Made by the authenticator, at most 1023 bytes.
    credential_id bytea NOT NULL,
    -- In COSE form.
    public_key bytea NOT NULL,
    -- How often the authenticator says it was used; stays 0 where it does not count.
    sign_count bigint NOT NULL,
    -- How a browser may reach the authenticator, as the browser said.
    transports text[] NOT NULL,
    -- What its person calls it; may be empty.
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (person_id, passkey_id),
    CONSTRAINT passkey_name CHECK (char_length(name) <= 60),
    CONSTRAINT passkey_sign_count CHECK (sign_count >= 0)
);

-- distribution: credential_id
-- Leads from a credential to whose passkey it is.
CREATE TABLE passkey_owner (
    credential_id bytea PRIMARY KEY,
    person_id uuid NOT NULL,
    passkey_id uuid NOT NULL
);

-- distribution: challenge_hash
-- Challenges that have been answered. Until it is answered a challenge is kept nowhere: it carries its own proof.
CREATE TABLE passkey_challenge (
    challenge_hash bytea PRIMARY KEY,
    -- From then on it would be of no use in any case.
    valid_until timestamptz NOT NULL
);
CREATE INDEX passkey_challenge_over ON passkey_challenge (valid_until);

-- migrate:down
