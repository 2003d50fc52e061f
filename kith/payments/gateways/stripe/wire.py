"""Calls to Stripe by its own package over one line of ours; what is not a definite answer is said to be none."""

from collections.abc import Awaitable, Mapping
from typing import Generic, NoReturn, TypeVar

import msgspec
import stripe
from msgspec import Struct
from stripe import APIConnectionError, HTTPClient, IdempotencyError, StripeError

from kith.payments.gateway import Unknown
from kith.payments.gateways.line import Line, Lost
from kith.payments.gateways.stripe.account import Account

Content = TypeVar("Content")

_NOT_DEFINITE = frozenset({409, 429})


class Heard(Struct, Generic[Content], frozen=True):
    """An answer. One that is `replayed` was first given to an earlier call under the same key, and may be old."""

    content: Content
    replayed: bool


class Refusal(Struct, frozen=True):
    """No: `definite` if Stripe says that nothing was done, otherwise nobody knows. `code` is Stripe's own or ours."""

    code: str
    definite: bool = False
    replayed: bool = False
    differs: bool = False
    """The key was used before, with other content."""
    again: bool = False
    """Our access is suspended."""

    def unknown(self, number: str) -> Unknown:
        return Unknown(number, self.code)


class Wire:
    """One account's way to Stripe."""

    def __init__(self, account: Account, *, seconds: float) -> None:
        self.line = Line(account.url, seconds=seconds)
        # Its own repetitions are off: to ask again is for who knows what was asked.
        client = stripe.StripeClient(
            account.secret_key,
            base_addresses={"api": account.url},
            max_network_retries=0,
            http_client=_OurLine(self.line),
        )
        self.api = client.v1

    async def ask(self, kind: type[Content], call: "Awaitable[stripe.StripeObject]") -> Heard[Content] | Refusal:
        """Await a call of the package; its answer is read as this kind."""
        try:
            response = (await call).last_response
        except StripeError as error:
            return _refusal(error)
        except (AttributeError, KeyError, TypeError, ValueError):
            return Refusal("not-an-answer")
        try:
            assert response is not None
            content = msgspec.json.decode(response.body, type=kind)
        except msgspec.DecodeError:
            return Refusal("not-an-answer")
        return Heard(content, _replayed(response.headers))


class _OurLine(HTTPClient):
    """The package's view of our line: one host, one patience, no redirects."""

    name = "kith"

    def __init__(self, line: Line) -> None:
        super().__init__()  # pyright: ignore[reportUnknownMemberType] partly untyped there
        self._line = line

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: str | bytes | None = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        body = post_data.encode() if isinstance(post_data, str) else post_data or b""
        reply = await self._line.call(method.upper(), url, headers, body)
        if isinstance(reply, Lost):
            raise APIConnectionError(reply.why)
        return reply.body, reply.status, reply.headers

    def request(self, *_: object, **__: object) -> NoReturn:
        raise NotImplementedError


def _refusal(error: StripeError) -> Refusal:
    if isinstance(error, APIConnectionError):
        return Refusal(error.user_message or "unreachable")
    status = error.http_status or 0
    definite = 400 <= status < 500 and status not in _NOT_DEFINITE
    kind = error.error.type if error.error else None
    return Refusal(
        error.code or kind or f"status-{status}",
        definite=definite,
        replayed=_replayed(error.headers),
        differs=isinstance(error, IdempotencyError),
        again=status in (401, 403),
    )


def _replayed(headers: Mapping[str, str] | None) -> bool:
    return bool(headers) and headers.get("idempotent-replayed") == "true"
