"""No table is forgotten: each says what becomes of it when a person wants a copy, and when a person leaves.

A new table fails here until it stands in one of the lists below. What a person may ask for belongs into an export
(`exported.py` of its capability) and what tells who somebody was into `forget_person.py`; whatever stays gets a reason.
"""

import re
from pathlib import Path

import pytest

from kith import gifts
from kith.main.policy import Policy
from kith.main.wiring import exporting
from tests.cast import SECRET

SCHEMA = Path(__file__).resolve().parents[1] / "schema.sql"

GOES = "goes at once"

PERSONAL: dict[str, tuple[str, str]] = {
    # table: (the file of an export that has it, or why none has; GOES, or why it stays)
    "person": ("people/account", "an id that leads to nobody, and when it did last"),
    "phone": ("people/account", GOES),
    "profile": ("people/account", GOES),
    "photo": ("people/account", GOES),
    "picture_use": ("what a picture is kept for: the pictures themselves are in the copy", GOES),
    "nickname": ("people/choices", GOES),
    "gift_door": ("people/choices", GOES),
    "device": ("people/devices", GOES),
    "session": ("people/devices", GOES),
    "passkey": ("people/passkeys", GOES),
    "passkey_owner": ("people/passkeys", GOES),
    "following": ("people/following", GOES),
    "follower": ("people/followers", GOES),
    "block": ("people/blocks", GOES),
    "blocked_by": ("not hers to know: who has blocked her", GOES),
    "met": ("with whom she has spoken is not a list of the app", GOES),
    "report": ("people/reports", "unsigned until the operator is done with it, then without its words"),
    "export": ("people/exports", GOES),
    "deed_count": ("counts of a day, for limits", GOES),
    "event": ("notices/events", GOES),
    "event_counter": ("how many events there were", GOES),
    "event_push": ("what waits to be pushed: an event of the copy", GOES),
    "push_subscription": ("push/devices", GOES),
    "push_choice": ("push/choices", GOES),
    "push_held": ("what waits to be pushed: something of the copy", GOES),
    "push_post": ("what waits to be pushed: something of the copy", GOES),
    "live": ("that she is here, for a minute", GOES),
    "member": ("chat/chats", GOES),
    "inbox": ("chat/chats", GOES),
    "message": ("chat/messages", "that something was said, under an id; what she wrote goes"),
    "join_request": ("what she said to a group she wants to join, until it answers", GOES),
    "writing": ("counts of a day, for limits", GOES),
    "chat_door": ("chat/door", GOES),
    "whereabouts": ("places/nearby", GOES),
    "spot": ("places/nearby", GOES),
    "wish": ("wishes/wishes", GOES),
    "gift": ("gifts/given", "the other's half of it, under an id; what she wrote goes"),
    "gift_move": ("gifts/given", "who moved a gift, under an id: rows are only added"),
    "part": ("gifts/given", "the books, under an id"),
    "given": ("gifts/given", GOES),
    "co_payer": ("gifts/paid", GOES),
    "asked": ("gifts/asks", GOES),
    "ask": ("gifts/asks", "whom the asker asked, under an id; what she wrote goes"),
    "asking": ("counts of a month, for limits", GOES),
    "pay_link": ("a way to a gift of hers", "a way to a gift that has ended; what she wrote goes"),
    "thanks": ("gifts/received", GOES),
    "spending": ("counts of a week, for limits", GOES),
    "received": ("gifts/received", GOES),
    "address": ("gifts/received", "sealed, for a parcel on its way; erased a month after receipt"),
    "address_key": ("gifts/received", "destroyed a month after receipt"),
    "saved_address": ("gifts/addresses", GOES),
    "saved_address_key": ("gifts/addresses", GOES),
    "sight": ("ads/seen", GOES),
    "hidden_shop": ("ads/hidden", GOES),
    "offer_use": ("that an ad was seen or tapped, for half an hour", GOES),
    "placement": ("what her shop asked for: the shop's", "the shop's, under an id"),
    "envelope": ("envelopes/sent", "what went through the books, under an id; its words go"),
    "share": ("envelopes/received", "what went through the books, under an id"),
    "envelope_of": ("envelopes/received", GOES),
    "envelope_try": ("counts of tries, for limits", GOES),
    "envelope_brake": ("what an operator looks into when a brake was pulled", GOES),
    "reward": ("tasks/rewards", "the books, under an id"),
    "check_in": ("tasks/check-ins", GOES),
    "invite": ("tasks/invite", GOES),
    "invite_code": ("tasks/invite", GOES),
    "invited": ("tasks/friends", GOES),
    "charge": ("payments/charges", "the books, under an id"),
    "payer_refund": ("payments/refunds", GOES),
    "merchant": ("merchants/shops", "the shop; that she owned it goes"),
    "merchant_staff": ("merchants/shops", GOES),
    "staff_merchant": ("merchants/shops", GOES),
    "shop_block": ("merchants/blocks", GOES),
    "application": ("applications/applications", "sealed, while others keep the shop that it certifies"),
    "certificate": ("applications/applications", "while others keep the shop that it certifies"),
    "application_step": ("the reviewers' log", "the reviewers' log, under an id: rows are only added"),
    "address_read": ("who read an address: the shop's log", "the shop's log, under an id: rows are only added"),
    "order_move": (
        "who moved an order: the shop's log",
        "the shop's log, under an id: rows are only added",
    ),
    "sign_in_code": ("a hash that is good for five minutes", GOES),
    "sms": ("sealed, good for five minutes", "sealed, forgotten within minutes"),
    "outbox_message": ("the operator's, where no message is really sent", GOES),
    "underage": ("of somebody who has no account", "of somebody who has no account"),
    "gateway_notification": (
        "the gateway's word, as proof",
        "the gateway's word, as proof",
    ),
    "wallet": ("wallet/wallet", "that it was frozen, and why, under an id; what tells a name goes"),
    "entry": ("wallet/lines", "the books, under an id"),
    "wallet_freeze": ("the operator's log", "the operator's log, under an id: rows are only added"),
    "wallet_unclaimed": ("the operator's log", "the operator's log, under an id: rows are only added"),
    "wallet_spent": ("wallet/wallet", GOES),
    "identity_check": ("wallet/identity-checks", GOES),
    "identity_owner": ("a hash, so that one has one account", GOES),
    "wallet_payee": ("wallet/wallet", GOES),
    "wallet_due": ("that money is to be sent on: in the wallet of the copy", GOES),
    "payout": ("wallet/withdrawals", "the books, under an id: a shop's money or a withdrawal"),
    "operator_log": ("the operators' log", "the operators' log, under ids: rows are only added"),
    "payout_account": ("the shop's account", "the shop's account; nothing is left to pay out when its owner leaves"),
}

OTHERS = {
    "migrations and jobs": "schema_migrations procrastinate_jobs procrastinate_events procrastinate_periodic_defers "
    "procrastinate_workers",
    "the ledger, whose accounts are those of gifts, charges and shops": "account transfer pending_due resolution",
    "goods and stock": "product variant stock stock_hold product_picture product_review picture",
    "imports of shops": "feed_import feed_row feed_error feed_map",
    "what shops are certified for, why they were suspended, how they show themselves": "licence merchant_step store",
    "files of certificates, which stand with them": "document",
    "what belongs to a charge": "attempt attempt_number refund",
    "gateways' bills, by our numbers": "bill_book bill_day bill_line bill_break bill_break_step bill_move",
    "what belongs to a placement, by numbers": "placement_state placement_hour placement_filtered",
    "what belongs to an envelope": "envelope_state envelope_secret",
    "campaigns, by groups": "campaign campaign_group campaign_move",
    "what the operator rewards": "programme",
    "what belongs to a gift": "acceptance order_gift timer pay_link_token",
    "conversations, under ids": "conversation push_due chat_group group_place",
    "orders and parcels": "shop_order shipment shipment_event carrier_callback",
    "answered challenges, by hash": "passkey_challenge",
    "operators, who are no people of the app": "operator operator_invitation operator_passkey operator_challenge "
    "operator_session",
}
"""Tables without anything of a person, by what they are."""


def tables() -> list[str]:
    return sorted(re.findall(r"^CREATE TABLE public\.(\w+) \(", SCHEMA.read_text(), re.MULTILINE))


def test_every_table_is_thought_of() -> None:
    others = [name for names in OTHERS.values() for name in names.split()]
    assert sorted([*PERSONAL, *others]) == tables()


@pytest.mark.parametrize("table", PERSONAL)
def test_what_a_person_may_ask_for_is_in_the_copy(table: str) -> None:
    files = {part.name for part in exporting(Policy(), SECRET, gifts.KeyRing.parse(f"k:{'00' * 32}")).parts}
    said, _ = PERSONAL[table]
    assert said in files or " " in said


def test_every_file_of_the_copy_comes_from_somewhere() -> None:
    files = {part.name for part in exporting(Policy(), SECRET, gifts.KeyRing.parse(f"k:{'00' * 32}")).parts}
    assert files - {said for said, _ in PERSONAL.values()} == {"people/friends"}
