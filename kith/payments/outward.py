"""What a gateway is asked, and says, about money that we send out. `gateway.Gateway` tells what holds of outcomes."""

from datetime import datetime

from msgspec import Struct


class Payee(Struct, frozen=True):
    """Who gets the money: their account at the gateway, and their name, which the gateway compares with it. It is kept
    sealed, and it has no text form, so that no log can hold one."""

    account: str
    name: str

    def __repr__(self) -> str:
        return "Payee(…)"


class PayoutOrder(Struct, frozen=True, kw_only=True):
    """Money to somebody's account. `number` names this payout for ever: asked twice, it is done once."""

    number: str
    fen: int
    payee: Payee
    title: str
    """What the payee reads: no names of people."""


class PaidOut(Struct, frozen=True, tag="paid_out"):
    """The payee has `fen`. It may still come back later."""

    number: str
    gateway_number: str
    fen: int
    paid_at: datetime


class Dealing(Struct, frozen=True, tag="dealing"):
    """The gateway has the order and takes its time: minutes, hours or days."""

    number: str


class Confirm(Struct, frozen=True, tag="confirm"):
    """The gateway has the order, and the payee must confirm it in the gateway's app, which is shown `package`; None
    where only the answer to the order names it. Not confirmed in time, it fails."""

    number: str
    package: str | None


class Failed(Struct, frozen=True, tag="failed"):
    """The order ended and no money moved, for the gateway's own reason `code`."""

    number: str
    code: str


class Returned(Struct, frozen=True, tag="returned"):
    """The payee had `fen`, and all of it came back to us."""

    number: str
    gateway_number: str
    fen: int


def masked(payee: Payee) -> str:
    """The account as its owner knows it again: `138****5678`, `wen***@example.com`."""
    account, at, host = payee.account.partition("@")
    kept = account[:3] if at or len(account) > 7 else account[:1]
    return f"{kept}***@{host}" if at else f"{kept}****{account[-4:] if len(account) > 7 else ''}"
