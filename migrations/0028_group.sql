-- migrate:up
SET LOCAL lock_timeout = '2s';

-- A group: a conversation that people join.
-- distribution: conversation_id
CREATE TABLE chat_group (
    conversation_id uuid PRIMARY KEY REFERENCES conversation,
    name text NOT NULL,
    topic text NOT NULL,
    joining text NOT NULL,
    members bigint NOT NULL,
    -- The noised cell where it was made, of groups that are to be found nearby.
    cell bigint,
    -- Who made it, and what it was called then, so that the same request makes no second group.
    made_by uuid NOT NULL,
    made_as text NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT chat_group_joining CHECK (joining IN ('open', 'request')),
    CONSTRAINT chat_group_name CHECK (char_length(name) BETWEEN 1 AND 30),
    CONSTRAINT chat_group_topic CHECK (char_length(topic) <= 200),
    CONSTRAINT chat_group_members CHECK (members >= 0)
);

-- Groups by where they are.
-- distribution: region
CREATE TABLE group_place (
    -- The parent of the cell at resolution 4.
    region bigint NOT NULL,
    conversation_id uuid NOT NULL,
    cell bigint NOT NULL,
    PRIMARY KEY (region, conversation_id)
);

-- Who wants to join a group, and who is not wanted for the time being.
-- distribution: conversation_id
CREATE TABLE join_request (
    conversation_id uuid NOT NULL REFERENCES chat_group,
    person_id uuid NOT NULL,
    text text NOT NULL,
    asked_at timestamptz NOT NULL,
    -- When the group refused or removed the person; null while it has not answered.
    refused_at timestamptz,
    PRIMARY KEY (conversation_id, person_id),
    CONSTRAINT join_request_text CHECK (char_length(text) <= 200)
);
CREATE INDEX join_request_waiting ON join_request (conversation_id, asked_at, person_id) WHERE refused_at IS NULL;
CREATE INDEX join_request_mine ON join_request (person_id);
CREATE INDEX join_request_over ON join_request (refused_at) WHERE refused_at IS NOT NULL;

ALTER TABLE event DROP CONSTRAINT event_kind, ADD CONSTRAINT event_kind CHECK (
    kind IN (
        'gift_given', 'gift_received', 'gift_reminder', 'charge', 'shop_order', 'follow', 'ask', 'paid_gift', 'group'
    )
);

-- Half of the time to answer a gift is over; its last day begins.
ALTER TABLE timer DROP CONSTRAINT timer_kind, ADD CONSTRAINT timer_kind CHECK (
    kind IN (
        'charge', 'lapse', 'part_over', 'cool', 'send', 'arrive', 'half_time', 'last_day', 'expire', 'choose', 'late',
        'ship_late', 'ask_receipt', 'assume_receipt', 'settle', 'destroy_key', 'show_step', 'show_late', 'release'
    )
);

-- migrate:down
