-- migrate:up
SET LOCAL lock_timeout = '2s';

-- A shop that was certified has a category and a badge until some day; one that is suspended sells nothing new.
ALTER TABLE merchant
    ADD COLUMN category text,
    ADD COLUMN certified_until timestamptz,
    ADD COLUMN suspended_at timestamptz,
    ADD COLUMN suspended_reason text,
    ADD CONSTRAINT merchant_category CHECK (category IN ('flowers', 'home', 'beauty', 'digital', 'jewellery')),
    ADD CONSTRAINT merchant_suspended CHECK ((suspended_at IS NULL) = (suspended_reason IS NULL));

CREATE INDEX merchant_certified ON merchant (certified_until) WHERE certified_until IS NOT NULL;

-- Which shop a business licence was certified for: one licence, one shop.
-- distribution: licence_no
CREATE TABLE licence (
    licence_no text PRIMARY KEY,
    merchant_id uuid NOT NULL,
    certified_at timestamptz NOT NULL
);

-- Who certified, suspended and reinstated a shop, and why. Rows are only added.
-- distribution: merchant_id
CREATE TABLE merchant_step (
    merchant_id uuid NOT NULL,
    number integer NOT NULL,
    deed text NOT NULL,
    decided_by text NOT NULL,
    reason text NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, number),
    CONSTRAINT merchant_step_deed CHECK (deed IN ('certified', 'suspended', 'reinstated'))
);

-- A photo or PDF that proves something. It has no public address; its file is private.
-- distribution: document_id
CREATE TABLE document (
    document_id uuid PRIMARY KEY,
    media_type text NOT NULL,
    size integer NOT NULL,
    pages integer NOT NULL,
    -- SHA-256 of what was sent.
    digest bytea NOT NULL,
    stored_as text NOT NULL,
    whole boolean NOT NULL,
    stored_at timestamptz NOT NULL,
    -- When it is deleted; NULL while somebody keeps it.
    until_at timestamptz,
    CONSTRAINT document_media_type CHECK (media_type IN ('image/webp', 'application/pdf')),
    CONSTRAINT document_extent CHECK (size > 0 AND pages > 0)
);

CREATE INDEX document_until ON document (until_at) WHERE until_at IS NOT NULL;

-- Somebody applies to have a shop, or to have theirs certified again.
-- distribution: person_id
CREATE TABLE application (
    person_id uuid NOT NULL,
    application_id uuid NOT NULL,
    -- The shop that is certified again; of a new one, the shop that it became.
    merchant_id uuid,
    state text NOT NULL,
    shop_name text,
    city text,
    phone text,
    category text,
    licence_no text,
    -- The legal name and the number of the identity, sealed.
    ring_key text,
    wrapped bytea,
    nonce bytea,
    sealed bytea,
    started_at timestamptz NOT NULL,
    submitted_at timestamptz,
    review_by text,
    review_until timestamptz,
    decided_at timestamptz,
    -- What the last decision said.
    reasons text[] NOT NULL DEFAULT '{}',
    words text NOT NULL DEFAULT '',
    reminded_at timestamptz,
    PRIMARY KEY (person_id, application_id),
    CONSTRAINT application_state CHECK (
        state IN ('draft', 'submitted', 'in_review', 'more_wanted', 'approved', 'refused')
    ),
    CONSTRAINT application_category CHECK (category IN ('flowers', 'home', 'beauty', 'digital', 'jewellery')),
    CONSTRAINT application_submitted CHECK (state = 'draft' OR submitted_at IS NOT NULL),
    CONSTRAINT application_review CHECK ((review_by IS NULL) = (review_until IS NULL)),
    CONSTRAINT application_approved CHECK (state <> 'approved' OR merchant_id IS NOT NULL),
    CONSTRAINT application_sealed CHECK (
        (sealed IS NULL) = (nonce IS NULL) AND (sealed IS NULL) = (wrapped IS NULL)
        AND (sealed IS NULL) = (ring_key IS NULL)
    )
);

-- One person has one open application at most.
CREATE UNIQUE INDEX application_open ON application (person_id)
    WHERE state IN ('draft', 'submitted', 'in_review', 'more_wanted');
CREATE INDEX application_by_id ON application (application_id);
CREATE INDEX application_queue ON application (submitted_at, application_id) WHERE state IN ('submitted', 'in_review');
CREATE INDEX application_of_shop ON application (merchant_id) WHERE state = 'approved';

-- What an applicant shows as proof.
-- distribution: person_id
CREATE TABLE certificate (
    person_id uuid NOT NULL,
    application_id uuid NOT NULL,
    certificate_id uuid NOT NULL,
    kind text NOT NULL,
    media_type text NOT NULL,
    size integer NOT NULL,
    pages integer NOT NULL,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, application_id, certificate_id),
    CONSTRAINT certificate_application FOREIGN KEY (person_id, application_id) REFERENCES application,
    CONSTRAINT certificate_kind CHECK (kind IN ('licence', 'identity_front', 'identity_back', 'permit'))
);

-- What was done with an application, and who looked at which certificate. Rows are only added.
-- distribution: application_id
CREATE TABLE application_step (
    application_id uuid NOT NULL,
    number integer NOT NULL,
    deed text NOT NULL,
    done_by text NOT NULL,
    certificate_id uuid,
    reasons text[] NOT NULL,
    words text NOT NULL,
    done_at timestamptz NOT NULL,
    PRIMARY KEY (application_id, number),
    CONSTRAINT application_step_deed CHECK (
        deed IN ('submitted', 'taken', 'seen', 'certificate_seen', 'more_wanted', 'approved', 'refused')
    ),
    CONSTRAINT application_step_certificate CHECK ((deed = 'certificate_seen') = (certificate_id IS NOT NULL))
);

-- Also: my application for a shop.
ALTER TABLE event DROP CONSTRAINT event_kind, ADD CONSTRAINT event_kind CHECK (
    kind IN (
        'gift_given', 'gift_received', 'gift_reminder', 'charge', 'shop_order', 'follow', 'ask', 'paid_gift', 'group',
        'wallet', 'envelope_sent', 'shop_pass'
    )
);

-- migrate:down
