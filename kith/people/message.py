"""Text messages on their way to the gateway, and what the dev outbox shows in place of sending them.

A message waits encrypted and is named by its id alone: no job and no log carries the number or the text.
"""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec import Struct

from kith.kit.sql import Query, Statement
from kith.people.code import DIGITS, CodePurpose
from kith.people.policy import Policy

LEASE = timedelta(seconds=60)
"""How long one sender has a message to itself; longer than the gateway's timeout."""

BATCH = 100


class Message(Struct, frozen=True):
    """A text message. The id makes sending it twice recognisable."""

    message_id: UUID
    to: str
    body: str

    def __repr__(self) -> str:
        return f"Message({self.message_id})"


class Content(Struct, frozen=True):
    """What is sealed of a waiting message."""

    to: str
    body: str


class OutboxMessage(Struct):
    """A message that the dev outbox was given in place of a telephone."""

    message_id: UUID
    to: str
    body: str
    sent_at: datetime


def code_text(code: str, policy: Policy, purpose: CodePurpose = "sign_in") -> str:
    """What the message with a code says."""
    minutes = policy.code_seconds // 60
    assert len(code) == DIGITS
    if purpose == "leave":
        return (
            f"[Kith] 注销验证码 {code}，{minutes} 分钟内有效。输入后账号将被永久删除。"
            "This code deletes your account for good: never pass it on."
        )
    return f"[Kith] 验证码 {code}，{minutes} 分钟内有效，请勿告诉他人。Your sign-in code: never pass it on."


def content(text: str) -> Content:
    """The content of an opened message."""
    return msgspec.json.decode(text, type=Content)


def sealable(to: str, body: str) -> str:
    """The content of a message as text, to be sealed."""
    return msgspec.json.encode(Content(to, body)).decode()


post = Statement(
    """
    INSERT INTO sms (message_id, sealed, created_at, valid_until, leased_until)
    VALUES (%(message_id)s, %(sealed)s, %(now)s, %(valid_until)s, NULL)
    """
)
lease = Query(
    bytes,
    """
    UPDATE sms SET leased_until = %(leased_until)s
    WHERE message_id = %(message_id)s AND valid_until > %(now)s AND (leased_until IS NULL OR leased_until <= %(now)s)
    RETURNING sealed
    """,
)
release = Statement("UPDATE sms SET leased_until = NULL WHERE message_id = %(message_id)s")
sent = Statement("DELETE FROM sms WHERE message_id = %(message_id)s")
waiting = Query(
    UUID,
    """
    SELECT message_id FROM sms
    WHERE valid_until > %(now)s AND created_at <= %(before)s AND (leased_until IS NULL OR leased_until <= %(now)s)
    ORDER BY created_at LIMIT %(limit)s
    """,
)
forget = Statement("DELETE FROM sms WHERE valid_until <= %(now)s")

show = Statement(
    """
    INSERT INTO outbox_message (message_id, number, body, sent_at) VALUES (%(message_id)s, %(to)s, %(body)s, %(now)s)
    ON CONFLICT (message_id) DO NOTHING
    """
)
newest = Query(
    OutboxMessage,
    """
    SELECT message_id, number AS "to", body, sent_at FROM outbox_message
    WHERE (sent_at, message_id) < (%(after_at)s, %(after_id)s)
    ORDER BY sent_at DESC, message_id DESC LIMIT %(limit)s
    """,
)
forget_number = Statement("DELETE FROM outbox_message WHERE number = %(number)s")
forget_shown = Statement("DELETE FROM outbox_message WHERE sent_at <= %(before)s")
