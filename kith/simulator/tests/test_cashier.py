"""The cashier as a buyer meets it, and the doors that only this machine may open."""

import re
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from kith.simulator.tests.shop import Shop


def form(page: httpx.Response, kind: str) -> str:
    found = re.search(rf'action="(/cashier/[^"]+/{kind}[^"]*)"', page.text)
    assert found, page.text
    return found[1]


async def test_a_buyer_pays_and_goes_back_to_the_shop(shop: Shop) -> None:
    page = await shop.page_pay("n1")
    assert page.status_code == 200
    assert "¥</small>20.00" in page.text
    assert "花 flowers" in page.text
    back = await shop.http.post(form(page, "payment"))
    assert back.status_code == 303
    target = urlsplit(back.headers["location"])
    returned = dict(parse_qsl(target.query))
    assert (target.netloc, target.path, returned["x"]) == ("127.0.0.1:9", "/back", "1")
    assert (returned["out_trade_no"], returned["total_amount"]) == ("n1", "20.00")
    assert returned["sign"]
    again = await shop.http.get(page.url.path)
    assert "支付成功" in again.text


async def test_a_buyer_leaves_and_the_trade_waits(shop: Shop) -> None:
    page = await shop.page_pay("n1")
    gone = await shop.http.post(form(page, "departure"))
    assert (gone.status_code, gone.headers["location"]) == (303, "http://127.0.0.1:9/back?x=1")
    assert (await shop.query("n1"))["trade_status"] == "WAIT_BUYER_PAY"
    assert "确认付款" in (await shop.http.get(page.url.path)).text


async def test_a_buyer_with_a_phone_leaves_to_another_place(shop: Shop) -> None:
    page = await shop.page_pay("n1", "wap", quit_url="http://127.0.0.1:9/quit", product_code="QUICK_WAP_WAY")
    gone = await shop.http.post(form(page, "departure"))
    assert (gone.status_code, gone.headers["location"]) == (303, "http://127.0.0.1:9/quit")
    back = await shop.http.post(form(page, "payment"))
    assert back.headers["location"].startswith("http://127.0.0.1:9/back?x=1&")
    assert dict(parse_qsl(urlsplit(back.headers["location"]).query))["method"] == "alipay.trade.wap.pay.return"


@pytest.mark.parametrize("kind", ["page", "wap", "app"])
async def test_a_product_is_sold_by_its_own_method(shop: Shop, kind: str) -> None:
    page = await shop.page_pay("n1", kind, product_code="FACE_TO_FACE_PAYMENT")
    assert "ACQ.INVALID_PARAMETER" in page.text


async def test_who_scanned_a_code_has_nowhere_to_go_back_to(shop: Shop) -> None:
    code = (await shop.precreate("n1"))["qr_code"]
    page = await shop.http.get(urlsplit(code).path, params={"lang": "en"})
    assert "Not now" in page.text
    assert "You did not pay" in (await shop.http.post(form(page, "departure"))).text
    assert "The shop has the money" in (await shop.http.post(form(page, "payment"))).text


@pytest.mark.parametrize(
    ("header", "lang", "word"),
    [
        (None, None, "确认付款"),
        ("en-GB,en;q=0.9", None, "Pay now"),
        ("fr, zh-CN;q=0.5", None, "确认付款"),
        ("fr", None, "确认付款"),
        ("zh-CN", "en", "Pay now"),
        ("en", "zh", "确认付款"),
    ],
)
async def test_it_speaks_two_languages(shop: Shop, header: str | None, lang: str | None, word: str) -> None:
    path = (await shop.page_pay("n1")).url.path
    headers = {"Accept-Language": header} if header else {}
    page = await shop.http.get(path, params={"lang": lang} if lang else None, headers=headers)
    assert word in page.text


async def test_what_the_shop_sends_is_text_and_not_html(shop: Shop) -> None:
    page = await shop.page_pay("n1", subject="<script>alert(1)</script>\"'${token}")
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "${token}" in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("ends", "words"),
    [("payment", "支付成功"), ("refund", "已全额退款"), ("close", "交易已关闭"), ("time", "交易已关闭")],
)
async def test_a_trade_that_is_over_shows_how_it_ended(shop: Shop, ends: str, words: str) -> None:
    path = (await shop.page_pay("n1", timeout_express="30m")).url.path
    if ends in ("payment", "refund"):
        await shop.http.post("/admin/cashier/n1/payment")
    if ends == "refund":
        await shop.refund("n1", "20.00", "r1")
    if ends == "close":
        await shop.call("close", {"out_trade_no": "n1"})
    if ends == "time":
        await shop.advance(minutes=30)
    page = await shop.http.get(path)
    assert words in page.text
    assert "确认付款" not in page.text
    assert (await shop.http.post(f"{path}/payment")).status_code == 200


async def test_a_stale_code_says_so(shop: Shop) -> None:
    code = (await shop.precreate("n1", timeout_express="1d"))["qr_code"]
    await shop.advance(hours=2)
    assert "二维码已过期" in (await shop.http.get(urlsplit(code).path)).text


@pytest.mark.parametrize("path", ["/cashier/nothing", "/cashier/n1"])
async def test_nobody_guesses_a_cashier_page(shop: Shop, path: str) -> None:
    await shop.page_pay("n1")
    assert (await shop.http.get(path)).status_code == 404
    assert (await shop.http.post(f"{path}/payment")).status_code == 404


@pytest.mark.parametrize("path", ["/admin/book", "/admin/faults", "/admin/idle", "/admin/notifications"])
@pytest.mark.parametrize(
    ("client", "headers"),
    [
        ("192.0.2.7", {}),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}),
        ("127.0.0.1", {"Host": "rebound.example"}),
    ],
)
async def test_admin_calls_come_from_this_machine(shop: Shop, path: str, client: str, headers: dict[str, str]) -> None:
    assert (await shop.http.get(path)).status_code == 200
    transport = shop.http._transport
    assert isinstance(transport, httpx.ASGITransport)
    transport.client = (client, 40_000)
    assert (await shop.http.get(path, headers=headers)).status_code == 403
