"""The gateway for text messages: a real one over HTTP, or the outbox that shows them to the operator.

Sending may happen twice when an answer is lost; the message's id tells the other side that it is the same message.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import httpx

from kith.kit.sql import Database
from kith.people import message as messages
from kith.people.message import Message

_TIMEOUT_SECONDS = 10
_AGAIN = (408, 425, 429)


class SmsFailed(Exception):
    """The message may not have arrived; another try may do. `why` is a code for logs and quotes nothing."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class SmsRejected(Exception):
    """The gateway will never take this message. `why` is a code for logs and quotes nothing."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class SmsGateway(Protocol):
    """Whatever brings a message to a telephone."""

    async def send(self, message: Message, now: datetime) -> None:
        """Hand the message over. Raises `SmsFailed` or `SmsRejected`."""
        ...


@dataclass(frozen=True)
class Sms:
    """The gateway of this installation, as a part."""

    gateway: SmsGateway


@dataclass(frozen=True)
class HttpSms:
    """`POST url` with a bearer token and the JSON `{"id": …, "to": "+86…", "text": …}`; any 2xx is a success."""

    url: str
    token: str | None = field(default=None, repr=False)
    transport: httpx.AsyncBaseTransport | None = None

    async def send(self, message: Message, now: datetime) -> None:
        """One request; the caller tries again."""
        del now
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        content = {"id": str(message.message_id), "to": message.to, "text": message.body}
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, transport=self.transport) as client:
                answer = await client.post(self.url, json=content, headers=headers)
        except httpx.HTTPError as error:
            raise SmsFailed(type(error).__name__) from None
        if answer.is_success:
            return
        if answer.is_client_error and answer.status_code not in _AGAIN:
            raise SmsRejected(f"http_{answer.status_code}")
        raise SmsFailed(f"http_{answer.status_code}")


@dataclass(frozen=True)
class Outbox:
    """Shows messages at `GET /dev/outbox` and sends nothing. Anybody who can read it can sign in as anybody."""

    db: Database

    async def send(self, message: Message, now: datetime) -> None:
        """Keep the message for the operator to read."""
        async with self.db.transaction() as tx:
            await messages.show.run(tx, message_id=message.message_id, to=message.to, body=message.body, now=now)
