-- migrate:up
SET LOCAL lock_timeout = '2s';

-- One thing a shop offers, with everything its variants share.
-- distribution: reference
CREATE TABLE product (
    product_id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    -- The shop's own name for it; the same name in a newer feed is the same product.
    external_id text NOT NULL,
    category text NOT NULL,
    title text NOT NULL,
    story text NOT NULL,
    brand text NOT NULL,
    ship_from text NOT NULL,
    -- GB/T 2260 codes of provinces; empty is the whole mainland.
    ships_to text[] NOT NULL,
    ship_within_hours integer NOT NULL,
    occasions text[] NOT NULL,
    state text NOT NULL,
    -- Price of the cheapest variant that is offered: what lists filter and sort by.
    lowest_fen bigint NOT NULL,
    -- The title as search compares it: folded, without blanks.
    folded text NOT NULL,
    -- Lexemes cut by the program: bigrams of Chinese, latin words, pinyin.
    words tsvector NOT NULL,
    -- SHA-256 of all that the shop said of it; a feed row with the same changes nothing. Empty after delisting.
    fingerprint bytea NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    listed_at timestamptz,
    UNIQUE (merchant_id, external_id),
    CONSTRAINT product_category CHECK (category IN ('flowers', 'home', 'beauty', 'digital', 'jewellery')),
    CONSTRAINT product_state CHECK (state IN ('draft', 'in_review', 'listed', 'delisted')),
    CONSTRAINT product_listed CHECK (state <> 'listed' OR listed_at IS NOT NULL),
    CONSTRAINT product_title CHECK (char_length(title) BETWEEN 1 AND 150),
    CONSTRAINT product_promise CHECK (ship_within_hours > 0),
    CONSTRAINT product_lowest CHECK (lowest_fen > 0)
);
CREATE INDEX product_words ON product USING gin (words) WHERE state = 'listed';
CREATE INDEX product_newest ON product (listed_at DESC, product_id DESC) WHERE state = 'listed';
CREATE INDEX product_newest_of_category ON product (category, listed_at DESC, product_id DESC) WHERE state = 'listed';
CREATE INDEX product_cheapest ON product (lowest_fen, product_id) WHERE state = 'listed';
CREATE INDEX product_cheapest_of_category ON product (category, lowest_fen, product_id) WHERE state = 'listed';
CREATE INDEX product_to_review ON product (changed_at, product_id) WHERE state = 'in_review';

-- Who said what about a product, and why. Rows are only added.
-- distribution: reference
CREATE TABLE product_review (
    product_id uuid NOT NULL REFERENCES product,
    number integer NOT NULL,
    decision text NOT NULL,
    -- The operator's name, or what acted: an import.
    decided_by text NOT NULL,
    why text NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (product_id, number),
    CONSTRAINT product_review_decision CHECK (decision IN ('submitted', 'approved', 'rejected', 'delisted'))
);

-- What can actually be ordered: a product in one of its options, at a price.
-- distribution: reference
CREATE TABLE variant (
    sku_id uuid PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES product,
    external_id text NOT NULL,
    -- Such as {"color": "red", "size": "M"}.
    options jsonb NOT NULL,
    fen bigint NOT NULL,
    position integer NOT NULL,
    -- A newer feed no longer has it. The row stays for gifts and orders that name it.
    retired boolean NOT NULL,
    -- Units in the feed that set them last: the same number again does not undo what was sold since.
    fed_units integer NOT NULL,
    UNIQUE (product_id, external_id),
    CONSTRAINT variant_fen CHECK (fen > 0)
);
CREATE INDEX variant_of_product ON variant (product_id, position);

-- Units of a variant.
-- distribution: sku_id
CREATE TABLE stock (
    sku_id uuid PRIMARY KEY,
    -- What the shop says it has, less what it has handed over since.
    units integer NOT NULL,
    -- Units promised to holders of which the shop does not know yet.
    held integer NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT stock_units CHECK (units >= 0),
    CONSTRAINT stock_held CHECK (held >= 0)
);

-- One unit promised to one holder (a gift).
-- distribution: sku_id
CREATE TABLE stock_hold (
    sku_id uuid NOT NULL REFERENCES stock,
    holder uuid NOT NULL,
    state text NOT NULL,
    -- When a reservation runs out; null once taken.
    reserved_until timestamptz,
    -- The shop knows of this unit through an order: its own count no longer has it.
    handed_over boolean NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (sku_id, holder),
    CONSTRAINT stock_hold_state CHECK (state IN ('reserved', 'taken', 'back')),
    CONSTRAINT stock_hold_until CHECK ((reserved_until IS NOT NULL) = (state = 'reserved')),
    CONSTRAINT stock_hold_over CHECK (NOT handed_over OR state = 'taken')
);
CREATE INDEX stock_hold_running_out ON stock_hold (reserved_until) WHERE state = 'reserved';

-- Pictures of a product, in order: first wanted, then stored or failed.
-- distribution: reference
CREATE TABLE product_picture (
    product_id uuid NOT NULL REFERENCES product,
    position integer NOT NULL,
    -- Where the shop has it: a web address, or a path in the feed's folder. Never served.
    source text NOT NULL,
    state text NOT NULL,
    picture_id text,
    -- Why it failed: a code.
    failure text,
    tries integer NOT NULL,
    try_at timestamptz NOT NULL,
    PRIMARY KEY (product_id, source),
    CONSTRAINT product_picture_state CHECK (state IN ('wanted', 'stored', 'failed')),
    CONSTRAINT product_picture_stored CHECK ((picture_id IS NOT NULL) = (state = 'stored')),
    CONSTRAINT product_picture_failed CHECK (state <> 'failed' OR failure IS NOT NULL)
);
CREATE INDEX product_picture_wanted ON product_picture (try_at) WHERE state = 'wanted';

-- How a shop's feed is to be read.
-- distribution: merchant_id
CREATE TABLE feed_map (
    merchant_id uuid PRIMARY KEY,
    -- The whole map as JSON: currency and rate, its categories, what holds where a row is silent.
    map text NOT NULL,
    changed_at timestamptz NOT NULL
);

-- One run of the importer over one file.
-- distribution: merchant_id
CREATE TABLE feed_import (
    merchant_id uuid NOT NULL,
    import_id uuid NOT NULL,
    -- Path of the file on the machine that imports.
    source text NOT NULL,
    strict boolean NOT NULL,
    dry_run boolean NOT NULL,
    delist_missing boolean NOT NULL,
    -- Pictures may be files beside the feed: only where an operator runs the import.
    local_pictures boolean NOT NULL,
    state text NOT NULL,
    -- Why the whole file was refused: a code, and the row where it showed.
    refusal text,
    -- The row at which a broken file broke.
    refusal_row integer,
    -- The last product that is done, so that an interrupted import goes on where it was.
    reached text NOT NULL,
    rows integer NOT NULL,
    products integer NOT NULL,
    added integer NOT NULL,
    changed integer NOT NULL,
    unchanged integer NOT NULL,
    refused integer NOT NULL,
    delisted integer NOT NULL,
    -- Attributes that Kith does not know, with the number of rows that have them.
    unknown_attributes jsonb NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (merchant_id, import_id),
    CONSTRAINT feed_import_state CHECK (state IN ('reading', 'entering', 'done', 'refused')),
    CONSTRAINT feed_import_finished CHECK ((finished_at IS NOT NULL) = (state IN ('done', 'refused'))),
    CONSTRAINT feed_import_refusal CHECK ((refusal IS NOT NULL) = (state = 'refused'))
);
CREATE INDEX feed_import_unfinished ON feed_import (started_at) WHERE finished_at IS NULL;

-- Rows of the feed that is being imported, gathered so that the variants of a product can be read together.
-- distribution: import_id
CREATE TABLE feed_row (
    import_id uuid NOT NULL,
    number integer NOT NULL,
    -- What the row's product is called: its group, or itself.
    product_key text NOT NULL,
    variant_key text NOT NULL,
    -- The row's attributes as JSON.
    attributes text NOT NULL,
    PRIMARY KEY (import_id, number)
);
CREATE INDEX feed_row_of_product ON feed_row (import_id, product_key, number);
CREATE INDEX feed_row_of_variant ON feed_row (import_id, variant_key, number);

-- What was wrong with a row, or with a picture it names.
-- distribution: import_id
CREATE TABLE feed_error (
    import_id uuid NOT NULL,
    number integer NOT NULL,
    attribute text NOT NULL,
    code text NOT NULL,
    -- The shop's name of the row's item, cut short.
    item text NOT NULL,
    PRIMARY KEY (import_id, number, attribute, code)
);

-- migrate:down
