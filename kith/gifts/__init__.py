"""Gifts: one person gives another something real, and never learns where it goes.

A gift is `unpaid` (or `collecting`, when friends may pay) → `offered` → `accepted` → `shipped` → `in_delivery` →
`received`. What is to be paid when its day comes begins as `planned`. Once paid it may rest as `cooling` and as
`scheduled` before it is offered; accepted goods that the shop turns out not to have make it `to_choose`. It leaves as
`lapsed` (not paid in time), `withdrawn` (by its giver, before it was accepted), `declined` (and the giver told),
`expired` (not answered in its window) or `cancelled` (the shop is unable or late, or may not serve it).

What always holds:
- Friends whom the giver asked may pay parts of a gift that collects. Paid and open parts never make up more than its
  price. Of whoever was asked and does not pay, nobody sees anything: a dismissed ask is for everybody else the same in
  every byte as one that nobody looked at.
- Who may do what when is decided by pure rules; a move is one guarded statement and leaves a row with who and when.
- Every state that is not an end has one deadline, and time does then what nobody did. A gift is funded by parts; every
  way out gives 100 % back to those who paid, by the way they paid, returns the unit and destroys the address.
- A quiet decline is no move. It stands in one column that nothing which answers the giver reads, so that a declined
  gift and one that nobody answered are, for the giver, the same in every byte and at every moment.
- The giver's statements read neither address nor order nor carrier, and of the delivery only days that are over.
- An address is sealed under a key of its own. The staff of the order's shop read it while they fulfil it, and each
  reading is noted; the key is destroyed a month after receipt, or at once when the gift ends. Nobody can match order
  and gift. Addresses that a person keeps are sealed under a key of the person, who alone reads them.
- A gift with an hour is made ready a little before it. What is offered in the future is there for nobody: the giver
  still sees it scheduled, the recipient nothing, until the very second.
- Who gives an anonymous gift stands in no answer to its recipient before she opens it. No giver learns of the opening.
- A gift is a card in the conversation of giver and recipient from the moment at which it reaches her, and moves on
  with what the giver sees of it, never with what she alone does; an anonymous one is there for nobody. Reminders go to
  the recipient and to nobody else.
- Giver, payers, whoever is asked, and recipient are told when what they see of the gift changes, and at no other time.
- Locks are taken in one order: two people, their diaries, the order, the gift, money that a payment holds, stock, the
  rest of the money, charges, conversations, events.
"""

from kith.gifts import saved_address, vault
from kith.gifts.accept import accept
from kith.gifts.acceptance import (
    AddressNeeded,
    Answer,
    NotThisVariant,
    OutsideDeliveryArea,
    ShopBlocked,
    ShopCannotServe,
    ShopTooNear,
    SwapDiffers,
    TooDear,
)
from kith.gifts.address import Address, Label, UnknownRegion
from kith.gifts.audit import audit
from kith.gifts.books import Stuck
from kith.gifts.cancel import cancel
from kith.gifts.check_shops import check_shops
from kith.gifts.confirm_receipt import confirm_receipt
from kith.gifts.correct_address import correct_address
from kith.gifts.decline import decline
from kith.gifts.end_on_block import end_on_block
from kith.gifts.exported import exported, exported_pictures
from kith.gifts.follow_charge import follow_charge
from kith.gifts.follow_order import follow_order
from kith.gifts.follow_parcel import follow_parcel
from kith.gifts.forget_person import forget_person
from kith.gifts.fund import fund
from kith.gifts.gift import GiftId, GiftState, WindowDays, Wrapping
from kith.gifts.give import give
from kith.gifts.giver_step import GiverState
from kith.gifts.giver_view import GiverView
from kith.gifts.giving import (
    DoorClosed,
    GiftIdTaken,
    NewGift,
    NotForSale,
    NotFriends,
    NotToYourself,
    OwnShop,
    TooManyUnpaid,
)
from kith.gifts.hold_gift import hold_gift
from kith.gifts.hour import CollectsTooLong, HourPassed, NoHourToPay, NotAMinute, TooFarAhead
from kith.gifts.list_given import list_given
from kith.gifts.list_received import list_received
from kith.gifts.list_swaps import list_swaps
from kith.gifts.may_join_shop import may_join_shop
from kith.gifts.move import (
    AddressIsFinal,
    AlreadyAccepted,
    AlreadyAnswered,
    AlreadySent,
    GiftEnded,
    GiftNotFound,
    NothingSentYet,
    NotLate,
    NotYetAccepted,
    WindowOver,
)
from kith.gifts.open_gift import open_gift
from kith.gifts.policy import Policy
from kith.gifts.quote import quote
from kith.gifts.read_address import read_address
from kith.gifts.recipient_view import ReceivedGift, RecipientState, RecipientView
from kith.gifts.show_given import show_given
from kith.gifts.show_received import show_received
from kith.gifts.spending import OverWeeklyCeiling
from kith.gifts.stuck import stuck
from kith.gifts.sweep import sweep
from kith.gifts.thank import thank
from kith.gifts.thanks import AlreadyThanked, Note, Words
from kith.gifts.vault import AddressGone
from kith.gifts.withdraw import withdraw
from kith.kit.keyring import KeyRing

WRAPS = (vault.WRAPS, saved_address.WRAPS)
"""The tables whose keys the ring wraps."""

__all__ = [
    "WRAPS",
    "Address",
    "AddressGone",
    "AddressIsFinal",
    "AddressNeeded",
    "AlreadyAccepted",
    "AlreadyAnswered",
    "AlreadySent",
    "AlreadyThanked",
    "Answer",
    "CollectsTooLong",
    "DoorClosed",
    "GiftEnded",
    "GiftId",
    "GiftIdTaken",
    "GiftNotFound",
    "GiftState",
    "GiverState",
    "GiverView",
    "HourPassed",
    "KeyRing",
    "Label",
    "NewGift",
    "NoHourToPay",
    "NotAMinute",
    "NotForSale",
    "NotFriends",
    "NotLate",
    "NotThisVariant",
    "NotToYourself",
    "NotYetAccepted",
    "Note",
    "NothingSentYet",
    "OutsideDeliveryArea",
    "OverWeeklyCeiling",
    "OwnShop",
    "Policy",
    "ReceivedGift",
    "RecipientState",
    "RecipientView",
    "ShopBlocked",
    "ShopCannotServe",
    "ShopTooNear",
    "Stuck",
    "SwapDiffers",
    "TooDear",
    "TooFarAhead",
    "TooManyUnpaid",
    "UnknownRegion",
    "WindowDays",
    "WindowOver",
    "Words",
    "Wrapping",
    "accept",
    "audit",
    "cancel",
    "check_shops",
    "confirm_receipt",
    "correct_address",
    "decline",
    "end_on_block",
    "exported",
    "exported_pictures",
    "follow_charge",
    "follow_order",
    "follow_parcel",
    "forget_person",
    "fund",
    "give",
    "hold_gift",
    "list_given",
    "list_received",
    "list_swaps",
    "may_join_shop",
    "open_gift",
    "quote",
    "read_address",
    "show_given",
    "show_received",
    "stuck",
    "sweep",
    "thank",
    "withdraw",
]
