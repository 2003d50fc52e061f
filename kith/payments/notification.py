"""A notification: what a gateway told us, kept as it came until a job reads it."""

from collections.abc import Mapping
from datetime import datetime
from typing import NewType
from uuid import UUID

import msgspec
from msgspec import Struct

from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.payments.gateway import Note
from kith.payments.posting import gateway_id

NotificationId = NewType("NotificationId", UUID)

KEPT_HEADERS = frozenset(
    {
        "content-type",
        "stripe-signature",
        "wechatpay-nonce",
        "wechatpay-serial",
        "wechatpay-signature",
        "wechatpay-timestamp",
    }
)
"""Headers that a gateway needs to read a body, in lower case; no others are stored."""
BODY_BYTES = 65536
"""More than any gateway sends."""


class NotificationForged(Refusal, status=403):
    """This notification does not carry the gateway's signature."""


class Notification(Struct, frozen=True):
    """What came, and when: genuine as it came, to be read once more by the job."""

    notification_id: NotificationId
    gateway: str
    headers: str
    body: bytes
    received_at: datetime


class DoubtfulNotification(Struct, frozen=True):
    """A notification that nobody could read, or a genuine one about something we do not know."""

    notification_id: NotificationId
    gateway: str
    state: str
    code: str | None
    received_at: datetime


def kept(headers: Mapping[str, str]) -> str:
    """The headers worth storing, as JSON."""
    return msgspec.json.encode({name: headers[name] for name in sorted(KEPT_HEADERS) if name in headers}).decode()


def id_of(gateway: str, note: Note) -> NotificationId:
    """The same news is the same notification, so that a repetition, signed anew, needs no second row."""
    news = (note.note_id, note.number, note.outcome, note.refund_number or "")
    return NotificationId(ids.derived(gateway_id(gateway), "\n".join(news)))


def headers_of(notification: Notification) -> dict[str, str]:
    """The stored headers as a gateway wants them."""
    return msgspec.json.decode(notification.headers, type=dict[str, str])


def id_behind(number: str | None) -> UUID:
    """The id that a number at the gateway stands for; nobody's id when it is no number of ours."""
    try:
        return UUID(hex=number or "")
    except ValueError:
        return UUID(int=0)


# What could not be read any more, because keys had changed meanwhile, is taken in again when it comes again.
insert = Statement(
    """
    INSERT INTO gateway_notification AS known (notification_id, gateway, headers, body, state, received_at)
    VALUES (%(notification_id)s, %(gateway)s, %(headers)s, %(body)s, 'waiting', %(now)s)
    ON CONFLICT (notification_id) DO UPDATE SET headers = excluded.headers, body = excluded.body, state = 'waiting',
        code = NULL, settled_at = NULL, received_at = excluded.received_at
    WHERE known.state = 'rejected'
    """
)

claim = Query(
    Notification,
    """
    UPDATE gateway_notification SET state = 'settled', settled_at = %(now)s
    WHERE notification_id = %(notification_id)s AND state = 'waiting'
    RETURNING notification_id, gateway, headers, body, received_at
    """,
)

reject = Statement(
    """
    UPDATE gateway_notification SET state = 'rejected', code = %(code)s
    WHERE notification_id = %(notification_id)s AND state = 'settled'
    """
)

waiting = Query(
    UUID,
    """
    SELECT notification_id FROM gateway_notification WHERE state = 'waiting' AND received_at <= %(before)s
    ORDER BY received_at LIMIT %(limit)s
    """,
)

doubtful = Query(
    DoubtfulNotification,
    """
    SELECT notification_id, gateway, state, code, received_at FROM gateway_notification
    WHERE (state = 'waiting' AND received_at <= %(before)s)
        OR (state = 'rejected' AND code IN ('no_such_attempt', 'no_such_refund'))
    ORDER BY received_at LIMIT %(limit)s
    """,
)

forget = Statement("DELETE FROM gateway_notification WHERE received_at <= %(before)s AND state <> 'waiting'")
