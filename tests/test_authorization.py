"""Who may do what: a row for every operation, what everybody else is told instead, and that it tells them nothing.

A route without a row fails `test_every_operation_has_a_row`. Write one: who may (`right`), who may not (`wrong`).
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import get_args

import psycopg
import pytest
from httpx import Response

from kith import ops, people
from kith.kit import clock, ids
from kith.main.postgres import Embedded
from kith.ops import operator as operator_rows
from kith.ops.open_session import open_session
from tests.cast import ANN
from tests.estate import BROWSER, HOME, SITE, Estate, estate
from tests.operations import UNSAFE, Json, Operation, operations

Answer = tuple[int, str]
"""Status and, of a refusal, its code."""

SIGN_IN_FIRST: Answer = (401, "sign_in_first")
PROFILE_INCOMPLETE: Answer = (403, "profile_incomplete")
NOT_FOUND: Answer = (404, "not_found")


@dataclass(frozen=True)
class Row:
    """Who may do one thing, and what the others get. `at` names the things in its path, as `Estate.things` does."""

    nobody: Answer = SIGN_IN_FIRST
    newcomer: Answer = PROFILE_INCOMPLETE
    wrong: dict[str, Answer] = field(default_factory=dict[str, Answer])
    right: dict[str, Answer] = field(default_factory=dict[str, Answer])
    at: dict[str, str] = field(default_factory=dict[str, str])
    query: str = ""
    """What follows its path."""
    body: Json | None = None
    """Values that begin with `=` name things, or make a new id or telephone number."""
    shows: str = ""
    """Secrets by their names that everybody may see here, separated by commas."""


def guarded(
    right: str, ok: int, wrong: str, refusal: Answer, *, body: Json | None = None, shows: str = "", **at: str
) -> Row:
    """One person may; the others named get the same refusal."""
    return Row(right={right: (ok, "")}, wrong=dict.fromkeys(wrong.split(), refusal), at=at, body=body, shows=shows)


def own(ok: int, *, body: Json | None = None, newcomer: Answer = PROFILE_INCOMPLETE, shows: str = "", **at: str) -> Row:
    """Everybody may, on what is theirs; somebody else's is not in the answer, but for whom they follow or block."""
    return Row(right={"ann": (ok, ""), "gao": (ok, "")}, newcomer=newcomer, at=at, body=body, shows=shows)


def public(status: int, code: str = "", *, body: Json | None = None, shows: str = "", **at: str) -> Row:
    """Everybody gets the same, signed in or not."""
    answer = status, code
    return Row(answer, answer, right={"gao": answer}, at=at, body=body, shows=shows)


def gift(right: str, ok: int, *, body: Json | None = None, at: str) -> Row:
    """Something of a gift, for one side of it only."""
    others = " ".join(sorted({"ann", "bo", "eve", "gao", "hui"} - {right}))
    return guarded(right, ok, others, (404, "gift_not_found"), body=body, gift_id=at)


def charge(ok: int, *, body: Json | None = None, at: str) -> Row:
    """Something of a charge, for who pays it."""
    return guarded("ann", ok, "bo eve gao hui", (404, "charge_not_found"), body=body, charge_id=f"charge of {at}")


def order(*, body: Json | None = None, at: str) -> Row:
    """Something of an order, for the staff of its shop."""
    others = "ann bo gao hui"
    return guarded("eve", 200, others, (404, "order_not_found"), body=body, order_id=f"order of {at}")


def shop(ok: int = 200, *, body: Json | None = None, **at: str) -> Row:
    """Something of a shop, for its staff."""
    return guarded("eve", ok, "ann bo gao hui", (404, "not_your_shop"), body=body, **at)


def application(ok: int, code: str = "", **at: str) -> Row:
    """Something of an application, for whoever applies."""
    wrong = dict.fromkeys(("bo", "eve", "gao", "hui"), (404, "application_not_found"))
    return Row(wrong=wrong, right={"ann": (ok, code)}, at={"application_id": "application", **at})


def to_person(ok: int) -> Row:
    """Something that needs a person whom one can see: not one who blocked the asker."""
    return guarded("gao", ok, "fay", (404, "person_not_found"), shows="ann", person_id="ann")


def talk(ok: int, *, body: Json | None = None) -> Row:
    """Something of a conversation, for its members."""
    others = "eve fay gao hui"
    return guarded("ann", ok, others, (404, "conversation_not_found"), body=body, conversation_id="talk")


def group(ok: int, *, body: Json | None = None, **at: str) -> Row:
    """Something of a group, for those who run it."""
    others = "eve fay gao hui"
    return guarded("ann", ok, others, (404, "group_not_found"), body=body, group_id="group", **at)


def envelope(ok: int, *, body: Json | None = None) -> Row:
    """Something of an envelope, for the members of its conversation."""
    others = "eve fay gao hui"
    return guarded("bo", ok, others, (404, "envelope_not_found"), body=body, envelope_id="envelope")


def operators(*, body: Json | None = None, query: str = "", **at: str) -> Row:
    """Something of the operators: a person is nobody there. Which of them may is in `MAY`."""
    return Row(newcomer=SIGN_IN_FIRST, wrong={"gao": SIGN_IN_FIRST}, at=at, body=body, query=query)


CAMPAIGN: Json = {"name": "New Year", "fen": 400, "count": 4, "budget_fen": 4000, "opens_at": "2099-01-01T00:00:00Z"}
ACCEPTANCE: Json = {"sku_id": "=blue", "address": HOME}
QUIET: Json = {"on": True, "begins": "22:00", "ends": "07:00", "zone": "Asia/Shanghai"}
SHIPMENT: Json = {"carrier": "sf", "tracking_no": "SF2000000000001"}
CORRECTION: Json = {"carrier": "sf", "tracking_no": "SF3000000000001"}
GIFT: Json = {"gift_id": "=new", "charge_id": "=new", "recipient_id": "=bo", "sku_id": "=green"}
ATTEMPT: Json = {"attempt_id": "=new", "gateway": "scripted", "way": "qr"}
PROFILE: Json = {"nickname": "Somebody else", "gender": "unsaid"}
ELSEWHERE: Json = {
    "name": "Xi",
    "mobile": "13000000000",
    "province": "110000",
    "city": "110100",
    "district": "110101",
    "street": "Somewhere 1",
}
ENVELOPE: Json = {"envelope_id": "=new", "conversation_id": "=group", "kind": "lucky", "fen": 100, "count": 2}
MESSAGE: Json = {"message_id": "=new", "body": "Good evening"}
PLACEMENT: Json = {
    "placement_id": "=new",
    "model": "reach",
    "title": "Vases",
    "words": "Green ones",
    "place": {"lat": 31.2304, "lng": 121.4737},
    "radius_km": 1,
    "first_day": "=today",
    "days": 1,
    "hours": [9],
    "fen": 1_000,
}
REPORT: Json = {"report_id": "=new", "reason": "spam", "text": "again and again"}
PASSKEY: Json = {"id": "AA", "response": {"clientDataJSON": "AA", "attestationObject": "AA"}}
SIGNED: Json = {"id": "AA", "response": {"clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA"}}
DOOR: Json = {"who": "friends", "ceiling_fen": 100_000, "per_week": 100}

ROWS: dict[str, Row] = {
    # People
    "sendSignInCode": public(202, body={"phone": "=phone"}),
    "signIn": public(403, "code_expired", body={"phone": "=phone", "code": "000000"}),
    "signOut": own(204, newcomer=(204, "")),
    "signOutEverywhere": Row(newcomer=(204, ""), right={"gao": (204, "")}),
    "listDevices": own(200),
    "signOutDevice": guarded("ann", 204, "gao bo", (404, "device_not_found"), device_id="device"),
    "listPasskeys": own(200),
    "beginPasskey": own(201),
    "addPasskey": Row(right={"ann": (403, "passkey_refused")}, body={"credential": PASSKEY}),
    "removePasskey": guarded("ann", 204, "gao bo", (404, "passkey_not_found"), passkey_id="passkey"),
    "beginPasskeySignIn": public(201),
    "signInWithPasskey": public(403, "passkey_refused", body={"credential": SIGNED}),
    "viewMe": own(200, newcomer=(200, "")),
    "saveProfile": own(200, newcomer=(409, "birthday_missing"), body=PROFILE),
    "viewPerson": to_person(200),
    "follow": to_person(200),
    "unfollow": own(204, person_id="gao"),
    "listFollowing": own(200, shows="ann"),
    "listFollowers": own(200),
    "listFriends": own(200),
    "block": own(204, person_id="hui"),
    "unblock": own(204, person_id="hui"),
    "listBlocks": own(200),
    "searchPeople": Row(right={"gao": (200, ""), "fay": (200, "")}, query="?q=fill", shows="ann"),
    "reportPerson": Row(right={"gao": (201, ""), "fay": (201, "")}, shows="ann", at={"person_id": "ann"}, body=REPORT),
    "uploadPicture": Row(right={"gao": (409, "not_a_picture")}),
    "readMyPicture": Row(
        right={"ann": (404, "picture_not_found"), "gao": (404, "picture_not_found")},
        at={"picture_id": "no picture", "size": "full"},
    ),
    "setPhotos": own(200, body={"picture_ids": []}),
    "viewPrivacy": own(200),
    "setPrivacy": own(200, body={"found_by_nickname": True}),
    "viewGiftDoor": own(200),
    "setGiftDoor": own(200, body=DOOR),
    "wantExport": Row(right={"ann": (202, ""), "gao": (202, "")}, body={"export_id": "=new"}),
    "listExports": own(200),
    "viewExport": guarded("bo", 200, "ann eve gao hui", (404, "export_not_found"), export_id="export"),
    "readExportArchive": guarded("bo", 200, "ann eve gao hui", (404, "export_not_found"), export_id="export"),
    "deleteMe": Row(
        newcomer=(403, "code_expired"),
        right={"ann": (403, "code_expired"), "gao": (403, "code_expired")},
        body={"code": "000000"},
    ),
    "sendDeletionCode": Row(newcomer=(202, ""), right={"hui": (202, ""), "gao": (202, "")}),
    # Being pushed
    "viewPush": own(200),
    "subscribeToPush": own(200, body=BROWSER | {"endpoint": "https://push.example/wp/2"}),
    "unsubscribeFromPush": guarded("ann", 204, "gao bo", (404, "subscription_not_found"), device_id="pushed"),
    "setPushChoices": own(200, body={"off": [], "quiet": QUIET}),
    # Nearby
    "viewNearbyChoices": own(200),
    "setNearbyChoices": own(200, body={"sharing": True}),
    "sendPosition": own(200, body={"lat": 31.2304, "lng": 121.4737}),
    "listNearby": Row(right={"gao": (200, ""), "fay": (200, "")}, shows="ann"),
    "reportViews": own(204, body={"views": [{"offer": "AA", "millis": 1_000}]}),
    "reportTaps": own(204, body={"taps": [{"offer": "AA"}]}),
    "hideShop": own(204, merchant_id="shop"),
    "unhideShop": own(204, merchant_id="shop"),
    "askForPlacement": shop(201, body=PLACEMENT, merchant_id="shop"),
    "listPlacements": shop(200, merchant_id="shop"),
    "viewPlacement": shop(200, merchant_id="shop", placement_id="placement"),
    "changePlacement": shop(200, body={"state": "stopped"}, merchant_id="shop", placement_id="placement"),
    "forgetPosition": Row(right={"chen": (204, ""), "hui": (204, "")}),
    # Payments
    "viewCharge": charge(200, at="offered"),
    "listRefunds": own(200),
    "beginPayment": charge(201, at="to_pay", body=ATTEMPT),
    "receivePaymentNotification": public(403, "notification_forged", gateway="scripted"),
    # The wallet
    "viewWallet": own(200),
    "listWalletLines": own(200),
    "exportWalletLines": Row(right={"ann": (200, ""), "gao": (200, "")}, query="?month=2026-03"),
    "listWalletMonths": own(200),
    "topUpWallet": Row(right={"ann": (403, "identity_needed")}, body={"top_up_id": "=new", "fen": 1_000}),
    "setWalletPayee": Row(
        right={"ann": (409, "payee_gateway_off")},
        body={"gateway": "alipay", "account": "13800138000", "name": "Annabel"},
    ),
    "withdrawFromWallet": Row(right={"ann": (403, "identity_needed")}, body={"withdrawal_id": "=new", "fen": 1_000}),
    "listWithdrawals": own(200),
    "checkIdentity": Row(
        right={"ann": (409, "identity_checks_off")},
        body={"check_id": "=new", "name": "Annabel", "id_number": "990000199005170018"},
    ),
    "listIdentityChecks": own(200),
    "viewIdentityCheck": guarded("ann", 200, "gao bo", (404, "identity_check_not_found"), check_id="check"),
    # Shops and goods
    "readPicture": public(404, "picture_not_found", picture_id="no picture", size="full"),
    "listMyShops": own(200),
    "viewStore": public(200, merchant_id="shop"),
    "editStore": shop(merchant_id="shop", body={"words": "By the lake"}),
    "talkToShop": Row(
        right={"gao": (200, ""), "eve": (409, "your_own_shop")},
        at={"merchant_id": "shop"},
    ),
    "listApplications": own(200),
    "viewApplication": application(200),
    "saveApplication": Row(right={"gao": (200, "")}, at={"application_id": "shop"}, body={"city": "Dali"}),
    "addCertificate": Row(
        wrong=dict.fromkeys(("bo", "eve", "gao", "hui"), (404, "application_not_found")),
        right={"ann": (409, "not_a_picture")},
        at={"application_id": "application", "certificate_id": "certificate"},
        query="?kind=licence",
    ),
    "readCertificate": guarded(
        "ann",
        200,
        "bo eve gao hui",
        (404, "certificate_not_found"),
        application_id="application",
        certificate_id="certificate",
    ),
    "submitApplication": application(409, "application_incomplete"),
    "dropCertificate": application(204, certificate_id="certificate"),
    "discardApplication": own(204, application_id="application"),
    "blockShop": own(204, merchant_id="other shop"),
    "unblockShop": own(204, merchant_id="other shop"),
    "listGoods": own(200),
    "viewGoods": own(200, product_id="vase"),
    "listShopGoods": shop(merchant_id="shop"),
    "setStock": shop(sku_id="draft sku", body={"units": 3, "was": 3}),
    "listImports": shop(merchant_id="shop"),
    "viewImport": shop(merchant_id="shop", import_id="import"),
    "listImportErrors": shop(merchant_id="shop", import_id="import"),
    # The shop's money
    "viewMoney": shop(merchant_id="shop"),
    "listStatement": shop(merchant_id="shop"),
    "listPayouts": shop(merchant_id="shop"),
    "payOut": Row(
        right={"eve": (409, "no_payout_account")},
        wrong=dict.fromkeys(("ann", "bo", "gao", "hui"), (404, "not_your_shop")),
        at={"merchant_id": "shop"},
        body={"payout_id": "=new", "fen": 100},
    ),
    # Orders
    "listShopOrders": shop(merchant_id="shop"),
    "viewShopSummary": shop(merchant_id="shop"),
    "viewOrder": order(at="accepted"),
    "confirmOrder": order(at="accepted"),
    "refuseOrder": order(at="to_refuse", body={"reason": "sold_out"}),
    "shipOrder": order(at="to_ship", body=SHIPMENT),
    "correctShipment": order(at="to_correct", body=CORRECTION),
    "readOrderAddress": order(at="accepted"),
    "receiveCarrierCallback": public(403, "callback_forged", name="tracker"),
    # Wishes
    "makeWish": own(204, product_id="vase"),
    "takeBackWish": own(204, product_id="vase"),
    "listMyWishes": own(200),
    "listWishes": guarded("bo", 200, "gao hui fay", (403, "friends_only"), person_id="ann"),
    "viewGoodsWishes": own(200, product_id="vase"),
    # Gifts
    "giveGift": Row(
        right={"ann": (201, "")},
        wrong={
            "gao": (403, "not_friends"),
            "fay": (403, "not_friends"),
            "eve": (403, "own_shop"),
            "bo": (409, "not_to_yourself"),
        },
        body=GIFT,
    ),
    "viewGiftSummary": own(200),
    "listGivenGifts": own(200),
    "viewGivenGift": gift("ann", 200, at="accepted"),
    "withdrawGift": gift("ann", 200, at="to_withdraw"),
    "listReceivedGifts": own(200),
    # Letting others pay: Ann collects for Bo, and Chen was asked
    "openPart": Row(
        right={"ann": (201, ""), "chen": (201, "")},
        wrong=dict.fromkeys(("bo", "eve", "gao", "hui"), (404, "gift_not_found")),
        at={"gift_id": "collecting"},
        body={"charge_id": "=new", "fen": 100},
    ),
    "askFriends": gift("ann", 200, at="collecting", body={"asks": [{"payer_id": "=dee"}]}),
    "makePayLink": gift("ann", 200, at="collecting", body={}),
    "revokePayLink": gift("ann", 204, at="offered"),
    "comeByPayLink": Row(
        right={
            "chen": (200, ""),
            "gao": (403, "not_friends"),
            "ann": (409, "your_own_link"),
            "bo": (404, "pay_link_not_found"),
        },
        at={"token": "pay link"},
    ),
    "listAsks": own(200),
    "viewAsk": guarded("chen", 200, "ann bo eve gao hui", (404, "ask_not_found"), ask_id="ask"),
    "dismissAsk": guarded("chen", 200, "ann bo eve gao hui", (404, "ask_not_found"), ask_id="ask"),
    "listPaidGifts": own(200),
    "viewPaidGift": guarded("chen", 200, "ann bo eve gao hui", (404, "gift_not_found"), gift_id="collecting"),
    "viewReceivedGift": gift("bo", 200, at="sent"),
    "acceptGift": gift("bo", 200, at="to_accept", body=ACCEPTANCE),
    "listSwaps": gift("bo", 200, at="offered"),
    "cancelGift": Row(
        right={"bo": (204, ""), "ann": (204, "")},
        wrong=dict.fromkeys(["eve", "gao", "hui"], (404, "gift_not_found")),
        at={"gift_id": "to_choose"},
    ),
    "declineGift": gift("bo", 200, at="to_decline", body={"tell": True}),
    "openGift": gift("bo", 200, at="offered"),
    "thankForGift": gift("bo", 200, at="sent", body={"text": "Thank you"}),
    "readThanksPicture": Row(
        right={"ann": (200, ""), "bo": (200, "")},
        wrong=dict.fromkeys(("eve", "gao", "hui"), (404, "picture_not_found")),
        at={"gift_id": "thanked", "size": "full"},
    ),
    "listDiary": own(200),
    "confirmReceipt": gift("bo", 200, at="delivered"),
    "correctAddress": gift("bo", 204, at="accepted", body=HOME),
    "listAddresses": own(200),
    "saveAddress": own(200, body={"address": ELSEWHERE}, shows="address", address_id="address"),
    "deleteAddress": own(204, address_id="address"),
    "listRegions": public(200, shows="province,city,district"),
    # Chat: Ann wrote to Bo
    "openConversation": to_person(200),
    "listChats": own(200),
    "listGreetings": own(200),
    "viewUnread": own(200),
    "viewConversation": talk(200),
    "listMessages": talk(200),
    "sendMessage": talk(201, body=MESSAGE),
    "readMessagePicture": guarded(
        "ann", 200, "eve fay gao hui", (404, "picture_not_found"), conversation_id="talk", seq="pictured", size="full"
    ),
    "markRead": talk(200, body={"seq": 1}),
    "muteConversation": talk(204, body={"muted": True}),
    "hideChat": talk(204),
    "viewChatDoor": own(200),
    "setChatDoor": own(200, body={"friends_only": False}),
    # A group: Ann owns it, Bo and Chen are in it, Dee wants to be
    "createGroup": own(201, body={"group_id": "=new", "name": "Walkers"}),
    "listNearbyGroups": Row(right={"gao": (200, ""), "fay": (200, "")}),
    "viewGroupRoom": own(200),
    "viewGroup": own(200, group_id="group"),
    "changeGroup": group(200, body={"name": "Quilters"}),
    "joinGroup": Row(right={"gao": (200, "")}, at={"group_id": "group"}, body={"text": "hello"}),
    "leaveGroup": Row(right={"gao": (204, "")}, at={"group_id": "group"}),
    "reportGroup": Row(right={"gao": (201, ""), "bo": (201, "")}, at={"group_id": "group"}, body=REPORT),
    "listMembers": group(200),
    "setRole": group(204, body={"role": "admin"}, person_id="bo"),
    "removeMember": group(204, person_id="chen"),
    "listJoinRequests": group(200),
    "answerJoinRequest": group(204, body={"let_in": True}, person_id="dee"),
    # Envelopes: Ann sent some to the group, and Bo emptied one
    "sendEnvelope": guarded("ann", 201, "eve fay gao hui", (404, "conversation_not_found"), body=ENVELOPE),
    "viewEnvelope": envelope(200),
    "openEnvelope": envelope(200, body={}),
    "listShares": envelope(200),
    "viewProof": public(200, shows="emptied", envelope_id="emptied"),
    "listSentEnvelopes": own(200),
    "listReceivedEnvelopes": own(200),
    "viewEnvelopeSums": own(200),
    # Tasks: checking in is rewarded, and Ann has an invitation
    "listTasks": own(200),
    "checkIn": own(200, body={}),
    "collectReward": Row(
        right={"ann": (409, "not_done_yet"), "gao": (409, "not_done_yet")}, at={"programme_id": "programme"}, body={}
    ),
    "viewInvite": own(200),
    "listInvited": own(200),
    "viewInviter": Row((200, ""), (200, ""), right={"gao": (200, "")}, at={"code": "invite"}, shows="ann"),
    # Events
    "followEvents": own(200),
    "followChats": own(200),
    "listEvents": own(200),
    # Operators
    "beginEnrolment": public(403, "invitation_over", body={"token": "x" * 43}),
    "enrol": public(403, "invitation_over", body={"token": "x" * 43, "credential": PASSKEY}),
    "beginOperatorSignIn": public(201),
    "signInOperator": public(403, "passkey_refused", body={"credential": SIGNED}),
    "viewOperator": operators(),
    "signOutOperator": operators(),
    "listOperatorSessions": operators(),
    "endOperatorSession": operators(session_id="nothing"),
    "listOperators": operators(),
    "inviteOperator": operators(body={"operator_id": "=new", "name": "Olga", "roles": ["admin"]}),
    "inviteOperatorAgain": operators(operator_id="nothing"),
    "setOperatorRoles": operators(operator_id="nothing", body={"roles": ["admin"]}),
    "revokeOperator": operators(operator_id="nothing"),
    "listOperatorLog": operators(),
    "exportOperatorLog": operators(),
    "viewPromotions": operators(),
    "fundPromotions": operators(body={"deed_id": "=new", "fen": 1}),
    "listCampaigns": operators(),
    "draftCampaign": operators(campaign_id="nothing", body=CAMPAIGN),
    "viewCampaign": operators(campaign_id="nothing"),
    "previewCampaign": operators(campaign_id="nothing"),
    "scheduleCampaign": operators(campaign_id="nothing"),
    "pauseCampaign": operators(campaign_id="nothing"),
    "resumeCampaign": operators(campaign_id="nothing"),
    "stopCampaign": operators(campaign_id="nothing"),
    "reportCampaign": operators(campaign_id="nothing"),
    "exportCampaign": operators(campaign_id="nothing"),
    "listBillDays": operators(),
    "listBreaks": operators(),
    "viewBreak": operators(break_id="nothing"),
    "closeBreak": operators(break_id="nothing", body={"reason": "fee"}),
    "listStuckPayments": operators(),
    "askGatewayAgain": operators(body={"kind": "refund", "id": "=new"}),
    "findPeople": operators(query="?q=fill"),
    "viewAffairs": operators(person_id="bo"),
    "setFreeze": operators(person_id="hui", body={"frozen": False, "reason": "all is well"}),
    "listReports": operators(),
    "closeReport": operators(report_id="nothing", body={"outcome": "talked to them"}),
    "listBrakes": operators(),
    # Operation
    "readHealth": public(200),
    "readReadiness": public(200),
    "readMetrics": public(200),
    "GET /openapi.json": public(200),
    "GET /": public(200),
    "GET /app": public(200),
    "GET /app/{path}": public(200, path="a screen"),
    "GET /console": public(200),
    "GET /console/{path}": public(200, path="a screen"),
    "GET /docs": public(200),
    "GET /docs/openapi.json": public(200),
    "GET /docs/oauth2-redirect.html": public(200),
    "GET /docs/{path}": public(404, path="no page"),
    # Only where no real money moves: `kith.kit.settings.check` and `kith.main.app.handlers` see to that
    "listOutbox": public(200),
    "readClock": public(200),
    "listQuarters": public(200),
    "advanceClock": public(400, "invalid_input", body={"seconds": -1}),
}

MAY: dict[str, str] = {
    "viewOperator": "reviewer support finance admin",
    "signOutOperator": "reviewer support finance admin",
    "listOperatorSessions": "reviewer support finance admin",
    "endOperatorSession": "reviewer support finance admin",
    "listOperators": "admin",
    "inviteOperator": "admin",
    "inviteOperatorAgain": "admin",
    "setOperatorRoles": "admin",
    "revokeOperator": "admin",
    "listOperatorLog": "admin",
    "exportOperatorLog": "admin",
    "viewPromotions": "finance admin",
    "fundPromotions": "finance admin",
    "listCampaigns": "finance admin",
    "draftCampaign": "finance admin",
    "viewCampaign": "finance admin",
    "previewCampaign": "finance admin",
    "scheduleCampaign": "finance admin",
    "pauseCampaign": "finance admin",
    "resumeCampaign": "finance admin",
    "stopCampaign": "finance admin",
    "reportCampaign": "finance admin",
    "exportCampaign": "finance admin",
    "listBillDays": "finance",
    "listBreaks": "finance",
    "viewBreak": "finance",
    "closeBreak": "finance",
    "listStuckPayments": "support finance",
    "askGatewayAgain": "support finance",
    "findPeople": "support",
    "viewAffairs": "support",
    "setFreeze": "support",
    "listReports": "reviewer support",
    "closeReport": "reviewer support",
    "listBrakes": "support finance",
}
"""Which roles of operators may."""

OPERATIONS = {operation.name: operation for operation in operations()}
LITERAL = {"a screen", "scripted", "tracker", "full", "no page", "no picture"}


@pytest.fixture(scope="module")
async def world(postgres: Embedded, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Estate]:
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE estate TEMPLATE template STRATEGY file_copy")
    async with estate(postgres.url("estate"), tmp_path_factory.mktemp("estate")) as made:
        yield made


class Asking:
    """One operation, asked by different people about the same things."""

    def __init__(self, world: Estate, name: str) -> None:
        self.world = world
        self.row = ROWS[name]
        self.operation = OPERATIONS[name]

    async def by(self, who: str | None, *, nowhere: bool = False) -> Response:
        """The answer to somebody; `nowhere` asks about things that do not exist."""
        return await self.world.ask(who, self.operation.method, self.url(nowhere=nowhere), self.body())

    def url(self, *, nowhere: bool = False) -> str:
        values = {name: self._thing(thing, nowhere) for name, thing in self.row.at.items()}
        return self.operation.url(**values) + self.row.query

    def body(self) -> object:
        return _filled(self.row.body, self.world.things)

    def _thing(self, name: str, nowhere: bool) -> str:
        if name in LITERAL:
            return name.replace("no picture", "0" * 64).replace(" ", "-")
        if nowhere and name == "pictured":
            return str(10**9)
        return str(ids.new()) if nowhere or name == "nothing" else self.world.things[name]


def _filled(body: object, things: dict[str, str]) -> object:
    if isinstance(body, dict):
        return {key: _filled(value, things) for key, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, things) for value in body]
    if isinstance(body, str) and body.startswith("="):
        made = {
            "=today": people.day_of(clock.now()).isoformat(),
            "=new": str(ids.new()),
            "=phone": f"+86139{ids.digits(8)}",
        }
        return made.get(body) or things[body[1:]]
    return body


def answer_of(response: Response) -> Answer:
    refused = response.headers.get("content-type", "").startswith("application/problem+json")
    return response.status_code, response.json()["code"] if refused else ""


def check(operation: Operation, response: Response, expected: Answer) -> None:
    """The answer is the expected one, and the document tells of it."""
    assert answer_of(response) == expected, response.text[:500]
    status, code = expected
    if code and operation.described:
        assert operation.documents(status, code), f"{operation.name} does not document {code}"


def tells_nothing(world: Estate, response: Response, shows: str = "") -> None:
    """Neither body nor headers hold anything that belongs to somebody else."""
    said = response.text + repr(response.headers.raw)
    for what, secret in world.secrets.items():
        if what not in shows.split(","):
            assert secret not in said, f"{what}: {secret}"


async def test_every_operation_has_a_row() -> None:
    assert OPERATIONS.keys() - ROWS.keys() == set(), "operations whose access nobody has tested"
    assert ROWS.keys() - OPERATIONS.keys() == set(), "rows of operations that do not exist"


async def test_the_document_tells_which_operations_need_no_session() -> None:
    public_rows = {name for name, row in ROWS.items() if row.nobody != SIGN_IN_FIRST}
    assert {name for name, operation in OPERATIONS.items() if operation.public} == public_rows


@pytest.mark.parametrize("name", ROWS)
async def test_nobody(world: Estate, name: str) -> None:
    asking = Asking(world, name)
    response = await asking.by(None)
    check(asking.operation, response, asking.row.nobody)
    tells_nothing(world, response, asking.row.shows)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.nobody == SIGN_IN_FIRST])
async def test_a_token_of_nobody(world: Estate, name: str) -> None:
    asking = Asking(world, name)
    for headers in ({"Authorization": f"Bearer {ids.token()}"}, {"Cookie": f"kith_session={ids.token()}"}):
        response = await world.send(asking.operation.method, asking.url(), asking.body(), headers)
        check(asking.operation, response, SIGN_IN_FIRST)


@pytest.mark.parametrize("name", ROWS)
async def test_a_newcomer_without_a_profile(world: Estate, name: str) -> None:
    asking = Asking(world, name)
    response = await asking.by("jin")
    check(asking.operation, response, asking.row.newcomer)
    tells_nothing(world, response, asking.row.shows if asking.operation.public else "")


@pytest.mark.parametrize(("name", "who"), [(name, who) for name, row in ROWS.items() for who in row.wrong])
async def test_the_wrong_person(world: Estate, name: str, who: str) -> None:
    asking = Asking(world, name)
    response = await asking.by(who)
    check(asking.operation, response, asking.row.wrong[who])
    tells_nothing(world, response)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.wrong and row.at])
async def test_who_may_not_see_a_thing_cannot_tell_whether_it_exists(world: Estate, name: str) -> None:
    asking = Asking(world, name)
    for who in asking.row.wrong:
        real, none = await asking.by(who), await asking.by(who, nowhere=True)
        assert (real.status_code, real.text) == (none.status_code, none.text)


@pytest.mark.parametrize("name", ROWS)
async def test_the_right_person(world: Estate, name: str) -> None:
    """The things in the rows are real: those who may, can. The stranger among them sees nothing of the others."""
    asking = Asking(world, name)
    for who, expected in asking.row.right.items():
        response = await asking.by(who)
        check(asking.operation, response, expected)
        if who == "gao":
            tells_nothing(world, response, asking.row.shows)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, row in ROWS.items()
        if OPERATIONS[name].method in UNSAFE and row.nobody == SIGN_IN_FIRST and row.right
    ],
)
@pytest.mark.parametrize(
    "browser",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://other.kith.test"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
    ids=["cross-site", "same-site", "origin", "null"],
)
async def test_another_website_cannot_use_the_cookie(world: Estate, name: str, browser: dict[str, str]) -> None:
    asking = Asking(world, name)
    cookie = {"Cookie": f"kith_session={await world.token(next(iter(asking.row.right)))}"}
    response = await world.send(asking.operation.method, asking.url(), asking.body(), cookie | browser)
    check(asking.operation, response, (403, "cross_site"))


async def test_our_own_pages_can_use_the_cookie(world: Estate) -> None:
    cookie = {"Cookie": f"kith_session={await world.token('gao')}"}
    for browser in ({"Sec-Fetch-Site": "same-origin", "Origin": SITE}, {"Origin": SITE}):
        response = await world.send("PUT", "/me/gift-door", {**DOOR}, cookie | browser)
        assert response.status_code == 200


async def test_staff_of_one_shop_cannot_reach_another_through_their_own(world: Estate) -> None:
    own_shop, foreign = world.things["other shop"], world.things["import"]
    for url in (f"/shops/{own_shop}/imports/{foreign}", f"/shops/{own_shop}/imports/{foreign}/errors"):
        response = await world.ask("hui", "GET", url)
        assert answer_of(response) == (404, "import_not_found")
        tells_nothing(world, response)


async def test_the_addresses_that_one_keeps_are_ones_own(world: Estate) -> None:
    """Another one who knows the id reads nothing, and writes and deletes only among what is theirs."""
    kept = world.things["address"]
    put = {"address": {**ELSEWHERE}}
    for method, body in (("GET", None), ("PUT", put), ("GET", None), ("DELETE", None), ("GET", None)):
        url = "/me/addresses" if method == "GET" else f"/me/addresses/{kept}"
        for who in ("ann", "eve", "gao"):
            response = await world.ask(who, method, url, body)
            tells_nothing(world, response, shows="address")
    [mine] = (await world.ask("bo", "GET", "/me/addresses")).json()
    assert (mine["address_id"], mine["address"]) == (kept, HOME)


async def test_who_was_blocked_finds_nobody_behind_the_block(world: Estate) -> None:
    called = (await world.ask("gao", "GET", f"/people/{ANN}")).json()["nickname"]
    for who, found in (("gao", True), ("fay", False)):
        response = await world.ask(who, "GET", f"/people?q={called}")
        assert (str(ANN) in response.text) is found


async def test_what_is_not_listed_is_nobodys_to_see(world: Estate) -> None:
    for who in ("ann", "gao", "hui"):
        response = await world.ask(who, "GET", f"/goods/{world.things['draft']}")
        assert answer_of(response) == (404, "product_not_found")
        tells_nothing(world, response)


async def test_a_gift_that_is_not_paid_has_not_reached_anybody(world: Estate) -> None:
    response = await world.ask("bo", "GET", f"/me/received/{world.things['unpaid']}")
    assert answer_of(response) == (404, "gift_not_found")
    listed = await world.ask("bo", "GET", "/me/received?limit=100")
    assert world.things["unpaid"] not in listed.text


def test_every_operation_of_operators_says_who_of_them_may() -> None:
    under = {name for name, one in OPERATIONS.items() if one.path.startswith("/ops/") and not one.public}
    assert MAY.keys() == under


@pytest.mark.parametrize("role", get_args(ops.Role))
async def test_an_operator_may_what_the_role_says(world: Estate, role: ops.Role) -> None:
    """Whoever may not is told so, before anything else is looked at; whoever may is never told to sign in."""
    for name, roles in MAY.items():
        asking = Asking(world, name)
        response = await world.send(
            asking.operation.method, asking.url(), asking.body(), {"Cookie": await operator_cookie(world, role)}
        )
        if role in roles.split():
            assert response.status_code not in (401, 403, 500), f"{name}: {response.text}"
        else:
            check(asking.operation, response, (403, "role_missing"))


@pytest.mark.parametrize("name", [name for name in MAY if OPERATIONS[name].method in UNSAFE])
async def test_another_website_cannot_use_an_operators_cookie(world: Estate, name: str) -> None:
    asking = Asking(world, name)
    cookie = {"Cookie": await operator_cookie(world, "admin"), "Sec-Fetch-Site": "cross-site"}
    response = await world.send(asking.operation.method, asking.url(), asking.body(), cookie)
    check(asking.operation, response, (403, "cross_site"))


async def test_a_person_and_an_operator_are_not_the_same(world: Estate) -> None:
    """Neither's cookie opens anything of the other's, and no operator's does as a bearer token."""
    token = (await operator_cookie(world, "admin")).partition("=")[2]
    for name, value in (("kith_session", token), ("kith_operator", await world.token("ann"))):
        for url in ("/me", "/ops/me"):
            assert (await world.send("GET", url, None, {"Cookie": f"{name}={value}"})).status_code == 401
    bearer = {"Authorization": f"Bearer {token}"}
    assert (await world.send("GET", "/ops/me", None, bearer)).status_code == 401


async def operator_cookie(world: Estate, role: ops.Role) -> str:
    """The cookie of somebody with this role and no other, who has just signed in."""
    operator_id = ops.OperatorId(ids.new())
    async with world.town.db.transaction() as tx:
        now = clock.now()
        await operator_rows.add.run(tx, operator_id=operator_id, name=str(operator_id), roles=[role], now=now)
        token, _ = await open_session(tx, operator_id, str(operator_id), [role], device="", now=now)
    return f"kith_operator={token}"
