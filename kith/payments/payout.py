"""A payout: the intent that money goes out to whom it belongs, under one number for ever."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType
from uuid import UUID

from msgspec import Struct

from kith.kit import ids
from kith.kit.keyring import KeyCount, KeyRing, Sealed, WrappedRow, Wraps
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement, Tx
from kith.payments.outward import PayoutOrder
from kith.payments.payee import unseal_payee

PayoutId = NewType("PayoutId", UUID)
PayoutState = Literal["wanted", "unknown", "dealing", "confirm", "paid", "failed", "returned"]


class Payout(Struct, frozen=True):
    """Money on its way out. Until it is `paid` or `failed` it is held in the ledger; `returned`, it is there again."""

    owner_id: UUID
    payout_id: PayoutId
    purpose: str
    account_id: UUID
    gateway: str
    fen: int
    hint: str
    """The payee's account, masked."""
    state: PayoutState
    code: str | None
    gateway_number: str | None
    checks: int
    lease_until: datetime | None
    wanted_at: datetime
    paid_at: datetime | None
    ended_at: datetime | None
    package: str | None
    """While it is to be confirmed (state `confirm`): what the gateway's app is shown."""

    @property
    def number(self) -> str:
        """The name of this payout at its gateway, whichever id its owner chose."""
        return number_of(self.owner_id, self.payout_id).hex


class DuePayout(Struct, frozen=True):
    """A payout that is to be sent, or asked about."""

    owner_id: UUID
    payout_id: PayoutId


@dataclass(frozen=True)
class PayoutMoved:
    """Whom to tell, by the payout's purpose, that its state is another now: called in the same transaction."""

    table: Mapping[str, Callable[[Tx, Payout, datetime], Awaitable[None]]] = field(
        default_factory=dict[str, Callable[[Tx, Payout, datetime], Awaitable[None]]]
    )


class PayoutsOff(Refusal):
    """Nothing can be paid out here: the gateway is not set up for it. Ask whoever runs this installation."""


class PayoutDiffers(Refusal):
    """A payout with this id exists and is of another amount."""


class PayoutTooLarge(Refusal):
    """More would be paid out than is available."""


def number_of(owner_id: UUID, payout_id: UUID) -> UUID:
    """The name of a payout at its gateway, as an id."""
    return ids.derived(owner_id, payout_id.hex)


def bound_to(owner_id: UUID) -> bytes:
    """What the key of a payout's payee is bound to."""
    return b"payout of " + owner_id.bytes


def order(payout: Payout, sealed: Sealed, ring: KeyRing) -> PayoutOrder:
    """What the gateway is asked for, the same however often it is asked."""
    payee = unseal_payee(ring, sealed, bound_to(payout.owner_id))
    return PayoutOrder(number=payout.number, fen=payout.fen, payee=payee, title="Kith")


insert = Query(
    Payout,
    """
    INSERT INTO payout (
        owner_id, payout_id, number, purpose, account_id, gateway, fen, hint, nonce, sealed, ring_key, wrapped, state,
        checks, due_at, wanted_at
    ) VALUES (
        %(owner_id)s, %(payout_id)s, %(number)s, %(purpose)s, %(account_id)s, %(gateway)s, %(fen)s, %(hint)s, %(nonce)s,
        %(sealed)s, %(ring_key)s, %(wrapped)s, 'wanted', 0, %(now)s, %(now)s
    )
    ON CONFLICT (owner_id, payout_id) DO NOTHING
    RETURNING owner_id, payout_id, purpose, account_id, gateway, fen, hint, state, code, gateway_number, checks,
        lease_until, wanted_at, paid_at, ended_at, package
    """,
)

by_id = Query(
    Payout,
    """
    SELECT owner_id, payout_id, purpose, account_id, gateway, fen, hint, state, code, gateway_number, checks,
        lease_until, wanted_at, paid_at, ended_at, package
    FROM payout WHERE owner_id = %(owner_id)s AND payout_id = %(payout_id)s
    """,
)

payee_of = Query(
    Sealed,
    """
    SELECT ring_key, wrapped, nonce, sealed FROM payout
    WHERE owner_id = %(owner_id)s AND payout_id = %(payout_id)s AND sealed IS NOT NULL AND ring_key IS NOT NULL
        AND wrapped IS NOT NULL AND nonce IS NOT NULL
    """,
)

newest = Query(
    Payout,
    """
    SELECT owner_id, payout_id, purpose, account_id, gateway, fen, hint, state, code, gateway_number, checks,
        lease_until, wanted_at, paid_at, ended_at, package
    FROM payout WHERE owner_id = %(owner_id)s AND (wanted_at, payout_id) < (%(after_at)s, %(after_id)s)
    ORDER BY wanted_at DESC, payout_id DESC LIMIT %(limit)s
    """,
)

since = Query(
    Payout,
    """
    SELECT owner_id, payout_id, purpose, account_id, gateway, fen, hint, state, code, gateway_number, checks,
        lease_until, wanted_at, paid_at, ended_at, package
    FROM payout WHERE owner_id = %(owner_id)s AND wanted_at >= %(since_at)s ORDER BY wanted_at, payout_id
    """,
)

# From here on the payout may have happened, whether or not the call is ever made: only the gateway can tell.
lease = Query(
    Payout,
    """
    UPDATE payout SET state = CASE state WHEN 'wanted' THEN 'unknown' ELSE state END, lease_until = %(lease_until)s,
        due_at = %(now)s
    WHERE owner_id = %(owner_id)s AND payout_id = %(payout_id)s AND state = %(state)s
        AND (lease_until IS NULL OR lease_until <= %(now)s)
    RETURNING owner_id, payout_id, purpose, account_id, gateway, fen, hint, state, code, gateway_number, checks,
        lease_until, wanted_at, paid_at, ended_at, package
    """,
)

# What is not definite: asked again later. `state` may only be one of those in which the payee is still kept, or `paid`.
postpone = Query(
    Payout,
    """
    UPDATE payout SET state = %(state)s, code = %(code)s, checks = checks + 1, due_at = %(due_at)s, lease_until = NULL,
        package = %(package)s
    WHERE owner_id = %(owner_id)s AND payout_id = %(payout_id)s AND lease_until = %(lease_until)s
        AND (state = 'paid') = (%(state)s = 'paid') AND state NOT IN ('failed', 'returned')
    RETURNING owner_id, payout_id, purpose, account_id, gateway, fen, hint, state, code, gateway_number, checks,
        lease_until, wanted_at, paid_at, ended_at, package
    """,
)

pay = Query(
    Payout,
    """
    UPDATE payout SET state = 'paid', code = NULL, gateway_number = %(gateway_number)s, checks = 0, due_at = %(due_at)s,
        lease_until = NULL, paid_at = %(now)s, package = NULL, nonce = NULL, sealed = NULL, ring_key = NULL,
        wrapped = NULL
    WHERE owner_id = %(owner_id)s AND payout_id = %(payout_id)s AND state IN ('wanted', 'unknown', 'dealing', 'confirm')
    RETURNING owner_id, payout_id, purpose, account_id, gateway, fen, hint, state, code, gateway_number, checks,
        lease_until, wanted_at, paid_at, ended_at, package
    """,
)

fail = Query(
    Payout,
    """
    UPDATE payout SET state = 'failed', code = %(code)s, due_at = NULL, lease_until = NULL, ended_at = %(now)s,
        package = NULL, nonce = NULL, sealed = NULL, ring_key = NULL,
        wrapped = NULL
    WHERE owner_id = %(owner_id)s AND payout_id = %(payout_id)s AND state IN ('wanted', 'unknown', 'dealing', 'confirm')
        AND lease_until = %(lease_until)s
    RETURNING owner_id, payout_id, purpose, account_id, gateway, fen, hint, state, code, gateway_number, checks,
        lease_until, wanted_at, paid_at, ended_at, package
    """,
)

take_back = Query(
    Payout,
    """
    UPDATE payout SET state = 'returned', code = NULL, due_at = NULL, lease_until = NULL, ended_at = %(now)s
    WHERE owner_id = %(owner_id)s AND payout_id = %(payout_id)s AND state = 'paid'
    RETURNING owner_id, payout_id, purpose, account_id, gateway, fen, hint, state, code, gateway_number, checks,
        lease_until, wanted_at, paid_at, ended_at, package
    """,
)

due = Query(
    DuePayout,
    """
    SELECT owner_id, payout_id FROM payout
    WHERE due_at <= %(now)s AND (lease_until IS NULL OR lease_until <= %(now)s)
    ORDER BY due_at LIMIT %(limit)s
    """,
)

doubtful = Query(
    Payout,
    """
    SELECT owner_id, payout_id, purpose, account_id, gateway, fen, hint, state, code, gateway_number, checks,
        lease_until, wanted_at, paid_at, ended_at, package
    FROM payout
    WHERE (state IN ('wanted', 'unknown') AND wanted_at <= %(before)s)
        OR (state IN ('dealing', 'confirm') AND wanted_at <= %(dealing_before)s)
    ORDER BY wanted_at LIMIT %(limit)s
    """,
)

latest = Query(
    Payout,
    """
    SELECT owner_id, payout_id, purpose, account_id, gateway, fen, hint, state, code, gateway_number, checks,
        lease_until, wanted_at, paid_at, ended_at, package
    FROM payout ORDER BY wanted_at DESC, payout_id DESC LIMIT %(limit)s
    """,
)

wrap_counts = Query(
    KeyCount, "SELECT ring_key, count(*)::int AS rows FROM payout WHERE ring_key IS NOT NULL GROUP BY ring_key"
)

older_wraps = Query(
    WrappedRow,
    """
    SELECT payout_id AS row_id, owner_id, ring_key, wrapped FROM payout
    WHERE ring_key <> %(newest)s AND ring_key IS NOT NULL AND payout_id > %(after)s
    ORDER BY payout_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    """,
)

rewrap = Statement(
    """
    UPDATE payout SET ring_key = %(ring_key)s, wrapped = %(wrapped)s
    WHERE owner_id = %(owner_id)s AND payout_id = %(row_id)s AND wrapped IS NOT NULL
    """
)

WRAPS = Wraps("payout", bound_to, wrap_counts, older_wraps, rewrap)
