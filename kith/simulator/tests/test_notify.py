"""What the simulated Alipay tells the shop, when, and how often."""

import base64
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from kith.kit import clock, ids
from kith.simulator import prepare
from kith.simulator.certs import numbers
from kith.simulator.notify import LADDER, signed_content
from kith.simulator.tests.shop import Mailbox, Shop

WAITS = [4, 10, 10, 60, 120, 360, 900]


def seen(mailbox: Mailbox) -> list[tuple[str, str | None, str | None]]:
    return [(note["trade_status"], note.get("refund_fee"), note.get("out_biz_no")) for note in mailbox.notes]


async def test_a_payment_is_told_once_it_is_acknowledged(shop: Shop, mailbox: Mailbox) -> None:
    await shop.paid()
    await shop.settle()
    await shop.advance(days=3)
    assert seen(mailbox) == [("TRADE_SUCCESS", None, None)]
    assert mailbox.notes[0]["sign_type"] == "RSA2"


async def test_the_ladder(shop: Shop, mailbox: Mailbox) -> None:
    assert timedelta(minutes=sum(WAITS)) == sum(LADDER, timedelta()) < timedelta(hours=25)
    mailbox.answer = b"fail"
    await shop.paid()
    await shop.settle()
    for count, minutes in enumerate(WAITS, 1):
        await shop.advance(minutes=minutes, seconds=-5)
        assert len(mailbox.notes) == count
        await shop.advance(seconds=6)
        assert len(mailbox.notes) == count + 1
    await shop.advance(days=30)
    assert len(mailbox.notes) == 8
    assert len({note["notify_id"] for note in mailbox.notes}) == 1
    assert len({note["notify_time"] for note in mailbox.notes}) == 8
    told = (await shop.http.get("/admin/notifications")).json()
    assert [(note["state"], note["tries"]) for note in told] == [("given_up", 8)]


@pytest.mark.parametrize(
    ("status", "answer"),
    [(200, b"SUCCESS"), (200, b'"success"'), (200, b"success\n"), (302, b"success"), (500, b"success")],
)
async def test_only_the_plain_word_acknowledges(shop: Shop, mailbox: Mailbox, status: int, answer: bytes) -> None:
    mailbox.status, mailbox.answer = status, answer
    await shop.paid()
    await shop.settle()
    mailbox.status, mailbox.answer = 200, b"success"
    await shop.advance(minutes=5)
    await shop.advance(days=1)
    assert len(mailbox.notes) == 2


async def test_refunds_are_told_on_the_trade(shop: Shop, mailbox: Mailbox) -> None:
    number = await shop.paid()
    await shop.settle()
    for amount, refund_number in (("5.00", "r1"), ("15.00", "r2")):
        await shop.refund(number, amount, refund_number)
        await shop.settle()
    assert seen(mailbox) == [
        ("TRADE_SUCCESS", None, None),
        ("TRADE_SUCCESS", "5.00", "r1"),
        ("TRADE_CLOSED", "20.00", "r2"),
    ]
    assert "gmt_close" in mailbox.notes[2]
    assert "gmt_close" not in mailbox.notes[1]
    assert all(note["gmt_payment"] for note in mailbox.notes)


async def test_an_unpaid_end_is_told_without_a_refund(shop: Shop, mailbox: Mailbox) -> None:
    await shop.page_pay("expired", timeout_express="30m")
    await shop.page_pay("closed")
    await shop.precreate("never-opened", timeout_express="30m")
    await shop.call("close", {"out_trade_no": "closed"})
    await shop.advance(minutes=31)
    assert [(note["out_trade_no"], note["trade_status"]) for note in mailbox.notes] == [
        ("closed", "TRADE_CLOSED"),
        ("expired", "TRADE_CLOSED"),
    ]
    assert not any("refund_fee" in note or "gmt_payment" in note for note in mailbox.notes)


async def test_duplicate(shop: Shop, mailbox: Mailbox) -> None:
    await shop.switch({"name": "notify_duplicate"})
    await shop.paid()
    await shop.settle()
    assert len(mailbox.notes) == 2
    assert mailbox.notes[0]["notify_id"] == mailbox.notes[1]["notify_id"]


async def test_late(shop: Shop, mailbox: Mailbox) -> None:
    await shop.switch({"name": "notify_late"})
    await shop.paid()
    await shop.advance(hours=2, minutes=59)
    assert not mailbox.notes
    await shop.advance(minutes=2)
    assert len(mailbox.notes) == 1


async def test_reordered(shop: Shop, mailbox: Mailbox) -> None:
    await shop.switch({"name": "notify_reordered"})
    number = await shop.paid()
    await shop.settle()
    assert not mailbox.notes
    await shop.refund(number, "20.00", "r1")
    await shop.settle()
    assert seen(mailbox) == [("TRADE_CLOSED", "20.00", "r1"), ("TRADE_SUCCESS", None, None)]


async def test_held_back_alone_it_still_comes(shop: Shop, mailbox: Mailbox) -> None:
    await shop.switch({"name": "notify_reordered"})
    await shop.paid()
    await shop.advance(hours=1)
    assert seen(mailbox) == [("TRADE_SUCCESS", None, None)]


async def test_lost(shop: Shop, mailbox: Mailbox) -> None:
    await shop.switch({"name": "notify_lost"})
    number = await shop.paid()
    await shop.advance(days=3)
    assert not mailbox.notes
    assert (await shop.query(number))["trade_status"] == "TRADE_SUCCESS"


async def test_before_the_answer(shop: Shop, mailbox: Mailbox) -> None:
    number = await shop.paid()
    await shop.settle()
    await shop.switch({"name": "notify_early", "method": "alipay.trade.refund"})
    await shop.refund(number, "20.00", "r1")
    assert seen(mailbox)[1:] == [("TRADE_CLOSED", "20.00", "r1")]


async def test_before_the_buyer_comes_back(shop: Shop, mailbox: Mailbox) -> None:
    await shop.switch({"name": "notify_early", "method": "cashier"})
    await shop.paid()
    assert seen(mailbox) == [("TRADE_SUCCESS", None, None)]


async def test_a_forgery_claims_payment_and_is_tried_once(shop: Shop, mailbox: Mailbox) -> None:
    await shop.switch({"name": "notify_forged"})
    mailbox.answer = b"fail"
    await shop.page_pay(ids.new().hex)
    await shop.settle()
    await shop.advance(days=3)
    assert seen(mailbox) == [("TRADE_SUCCESS", None, None)]
    (told,) = (await shop.http.get("/admin/notifications")).json()
    assert (told["forged"], told["state"]) == (True, "given_up")


async def test_what_was_altered_on_the_way_comes_beside_the_true_one(shop: Shop, mailbox: Mailbox, home: Path) -> None:
    await shop.switch({"name": "notify_tampered"})
    await shop.paid()
    await shop.settle()
    assert sorted(note["total_amount"] for note in mailbox.notes) == ["0.01", "20.00"]
    assert all(_genuine(home, note) == (note["total_amount"] == "20.00") for note in mailbox.notes)


async def test_it_changes_its_key(shop: Shop, mailbox: Mailbox, home: Path) -> None:
    before, sn = prepare(home).alipay_public.read_bytes(), numbers(home)
    assert (await shop.http.post("/admin/key-rotation")).status_code == 204
    assert prepare(home).alipay_public.read_bytes() != before
    assert numbers(home).alipay_cert_sn != sn.alipay_cert_sn
    assert numbers(home).alipay_root_cert_sn == sn.alipay_root_cert_sn
    await shop.paid()
    await shop.settle()
    assert _genuine(home, mailbox.notes[0])
    await shop.switch({"name": "other_key", "method": "notify"})
    await shop.paid()
    await shop.settle()
    assert not _genuine(home, mailbox.notes[1])


def _genuine(home: Path, note: dict[str, str]) -> bool:
    key = load_pem_public_key(prepare(home).alipay_public.read_bytes())
    assert isinstance(key, rsa.RSAPublicKey)
    try:
        key.verify(base64.b64decode(note["sign"]), signed_content(note).encode(), padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


async def test_what_was_told_late_tells_of_its_own_moment(shop: Shop, mailbox: Mailbox) -> None:
    await shop.switch({"name": "notify_late"})
    number = await shop.paid()
    await shop.refund(number, "20.00", "r1")
    await shop.settle()
    await shop.advance(hours=3)
    assert seen(mailbox) == [("TRADE_CLOSED", "20.00", "r1"), ("TRADE_SUCCESS", None, None)]
    assert clock.offset() == timedelta(hours=3)
