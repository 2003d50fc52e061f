"""The one protocol between Kith and whoever moves real money.

Every call to a gateway has an outcome that is a type of its own, and `Unknown` is one of them: a timeout, an answer
without a valid signature, a gateway that says it does not know. Only a definite outcome may move money; after `Unknown`
the same number is asked about for as long as it takes, and never replaced by a new one.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct

from kith.payments.bill import BillFetched, BillKind, BillLine, BillMissing
from kith.payments.outward import Confirm, Dealing, Failed, PaidOut, PayoutOrder, Returned

Way = Literal["page", "wap", "qr", "app", "jsapi", "card", "balance"]
"""How the buyer reaches the cashier: a page to go to, the same made for a phone's browser, a code to scan, an order
that an app on the phone hands to the gateway's own app, or one that a page inside that app hands to it. `card`: a page
to go to on which a card is entered. `balance`: none, it is paid from the payer's wallet."""

NoteOutcome = Literal["paid", "closed", "refunded", "waiting"]
"""What a notification is about: the buyer paid; it closed unpaid; (a part of) it went back; it exists, unpaid."""


class Order(Struct, frozen=True, kw_only=True):
    """One try to be paid. `number` is ours, at most 32 letters and digits, and names this try for ever."""

    number: str
    fen: int
    subject: str
    """What the buyer reads at the cashier: no names of people, no message."""
    way: Way
    pay_by: datetime
    """The gateway closes the trade by itself when it is not paid by then, or the caller closes it."""
    notify_url: str
    return_url: str | None = None
    """Where the buyer's browser goes afterwards. Arriving there proves nothing."""
    quit_url: str | None = None
    """Where the browser of a phone goes when its buyer leaves the cashier unpaid (way `wap`)."""
    payer: str | None = None
    """Who pays, as the gateway's own app calls them (way `jsapi`)."""
    payer_ip: str | None = None
    """The payer's address on the network, which some cashiers for phones compare (way `wap`)."""


class RefundOrder(Struct, frozen=True, kw_only=True):
    """Money back on a paid trade. `refund_number` names this refund for ever: asked twice, it is done once."""

    number: str
    refund_number: str
    fen: int
    total_fen: int
    """What the trade was paid with: some gateways want to hear it again."""
    reason: str
    gateway_number: str | None = None
    """What the gateway calls the trade, where that is known."""


class Begun(Struct, frozen=True, tag="begun"):
    """The buyer can pay: at `url` (ways `page`, `wap` and `card`), by scanning what `qr_code` encodes (way `qr`), or by
    the `order_string` that is handed over (ways `app` and `jsapi`)."""

    number: str
    url: str | None = None
    qr_code: str | None = None
    order_string: str | None = None
    gateway_number: str | None = None
    """What the gateway calls the trade, where it says so at once."""


class Settled(Struct, frozen=True, tag="settled"):
    """The buyer paid `fen` at `paid_at`. It stays `Settled` when the money was given back later."""

    number: str
    gateway_number: str
    fen: int
    paid_at: datetime


class Waiting(Struct, frozen=True, tag="waiting"):
    """The trade exists and can still be paid."""

    number: str


class Closed(Struct, frozen=True, tag="closed"):
    """The trade ended unpaid and can never be paid."""

    number: str


class Missing(Struct, frozen=True, tag="missing"):
    """The gateway knows nothing of this number.

    Of a trade: not *yet*, for only the buyer makes it by opening the cashier, until `pay_by`. Of a refund or payout:
    it was not received or it failed, and may be asked for again under the same number.
    """

    number: str


class Unknown(Struct, frozen=True, tag="unknown"):
    """Nobody can say what happened, and it may have happened. `why` is a code for logs and lists."""

    number: str
    why: str


class Declined(Struct, frozen=True, tag="declined"):
    """The gateway definitely did nothing, and says why in its own `code`."""

    number: str
    code: str
    again: bool = False
    """True where the same request may succeed later: the shop's balance is short, our access is suspended."""


class Refunded(Struct, frozen=True, tag="refunded"):
    """The money of this one refund, `fen`, has gone back to the buyer."""

    number: str
    refund_number: str
    fen: int


class Pending(Struct, frozen=True, tag="pending"):
    """The gateway took the refund and has moved no money by this answer: `query_refund` tells."""

    number: str
    refund_number: str


class Note(Struct, frozen=True, kw_only=True):
    """A notification whose signature and addressee were checked. Its amounts are for the caller to compare.

    A note may come twice, late, or after a younger one.
    """

    note_id: str
    """The gateway's own id of this news: the same in every repetition of it."""
    number: str
    gateway_number: str
    outcome: NoteOutcome
    fen: int
    """What the whole trade is worth, in every outcome."""
    paid_at: datetime | None = None
    refund_number: str | None = None
    refunded_fen: int = 0
    """What has gone back: by this refund, or on this trade until now, as the gateway counts."""
    proves: bool = True
    """False where such news may come after younger ones: then it only says that it is time to ask."""


class Forged(Exception):
    """A notification that the gateway did not send to us. `why` is a code for logs; it quotes nothing that came in."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Book(Struct, frozen=True):
    """A gateway's own account of us: fen paid by trade number, given back by refund number, and paid out and come back
    by payout number."""

    paid: dict[str, int]
    refunded: dict[str, int]
    paid_out: dict[str, int] = {}
    returned: dict[str, int] = {}

    @property
    def balance_fen(self) -> int:
        came, went = (self.paid, self.returned), (self.refunded, self.paid_out)
        return sum(sum(each.values()) for each in came) - sum(sum(each.values()) for each in went)


class Gateway(Protocol):
    """Somebody who takes and returns money. No method raises for what happens on the wire: that is `Unknown`."""

    @property
    def name(self) -> str:
        """As it stands in URLs and in rows."""
        ...

    @property
    def ways(self) -> Sequence[Way]:
        """How its cashier can be reached, the usual way first."""
        ...

    @property
    def acknowledgement(self) -> bytes:
        """The body that stops the repetition of a notification."""
        ...

    @property
    def refusal_body(self) -> bytes:
        """The body for a notification that is not accepted: the gateway tries again."""
        ...

    async def begin(self, order: Order) -> Begun | Unknown | Declined:
        """Make the trade payable. The same order again gives the same trade."""
        ...

    async def query(self, number: str, known: str | None = None) -> Settled | Waiting | Closed | Missing | Unknown:
        """How the trade stands now. `known`, here and below, is what the gateway called it when it was begun or paid,
        if it said so: some find it by that alone, or sooner."""
        ...

    async def close(self, number: str, known: str | None = None) -> Closed | Settled | Missing | Unknown:
        """End an unpaid trade. `Settled` where the buyer was faster."""
        ...

    async def cancel(self, number: str, known: str | None = None) -> Closed | Settled | Missing | Unknown:
        """End a `qr` order that was begun without a clear answer, also one that nobody has scanned yet: its code is
        dead. `Settled` where a buyer was faster, and nothing is undone then."""
        ...

    async def refund(self, order: RefundOrder) -> Refunded | Pending | Unknown | Declined:
        """Give money back to the buyer, in full or in part."""
        ...

    async def query_refund(
        self, number: str, refund_number: str, known: str | None = None
    ) -> Refunded | Pending | Missing | Unknown:
        """How one refund stands now."""
        ...

    @property
    def pays_out(self) -> bool:
        """Whether it is set up to send money out."""
        ...

    async def pay_out(self, order: PayoutOrder) -> PaidOut | Dealing | Confirm | Failed | Returned | Unknown | Declined:
        """Send money to somebody's account."""
        ...

    async def query_payout(self, number: str) -> PaidOut | Dealing | Confirm | Failed | Returned | Missing | Unknown:
        """How one payout stands now."""
        ...

    async def fetch_bill(self, day: date, kind: BillKind, into: Path) -> BillFetched | BillMissing | Unknown | Declined:
        """Write the bill of a day (in Beijing) into a file; `into` is there only if it was fetched whole."""
        ...

    def read_bill(self, path: Path) -> Iterator[BillLine]:
        """The lines of a bill that was fetched. Raises `BadBill`."""
        ...

    def read(self, body: bytes, headers: Mapping[str, str], *, arriving: bool = True) -> Note:
        """The meaning of a raw notification, whose names of headers are in lower case. Raises `Forged`, also for one
        whose signature is too old by now, if it is `arriving` now."""
        ...

    async def book(self) -> Book | None:
        """The gateway's own account of us, to compare with the ledger; None where it offers none."""
        ...

    async def disconnect(self) -> None:
        """Give up the connections; the last call."""
        ...


class Gateways(dict[str, Gateway]):
    """The gateways of this installation by name: one of its parts."""

    @property
    def sending(self) -> list[str]:
        """Names of those that are set up to send money out."""
        return [name for name, gateway in self.items() if gateway.pays_out]
