"""Where the money of a wallet goes: an account and a name, sealed, of which only a mask is ever shown."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from kith.kit.keyring import KeyCount, Sealed, WrappedRow, Wraps
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement


class NoPayee(Refusal):
    """Nobody knows yet where your money is to go. Enter your account first."""


class PayeeIsNotYou(Refusal):
    """This account is in another name than the one that was checked. Money goes only to an account of your own."""


class NewPayee(Struct, frozen=True):
    """An account at one of the gateways, and its owner's real name, which that gateway compares with its own."""

    gateway: str
    account: Annotated[str, Meta(min_length=3, max_length=100, pattern=r"^\S+$")]
    name: Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]

    def __repr__(self) -> str:
        return "NewPayee(…)"


class PayeeView(Struct, frozen=True):
    """The account as its owner knows it again: `138****5678`."""

    hint: str


class Kept(Sealed, frozen=True):
    """The row of it."""

    gateway: str
    hint: str
    name_key: bytes


def bound_to(person_id: UUID) -> bytes:
    """What the key of a payee is bound to."""
    return b"payee of wallet " + person_id.bytes


def check_name(checked: bytes | None, given: bytes) -> None:
    """Whoever was checked is paid in that name only. Raises `PayeeIsNotYou`."""
    if checked is not None and checked != given:
        raise PayeeIsNotYou


of = Query(
    Kept,
    """
    SELECT ring_key, wrapped, nonce, sealed, gateway, hint, name_key FROM wallet_payee WHERE person_id = %(person_id)s
    """,
)

put = Statement(
    """
    INSERT INTO wallet_payee (person_id, gateway, hint, name_key, nonce, sealed, ring_key, wrapped, entered_at)
    VALUES (%(person_id)s, %(gateway)s, %(hint)s, %(name_key)s, %(nonce)s, %(sealed)s, %(ring_key)s, %(wrapped)s,
        %(now)s)
    ON CONFLICT (person_id) DO UPDATE SET gateway = excluded.gateway, hint = excluded.hint,
        name_key = excluded.name_key, nonce = excluded.nonce, sealed = excluded.sealed, ring_key = excluded.ring_key,
        wrapped = excluded.wrapped, entered_at = excluded.entered_at
    """
)

forget = Statement("DELETE FROM wallet_payee WHERE person_id = %(person_id)s")

wrap_counts = Query(KeyCount, "SELECT ring_key, count(*)::int AS rows FROM wallet_payee GROUP BY ring_key")

older_wraps = Query(
    WrappedRow,
    """
    SELECT person_id AS row_id, person_id AS owner_id, ring_key, wrapped FROM wallet_payee
    WHERE ring_key <> %(newest)s AND person_id > %(after)s
    ORDER BY person_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    """,
)

rewrap = Statement(
    """
    UPDATE wallet_payee SET ring_key = %(ring_key)s, wrapped = %(wrapped)s
    WHERE person_id = %(row_id)s AND person_id = %(owner_id)s
    """
)

WRAPS = Wraps("wallet_payee", bound_to, wrap_counts, older_wraps, rewrap)
