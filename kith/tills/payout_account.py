"""Where a shop's money is paid out to: an account and a name, sealed, of which only a mask is ever shown."""

from uuid import UUID

from kith.kit.keyring import KeyCount, Sealed, WrappedRow, Wraps
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement


class NoPayoutAccount(Refusal):
    """Nobody has entered the account to which the money of this shop goes. Ask whoever runs this installation."""


class PayoutTooSmall(Refusal):
    """This is less than can be paid out."""


class Account(Sealed, frozen=True):
    """The row of it."""

    gateway: str
    hint: str


def bound_to(merchant_id: UUID) -> bytes:
    """What the key of a shop's account is bound to."""
    return b"payout account of " + merchant_id.bytes


of = Query(
    Account,
    "SELECT ring_key, wrapped, nonce, sealed, gateway, hint FROM payout_account WHERE merchant_id = %(merchant_id)s",
)

put = Statement(
    """
    INSERT INTO payout_account (merchant_id, gateway, hint, nonce, sealed, ring_key, wrapped, entered_at)
    VALUES (%(merchant_id)s, %(gateway)s, %(hint)s, %(nonce)s, %(sealed)s, %(ring_key)s, %(wrapped)s, %(now)s)
    ON CONFLICT (merchant_id) DO UPDATE SET gateway = excluded.gateway, hint = excluded.hint, nonce = excluded.nonce,
        sealed = excluded.sealed, ring_key = excluded.ring_key, wrapped = excluded.wrapped,
        entered_at = excluded.entered_at
    """
)

wrap_counts = Query(KeyCount, "SELECT ring_key, count(*)::int AS rows FROM payout_account GROUP BY ring_key")

older_wraps = Query(
    WrappedRow,
    """
    SELECT merchant_id AS row_id, merchant_id AS owner_id, ring_key, wrapped FROM payout_account
    WHERE ring_key <> %(newest)s AND merchant_id > %(after)s
    ORDER BY merchant_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    """,
)

rewrap = Statement(
    """
    UPDATE payout_account SET ring_key = %(ring_key)s, wrapped = %(wrapped)s
    WHERE merchant_id = %(row_id)s AND merchant_id = %(owner_id)s
    """
)

WRAPS = Wraps("payout_account", bound_to, wrap_counts, older_wraps, rewrap)
