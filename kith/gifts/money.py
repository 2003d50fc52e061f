"""What gifts write into the ledger: one account a gift, and one transfer for each thing that can happen to its money.

Each transfer's id is derived from what it belongs to, so that writing it twice changes nothing.
"""

from uuid import UUID

from msgspec import Struct

from kith import ledger, merchants, payments, tills
from kith.gifts.gift import Gift, GiftId
from kith.gifts.part import Part
from kith.kit import ids


class Promise(Struct, frozen=True):
    """What of a gift's money is promised to which shop. A gift has one at a time; `number` counts them from 0."""

    gift_id: GiftId
    number: int
    merchant_id: merchants.MerchantId
    fen: int


def first_promise(gift: Gift) -> Promise:
    """The promise of a gift as given: its whole price, to the shop of what was given."""
    return Promise(gift.gift_id, 0, gift.merchant_id, gift.fen)


def gift_account(gift_id: UUID) -> UUID:
    """What was paid for a gift and has neither reached the shop nor gone back. Never below zero."""
    return ledger.account_id("gift", gift_id)


def shop_account(merchant_id: UUID) -> UUID:
    """What we owe a shop."""
    return tills.payable_account(merchant_id)


def accounts_of(promise: Promise) -> list[ledger.NewAccount]:
    """The accounts that a promise touches; opening them again is harmless."""
    return [
        ledger.NewAccount(gift_account(promise.gift_id), "gift", promise.gift_id, "debits"),
        ledger.NewAccount(shop_account(promise.merchant_id), "merchant-payable", promise.merchant_id, "debits"),
    ]


def deposit(part: Part) -> ledger.Transfer:
    """A part was paid."""
    return ledger.Transfer(
        id=ids.derived(part.charge_id, "gift-deposit"),
        debit=payments.charge_account(part.charge_id),
        credit=gift_account(part.gift_id),
        fen=part.fen,
        reason="gift-part",
    )


def withdrawal(part: Part) -> ledger.Transfer:
    """The gift ended: what is left of a part goes back to where it came from."""
    return ledger.Transfer(
        id=ids.derived(part.charge_id, "gift-withdrawal"),
        debit=gift_account(part.gift_id),
        credit=payments.charge_account(part.charge_id),
        fen=part.left_fen,
        reason="gift-ended",
    )


def difference(part: Part, promise: Promise, fen: int) -> ledger.Transfer:
    """The gift goes on for less, under this promise: some of a part goes back to where it came from."""
    return ledger.Transfer(
        id=ids.derived(part.charge_id, f"gift-difference {promise.number}"),
        debit=gift_account(part.gift_id),
        credit=payments.charge_account(part.charge_id),
        fen=fen,
        reason="gift-swapped",
    )


def hold(promise: Promise) -> ledger.Transfer:
    """Nobody but this shop may have the money. It has no timeout, every way out ends it."""
    return ledger.Transfer(
        id=_id(promise, "hold"),
        kind="pending",
        debit=gift_account(promise.gift_id),
        credit=shop_account(promise.merchant_id),
        fen=promise.fen,
        reason="gift-hold",
    )


def void(promise: Promise) -> ledger.Transfer:
    """The gift ended, or goes on under another promise: this shop gets nothing."""
    return ledger.Transfer(id=_id(promise, "void"), kind="void", pending_id=_id(promise, "hold"), reason="gift-ended")


def post(promise: Promise) -> ledger.Transfer:
    """The gift is settled: the shop gets all that it was promised."""
    return ledger.Transfer(id=_id(promise, "post"), kind="post", pending_id=_id(promise, "hold"), reason="gift-settled")


def refund_id(part: Part) -> payments.RefundId:
    """The refund of what is left of a part, by the name it keeps for ever."""
    return payments.RefundId(ids.derived(part.charge_id, "gift-refund"))


def difference_id(part: Part, promise: Promise) -> payments.RefundId:
    """The refund of a part's share when a gift goes on for less, by the name it keeps for ever."""
    return payments.RefundId(ids.derived(part.charge_id, f"gift-refund {promise.number}"))


def _id(promise: Promise, what: str) -> UUID:
    return ids.derived(promise.gift_id, f"{what} {promise.number}" if promise.number else what)
