"""What gifts write into the ledger: one account a gift, and one transfer for each thing that can happen to its money.

Each transfer's id is derived from what it belongs to, so that writing it twice changes nothing.
"""

from uuid import UUID

from kith import ledger, payments, tills
from kith.gifts.gift import Gift, GiftId
from kith.gifts.part import Part
from kith.kit import ids


def gift_account(gift_id: UUID) -> UUID:
    """What was paid for a gift and has neither reached the shop nor gone back. Never below zero."""
    return ledger.account_id("gift", gift_id)


def shop_account(merchant_id: UUID) -> UUID:
    """What we owe a shop."""
    return tills.payable_account(merchant_id)


def hold_id(gift_id: GiftId) -> UUID:
    """The hold that promises the gift's money to the shop."""
    return ids.derived(gift_id, "hold")


def accounts_of(gift: Gift) -> list[ledger.NewAccount]:
    """The accounts that the money of a gift touches; opening them again is harmless."""
    return [
        ledger.NewAccount(gift_account(gift.gift_id), "gift", gift.gift_id, "debits"),
        ledger.NewAccount(shop_account(gift.merchant_id), "merchant-payable", gift.merchant_id, "debits"),
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
    """The gift ended: a part goes back to where it came from."""
    return ledger.Transfer(
        id=ids.derived(part.charge_id, "gift-withdrawal"),
        debit=gift_account(part.gift_id),
        credit=payments.charge_account(part.charge_id),
        fen=part.fen,
        reason="gift-ended",
    )


def hold(gift: Gift) -> ledger.Transfer:
    """The gift is paid: nobody but its shop may have the money. It has no timeout, every way out ends it."""
    return ledger.Transfer(
        id=hold_id(gift.gift_id),
        kind="pending",
        debit=gift_account(gift.gift_id),
        credit=shop_account(gift.merchant_id),
        fen=gift.fen,
        reason="gift-hold",
    )


def void(gift: Gift) -> ledger.Transfer:
    """The gift ended: the shop gets nothing."""
    return ledger.Transfer(
        id=ids.derived(gift.gift_id, "void"), kind="void", pending_id=hold_id(gift.gift_id), reason="gift-ended"
    )


def post(gift: Gift) -> ledger.Transfer:
    """The gift is settled: the shop gets all of it."""
    return ledger.Transfer(
        id=ids.derived(gift.gift_id, "post"), kind="post", pending_id=hold_id(gift.gift_id), reason="gift-settled"
    )


def refund_id(part: Part) -> payments.RefundId:
    """The refund of a part, by the name it keeps for ever."""
    return payments.RefundId(ids.derived(part.charge_id, "gift-refund"))
