"""Tills: what a shop earned, and sending it to the shop.

A shop's money is **pending** while its orders are under way and for some days after receipt, then **available**; from
there its owner has it paid out. The **statement** has a line for each order that was settled, each payout that was paid
and each that came back; it speaks of orders and never of what they were part of.

What always holds: settled + returned − paid out = what the shop is owed, of which payouts under way are held. Where the
money goes is entered by an operator, sealed, and shown to the owner masked.
"""

from kith.tills.audit import audit
from kith.tills.follow_payout import follow_payout
from kith.tills.list_payouts import list_payouts
from kith.tills.list_statement import list_statement
from kith.tills.pay_out import pay_out
from kith.tills.payout_account import WRAPS, NoPayoutAccount, PayoutTooSmall
from kith.tills.policy import Policy
from kith.tills.set_payout_account import set_payout_account
from kith.tills.till import NewPayout, ShopMoney, ShopPayout, StatementLine, payable_account
from kith.tills.view_money import view_money

__all__ = [
    "WRAPS",
    "NewPayout",
    "NoPayoutAccount",
    "PayoutTooSmall",
    "Policy",
    "ShopMoney",
    "ShopPayout",
    "StatementLine",
    "audit",
    "follow_payout",
    "list_payouts",
    "list_statement",
    "pay_out",
    "payable_account",
    "set_payout_account",
    "view_money",
]
