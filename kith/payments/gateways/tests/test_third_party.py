"""An independent client of Alipay, `python-alipay-sdk`, as a witness: it talks to our simulator, checks what our client
signs, and reads what our simulator sends. Client and simulator have one author; this has another."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from alipay import AliPay, DCAliPay
from alipay.exceptions import AliPayException, AliPayValidationError

from kith.kit import clock, ids
from kith.payments.gateway import Begun, Order, Settled, Way
from kith.payments.gateways.alipay import cert
from kith.payments.gateways.tests.played import APP_ID, AlipayDriver, Buyer, Mailbox, Simulator
from kith.simulator import certify


@pytest.fixture
def sdk(simulator: Simulator) -> Any:
    simulator.switch()
    client = AliPay(
        appid=APP_ID,
        app_notify_url=None,
        app_private_key_string=(simulator.home / "app_private.pem").read_text(),
        alipay_public_key_string=(simulator.home / "alipay_public.pem").read_text(),
    )
    client._gateway = f"{simulator.url}/gateway.do"
    return client


@pytest.fixture
def shop(simulator: Simulator) -> Any:
    """The same library with the keys of the other side: it checks what our client signs."""
    return AliPay(
        appid=APP_ID,
        app_private_key_string=(simulator.home / "app_private.pem").read_text(),
        alipay_public_key_string=(simulator.home / "app_public.pem").read_text(),
    )


@pytest.fixture
def certs(simulator: Simulator) -> Any:
    """The library in certificate mode,."""
    made = certify(simulator.home)
    client = DCAliPay(
        appid=APP_ID,
        app_private_key_string=(simulator.home / "app_private.pem").read_text(),
        app_public_key_cert_string=made.app_cert.read_text(),
        alipay_public_key_cert_string=made.alipay_cert.read_text(),
        alipay_root_cert_string=made.root_cert.read_text(),
    )
    client._gateway = f"{simulator.url}/gateway.do"
    return client


def test_its_certificate_mode_takes_a_trade_through_its_life(certs: Any, simulator: Simulator) -> None:
    simulator.switch()
    number = ids.new().hex
    code = certs.api_alipay_trade_precreate("花 flowers", number, "20.00")
    assert Buyer(f"{simulator.url}/gateway.do").pay(Begun(number, qr_code=code["qr_code"]))
    assert certs.api_alipay_trade_query(out_trade_no=number)["trade_status"] == "TRADE_SUCCESS"
    assert certs.api_alipay_trade_refund("20.00", out_trade_no=number, out_request_no="r1")["fund_change"] == "Y"


def test_it_sends_money_out_at_our_simulator(certs: Any, simulator: Simulator) -> None:
    simulator.switch()
    paid, number = ids.new().hex, ids.new().hex
    code = certs.api_alipay_trade_precreate("flowers", paid, "20.00")
    assert Buyer(f"{simulator.url}/gateway.do").pay(Begun(paid, qr_code=code["qr_code"]))
    wen = (number, "ALIPAY_LOGON_ID", "wen@flowers.example", "20.00", "温")
    sent = certs.api_alipay_fund_trans_uni_transfer(*wen, order_title="Kith")
    assert (sent["code"], sent["out_biz_no"], sent["status"]) == ("10000", number, "SUCCESS")
    assert certs.api_alipay_fund_trans_uni_transfer(*wen, order_title="Kith")["order_id"] == sent["order_id"]
    question = certs.build_body("alipay.fund.trans.common.query", {"out_biz_no": number})
    asked = certs.verified_sync_response(question, "alipay_fund_trans_common_query_response")
    assert (asked["status"], asked["trans_amount"]) == ("SUCCESS", "20.00")


def test_it_counts_the_same_serial_numbers(certs: Any, simulator: Simulator) -> None:
    made = certify(simulator.home)
    assert certs.app_cert_sn == cert.sn(made.app_cert.read_bytes())
    assert certs.alipay_root_cert_sn == cert.root_sn(made.root_cert.read_bytes())
    assert "_" not in certs.alipay_root_cert_sn


async def test_it_verifies_our_orders_in_certificate_mode(certified: AlipayDriver, shop: Any, certs: Any) -> None:
    begun = await certified.gateway.begin(order(certified))
    assert isinstance(begun, Begun)
    params = dict(parse_qsl(urlsplit(begun.url or "").query, strict_parsing=True))
    verified(shop, params)
    named = (params["app_cert_sn"], params["alipay_root_cert_sn"])
    assert named == (certs.app_cert_sn, certs.alipay_root_cert_sn)


def test_it_takes_a_trade_through_its_life_at_our_simulator(sdk: Any, simulator: Simulator) -> None:
    number = ids.new().hex
    code = sdk.api_alipay_trade_precreate("花 flowers", number, "20.00")
    assert code["qr_code"].startswith(simulator.url)
    with pytest.raises(AliPayException, match="TRADE_NOT_EXIST"):
        raise_for(sdk.api_alipay_trade_query(out_trade_no=number))
    assert Buyer(f"{simulator.url}/gateway.do").pay(Begun(number, qr_code=code["qr_code"]))
    paid = sdk.api_alipay_trade_query(out_trade_no=number)
    assert (paid["trade_status"], paid["total_amount"]) == ("TRADE_SUCCESS", "20.00")

    part = sdk.api_alipay_trade_refund("5.00", out_trade_no=number, out_request_no="r1")
    assert (part["fund_change"], part["refund_fee"]) == ("Y", "5.00")
    again = sdk.api_alipay_trade_refund("5.00", out_trade_no=number, out_request_no="r1")
    assert (again["fund_change"], again["refund_fee"]) == ("N", "5.00")
    other = sdk.api_alipay_trade_refund("6.00", out_trade_no=number, out_request_no="r1")
    assert other["sub_code"] == "ACQ.DISCORDANT_REPEAT_REQUEST"
    rest = sdk.api_alipay_trade_refund("15.00", trade_no=paid["trade_no"], out_request_no="r2")
    assert (rest["fund_change"], rest["refund_fee"]) == ("Y", "20.00")
    asked = sdk.api_alipay_trade_fastpay_refund_query("r1", out_trade_no=number)
    assert (asked["refund_status"], asked["refund_amount"]) == ("REFUND_SUCCESS", "5.00")
    assert "refund_status" not in sdk.api_alipay_trade_fastpay_refund_query("r3", out_trade_no=number)
    assert sdk.api_alipay_trade_query(out_trade_no=number)["trade_status"] == "TRADE_CLOSED"


@pytest.mark.parametrize("way", ["page", "wap", "app"])
def test_its_orders_open_our_cashier(sdk: Any, simulator: Simulator, way: Way) -> None:
    number = ids.new().hex
    query = getattr(sdk, f"api_alipay_trade_{way}_pay")("flowers", number, "20.00", notify_url="http://127.0.0.1:9/n")
    assert Buyer(f"{simulator.url}/gateway.do").pay(Begun(number, order_string=query))
    assert sdk.api_alipay_trade_query(out_trade_no=number)["trade_status"] == "TRADE_SUCCESS"


def test_it_cancels_at_our_simulator(sdk: Any, simulator: Simulator) -> None:
    waiting, paid = ids.new().hex, ids.new().hex
    sdk.api_alipay_trade_precreate("flowers", waiting, "20.00")
    code = sdk.api_alipay_trade_precreate("flowers", paid, "20.00")
    assert Buyer(f"{simulator.url}/gateway.do").pay(Begun(paid, qr_code=code["qr_code"]))
    told = [sdk.api_alipay_trade_cancel(out_trade_no=number) for number in (waiting, paid, "nobody")]
    assert [(each["code"], each.get("action")) for each in told] == [
        ("10000", "close"),
        ("10000", "refund"),
        ("10000", None),
    ]


@pytest.mark.parametrize("fault", ["tampered_answer", "unsigned_answer"])
def test_it_too_rejects_what_our_simulator_spoils(sdk: Any, simulator: Simulator, fault: str) -> None:
    number = ids.new().hex
    sdk.api_alipay_trade_precreate("flowers", number, "20.00")
    simulator.switch({"name": fault})
    with pytest.raises((AliPayException, AliPayValidationError)):
        sdk.api_alipay_trade_query(out_trade_no=number)


def test_another_application_key_is_not_accepted_by_our_simulator(sdk: Any, simulator: Simulator) -> None:
    sdk._app_private_key = AliPay(
        appid=APP_ID,
        app_private_key_string=(simulator.home / "alipay_private.pem").read_text(),
        alipay_public_key_string=(simulator.home / "alipay_public.pem").read_text(),
    )._app_private_key
    with pytest.raises(AliPayException, match="invalid-signature"):
        sdk.api_alipay_trade_query(out_trade_no="n1")


@pytest.mark.parametrize("way", ["page", "wap", "app"])
async def test_it_verifies_our_orders(driver: AlipayDriver, shop: Any, way: Way) -> None:
    begun = await driver.gateway.begin(order(driver, way))
    assert isinstance(begun, Begun)
    query = begun.order_string or urlsplit(begun.url or "").query
    params = dict(parse_qsl(query, strict_parsing=True))
    assert params["method"] == f"alipay.trade.{way}.pay"
    verified(shop, params)


async def test_it_verifies_our_calls(driver: AlipayDriver, shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[httpx.Request] = []
    send = httpx.AsyncClient.send

    async def watching(client: httpx.AsyncClient, request: httpx.Request, **rest: Any) -> httpx.Response:
        seen.append(request)
        return await send(client, request, **rest)

    # Nothing is played here: the request goes to the simulator as it is, and is only looked at on its way.
    monkeypatch.setattr(httpx.AsyncClient, "send", watching)
    await driver.gateway.query(ids.new().hex)
    await driver.gateway.query_refund(ids.new().hex, ids.new().hex)
    assert len(seen) == 2
    for request in seen:
        assert "biz_content" not in request.url.params
        verified(shop, dict(request.url.params) | dict(parse_qsl(request.content.decode())))


async def test_it_verifies_the_notifications_of_our_simulator(driver: AlipayDriver, mailbox: Mailbox, sdk: Any) -> None:
    begun = await driver.gateway.begin(order(driver))
    assert isinstance(begun, Begun)
    assert await driver.pay(begun)
    await driver.settle()
    (body,) = mailbox.bodies
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    assert sdk.verify(fields, fields.pop("sign"))
    assert fields["trade_status"] == "TRADE_SUCCESS"


async def test_both_clients_see_the_same_trade(driver: AlipayDriver, sdk: Any) -> None:
    begun = await driver.gateway.begin(order(driver))
    assert isinstance(begun, Begun)
    assert await driver.pay(begun)
    ours = await driver.gateway.query(begun.number)
    theirs = sdk.api_alipay_trade_query(out_trade_no=begun.number)
    assert isinstance(ours, Settled)
    assert (ours.gateway_number, ours.fen) == (theirs["trade_no"], 2_000)


def order(driver: AlipayDriver, way: Way = "page") -> Order:
    return Order(
        number=ids.new().hex,
        fen=2_000,
        subject="花 flowers {} 🎁",
        way=way,
        pay_by=clock.now() + timedelta(minutes=30),
        notify_url=driver.notify_url,
        return_url="http://127.0.0.1:9/back?x=1&y=2",
    )


def verified(shop: Any, params: dict[str, str]) -> None:
    """The library drops `sign_type` before it checks a notification; a request is signed with it."""
    content = "&".join(f"{key}={value}" for key, value in sorted(params.items()) if key != "sign")
    assert shop._verify(content, params["sign"])
    assert all(params.values())


def raise_for(answer: dict[str, str]) -> None:
    if answer["code"] != "10000":
        raise AliPayException(answer["code"], answer["sub_code"])
