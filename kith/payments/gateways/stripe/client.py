"""Stripe as a gateway: calls out, definite outcomes back, and `Unknown` for everything that is not definite.

A number of ours is an intent of theirs, whose id we hear when it is made. **Only who has an intent's client secret can
pay it, and the secret leaves us only when the id is committed**: whatever can be paid can be asked for by its id. Where
the id is not known, because the answer to `begin` was lost, the number is searched for in the metadata. A search may
not find yet what was made a minute ago; then the number is `Missing`, which loses nothing: nobody can pay it before it
is begun once more, and that makes its id known. Of several intents of one number all but that one are unpayable.

A deed is named by its number as idempotency key. Stripe keeps what it first answered under a key, a failure of its own
too, and says it again: then what became of the deed is looked up, and where there is nothing the next key is used, the
number with a count behind it. A key is forgotten after a day or more; what was made is found without it.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from stripe.params import PaymentIntentCreateParams

from kith.kit import clock
from kith.payments.bill import BillFetched, BillKind, BillLine, BillMissing
from kith.payments.gateway import (
    Begun,
    Book,
    Closed,
    Declined,
    Missing,
    Note,
    Order,
    Pending,
    Refunded,
    RefundOrder,
    Settled,
    Unknown,
    Waiting,
    Way,
)
from kith.payments.gateways import book as simulated
from kith.payments.gateways.line import Lost
from kith.payments.gateways.stripe import bills, message
from kith.payments.gateways.stripe.account import Account
from kith.payments.gateways.stripe.fetch_bill import fetch_bill
from kith.payments.gateways.stripe.message import Intent, Intents, Refund, Refunds
from kith.payments.gateways.stripe.wire import Heard, Refusal, Wire
from kith.payments.outward import Confirm, Dealing, Failed, PaidOut, PayoutOrder, Returned

_MOST_KEYS = 20
_PAGE = 100
_NOT_NOW = frozenset({"balance_insufficient", "insufficient_funds", "lock_timeout"})
"""Refusals of a refund that time or an operator cures."""


class Stripe:
    """One account, asked over one line. Safe for concurrent use."""

    name = "stripe"
    ways: tuple[Way, ...] = ("card",)
    acknowledgement = b""
    refusal_body = b""
    pays_out = False

    def __init__(self, account: Account, *, seconds: float = 10.0, now: Callable[[], datetime] = clock.now) -> None:
        """`seconds` is how long an answer may take; after that its outcome is `Unknown`. `now` tells whether a deadline
        or a day is over, which Stripe knows nothing of."""
        self._account = account
        self._wire = Wire(account, seconds=seconds)
        self._now = now

    async def begin(self, order: Order) -> Begun | Unknown | Declined:
        """Intents know no deadline: whoever begins one closes it."""
        number = order.number
        if order.pay_by <= self._now():
            return Declined(number, "deadline-over")
        for key in _keys(number):
            made = await self._make(order, key)
            if isinstance(made, Heard):
                return await self._begun(order, made)
            if made.differs or not (made.definite or made.replayed):
                return made.unknown(number)
            if not made.replayed:
                return Declined(number, made.code)
        return Unknown(number, "too-many-tries")

    async def query(self, number: str, known: str | None = None) -> Settled | Waiting | Closed | Missing | Unknown:
        found = await self._ids(number, known)
        if isinstance(found, Unknown):
            return found
        return message.whole(number, [await self._stands(number, each) for each in found])

    async def close(self, number: str, known: str | None = None) -> Closed | Settled | Missing | Unknown:
        """What cannot be cancelled is asked about: the buyer was faster, or it is cancelled already."""
        found = await self._ids(number, known)
        if isinstance(found, Unknown):
            return found
        stands = message.whole(number, [await self._cancel(number, each) for each in found])
        return Unknown(number, "still-open") if isinstance(stands, Waiting) else stands

    async def cancel(self, number: str, known: str | None = None) -> Closed | Settled | Missing | Unknown:
        return await self.close(number, known)

    async def refund(self, order: RefundOrder) -> Refunded | Pending | Unknown | Declined:
        found = await self._ids(order.number, order.gateway_number)
        if isinstance(found, Unknown):
            return found
        if not found:
            return Unknown(order.number, "trade-not-found")
        for key in _keys(order.refund_number):
            said = await self._pay_back(order, found[0], key)
            if said is not None:
                return said
        return Unknown(order.number, "too-many-tries")

    async def query_refund(
        self, number: str, refund_number: str, known: str | None = None
    ) -> Refunded | Pending | Missing | Unknown:
        found = await self._ids(number, known)
        if isinstance(found, Unknown):
            return found
        if not found:
            return Unknown(number, "trade-not-found")
        refunds: list[Refund] = []
        more = True
        while more:
            after = {"starting_after": refunds[-1].id} if refunds else {}
            asked = {"payment_intent": found[0], "limit": _PAGE, **after}
            heard = await self._wire.ask(Refunds, self._wire.api.refunds.list_async(asked))  # pyright: ignore
            if isinstance(heard, Refusal):
                return heard.unknown(number)
            refunds += heard.content.data
            more = heard.content.has_more and bool(heard.content.data)
        return message.refunded(number, refund_number, refunds)

    async def pay_out(self, order: PayoutOrder) -> PaidOut | Dealing | Confirm | Failed | Returned | Unknown | Declined:
        return Declined(order.number, "no-payouts", again=True)

    async def query_payout(self, number: str) -> PaidOut | Dealing | Confirm | Failed | Returned | Missing | Unknown:
        return Missing(number)

    async def fetch_bill(self, day: date, kind: BillKind, into: Path) -> BillFetched | BillMissing | Unknown | Declined:
        return await fetch_bill(self._wire, day, kind, into, now=self._now())

    def read_bill(self, path: Path) -> Iterator[BillLine]:
        return bills.lines(path)

    def read(self, body: bytes, headers: Mapping[str, str], *, arriving: bool = True) -> Note:
        return message.note(body, headers, self._account.webhook_secret, arriving=arriving)

    async def book(self) -> Book | None:
        """The simulator's book; None where there is none, or where it cannot be read now."""
        if self._account.book_url is None:
            return None
        body = await self._wire.line.get(self._account.book_url)
        return None if isinstance(body, Lost) else simulated.read(body)

    async def disconnect(self) -> None:
        await self._wire.line.disconnect()

    async def _make(self, order: Order, key: str) -> Heard[Intent] | Refusal:
        asked: PaymentIntentCreateParams = {
            "amount": order.fen,
            "currency": message.CURRENCY,
            "description": order.subject,
            "metadata": {"number": order.number, "webhook": order.notify_url},
            "automatic_payment_methods": {"enabled": True},
        }
        made = self._wire.api.payment_intents.create_async(asked, {"idempotency_key": key})
        return await self._wire.ask(Intent, made)

    async def _begun(self, order: Order, made: Heard[Intent]) -> Begun | Unknown | Declined:
        """What is answered once more may have been paid or cancelled since."""
        intent = await self._retrieved(made.content.id) if made.replayed else made.content
        if isinstance(intent, Refusal):
            return intent.unknown(order.number)
        if intent.number != order.number or not intent.client_secret:
            return Unknown(order.number, "other-trade")
        if intent.status == "canceled":
            return Declined(order.number, "canceled")
        where = self._where(order, intent.client_secret)
        if not intent.payable or where is None:
            return Unknown(order.number, intent.status)
        return Begun(order.number, url=where, gateway_number=intent.id)

    def _where(self, order: Order, secret: str) -> str | None:
        """The page that pays by this secret, which stands where no server is told of it."""
        if self._account.cashier_url:
            back = f"?redirect_url={quote(order.return_url, safe='')}" if order.return_url else ""
            return f"{self._account.cashier_url}/{secret}{back}"
        return f"{order.return_url}/card#{secret}" if order.return_url else None

    async def _ids(self, number: str, known: str | None) -> list[str] | Unknown:
        """The intents of a number: the one that is known, or what a search finds."""
        if known:
            return [known]
        query = f"metadata['number']:'{number}'"
        heard = await self._wire.ask(Intents, self._wire.api.payment_intents.search_async({"query": query}))
        if isinstance(heard, Refusal):
            return heard.unknown(number)
        return [intent.id for intent in heard.content.data]

    async def _retrieved(self, intent_id: str) -> Intent | Refusal:
        asked = self._wire.api.payment_intents.retrieve_async(intent_id, {"expand": ["latest_charge"]})
        heard = await self._wire.ask(Intent, asked)
        return heard if isinstance(heard, Refusal) else heard.content

    async def _stands(self, number: str, intent_id: str) -> Settled | Waiting | Closed | Unknown:
        intent = await self._retrieved(intent_id)
        return intent.unknown(number) if isinstance(intent, Refusal) else message.standing(number, intent)

    async def _cancel(self, number: str, intent_id: str) -> Settled | Waiting | Closed | Unknown:
        """To cancel twice does no harm, so that it needs no key."""
        heard = await self._wire.ask(Intent, self._wire.api.payment_intents.cancel_async(intent_id))
        if isinstance(heard, Heard):
            return message.standing(number, heard.content)
        return await self._stands(number, intent_id) if heard.definite else heard.unknown(number)

    async def _pay_back(
        self, order: RefundOrder, intent_id: str, key: str
    ) -> Refunded | Pending | Unknown | Declined | None:
        """The refund under this key; None where the key is spent and there is no refund."""
        number, refund_number = order.number, order.refund_number
        metadata = {"number": number, "refund_number": refund_number, "total": str(order.total_fen)}
        made = self._wire.api.refunds.create_async(
            {"payment_intent": intent_id, "amount": order.fen, "metadata": metadata}, {"idempotency_key": key}
        )
        heard = await self._wire.ask(Refund, made)
        if isinstance(heard, Heard) and not heard.replayed:
            said = message.refunded(number, refund_number, [heard.content])
            return Unknown(number, "other-refund") if isinstance(said, Missing) else said
        if heard.replayed:
            said = await self.query_refund(number, refund_number, intent_id)
            return None if isinstance(said, Missing) else said
        assert isinstance(heard, Refusal)
        if not heard.definite:
            return heard.unknown(number)
        return Declined(number, heard.code, again=heard.again or heard.code in _NOT_NOW)


def _keys(number: str) -> Iterator[str]:
    """The number itself, then with a count behind it."""
    yield number
    yield from (f"{number}-{count}" for count in range(1, _MOST_KEYS))
