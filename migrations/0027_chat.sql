-- migrate:up
SET LOCAL lock_timeout = '2s';

-- What two people, or the members of a group, say to each other. Whoever changes anything of it holds an advisory lock
-- named after it.
-- distribution: conversation_id
CREATE TABLE conversation (
    conversation_id uuid PRIMARY KEY,
    kind text NOT NULL,
    -- The two of a pair, the lower id first. Their conversation's id is derived from them.
    one_id uuid,
    other_id uuid,
    -- The number of its last message; they follow each other without a gap.
    last_seq bigint NOT NULL,
    -- How often something in it was said or has moved on.
    revision bigint NOT NULL,
    -- When the last message was sent; before the first, when it was begun.
    last_at timestamptz NOT NULL,
    -- Since when both of a pair have written.
    opened_at timestamptz,
    CONSTRAINT conversation_kind CHECK (kind IN ('pair', 'group')),
    CONSTRAINT conversation_pair CHECK (
        CASE kind WHEN 'pair' THEN one_id IS NOT NULL AND other_id IS NOT NULL AND one_id < other_id
            ELSE one_id IS NULL AND other_id IS NULL AND opened_at IS NULL END
    ),
    CONSTRAINT conversation_revision CHECK (revision >= last_seq AND last_seq >= 0)
);

-- Who takes part in a conversation, and how far each has read.
-- distribution: conversation_id
CREATE TABLE member (
    conversation_id uuid NOT NULL REFERENCES conversation,
    person_id uuid NOT NULL,
    role text NOT NULL,
    joined_at timestamptz NOT NULL,
    -- The last message that was sent before: only what comes after it is for this member.
    joined_seq bigint NOT NULL,
    read_seq bigint NOT NULL,
    -- How many messages this member has written.
    written bigint NOT NULL,
    -- No push for it.
    muted boolean NOT NULL,
    PRIMARY KEY (conversation_id, person_id),
    CONSTRAINT member_role CHECK (role IN ('owner', 'admin', 'member')),
    CONSTRAINT member_read CHECK (read_seq >= joined_seq AND joined_seq >= 0),
    CONSTRAINT member_written CHECK (written >= 0)
);
CREATE UNIQUE INDEX member_owner ON member (conversation_id) WHERE role = 'owner';

-- distribution: conversation_id
CREATE TABLE message (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    -- The conversation's revision when this message was sent or, of a card, last moved on.
    revision bigint NOT NULL,
    -- Made by the client, so that a message that is sent twice is one.
    message_id uuid NOT NULL,
    sender_id uuid NOT NULL,
    kind text NOT NULL,
    -- What is said, or the word for what happened.
    body text NOT NULL,
    -- What a card shows, what a picture is, whom a notice is about.
    ref text,
    sent_at timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, seq),
    CONSTRAINT message_once UNIQUE (conversation_id, message_id),
    CONSTRAINT message_latest UNIQUE (conversation_id, revision),
    CONSTRAINT message_kind CHECK (kind IN ('text', 'photo', 'sticker', 'card', 'notice', 'gone')),
    CONSTRAINT message_gone CHECK (kind <> 'gone' OR (body = '' AND ref IS NULL)),
    CONSTRAINT message_seq CHECK (seq > 0 AND revision >= seq),
    CONSTRAINT message_body CHECK (char_length(body) <= 4000)
);

-- The conversations of a person. Those of pairs move up with each message; those of groups do not: a message would
-- write hundreds of rows.
-- distribution: person_id
CREATE TABLE inbox (
    person_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    kind text NOT NULL,
    -- Where it is shown. Nowhere: hidden until the next message, or left.
    box text NOT NULL,
    active_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, conversation_id),
    CONSTRAINT inbox_kind CHECK (kind IN ('pair', 'group')),
    CONSTRAINT inbox_box CHECK (box IN ('chats', 'greetings', 'nowhere'))
);
CREATE INDEX inbox_newest ON inbox (person_id, kind, box, active_at, conversation_id);

-- How much a person has written lately: messages in the minute that runs, first words to strangers in the day that runs.
-- distribution: person_id
CREATE TABLE writing (
    person_id uuid PRIMARY KEY,
    minute_at timestamptz NOT NULL,
    messages bigint NOT NULL,
    day_at timestamptz NOT NULL,
    greetings bigint NOT NULL
);
CREATE INDEX writing_over ON writing (day_at);

-- Who lets only friends write.
-- distribution: person_id
CREATE TABLE chat_door (
    person_id uuid PRIMARY KEY,
    changed_at timestamptz NOT NULL
);

-- Conversations in which something was said that nobody has been pushed for yet.
-- distribution: conversation_id
CREATE TABLE push_due (
    conversation_id uuid PRIMARY KEY,
    due_at timestamptz NOT NULL
);
CREATE INDEX push_due_next ON push_due (due_at, conversation_id);

-- What was said that a report names, beside the gift that it may name.
ALTER TABLE report ADD COLUMN conversation_id uuid, ADD COLUMN seqs bigint[];

-- migrate:down
