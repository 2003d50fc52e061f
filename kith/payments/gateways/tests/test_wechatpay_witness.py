"""An independent client of WeChat Pay, `wechatpayv3`, as a witness: it talks to our simulator, opens what our simulator
sends, and says of our client's headers what it would have written itself."""

import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.utils import build_authorization, load_private_key

from kith.kit import clock, ids
from kith.payments.gateway import Begun, Settled
from kith.payments.gateways.signer import Signer
from kith.payments.gateways.tests.conformance import FEN, begin, paid_order
from kith.payments.gateways.tests.played import Buyer, Mailbox, Simulator, WechatDriver
from kith.payments.gateways.wechatpay import message


@pytest.fixture
def sdk(simulator: Simulator, mailbox: Mailbox) -> Any:
    simulator.switch()
    account = simulator.wechatpay(mailbox.url)
    client = WeChatPay(
        wechatpay_type=WeChatPayType.NATIVE,
        mchid=account.mch_id,
        private_key=account.private_key.decode(),
        cert_serial_no=account.serial,
        apiv3_key=account.v3_key.decode(),
        appid=account.app_id,
        notify_url=mailbox.url,
        public_key=account.public_key.decode(),
        public_key_id=account.public_key_id,
        timeout=(10, 10),
    )
    client._core._gate_way = simulator.url
    return client


@pytest.fixture
async def driver(simulator: Simulator, mailbox: Mailbox) -> AsyncGenerator[WechatDriver]:
    simulator.switch()
    playing = WechatDriver(simulator, mailbox)
    yield playing
    await playing.disconnect()


def test_it_takes_a_trade_through_its_life_at_our_simulator(sdk: Any, simulator: Simulator) -> None:
    number, refund_number = ids.new().hex, ids.new().hex
    code, told = sdk.pay(description="花 flowers", out_trade_no=number, amount={"total": 2_000})
    assert code == 200
    begun = Begun(number, qr_code=json.loads(told)["code_url"])
    assert json.loads(sdk.query(out_trade_no=number)[1])["trade_state"] == "NOTPAY"
    assert Buyer(f"{simulator.url}/gateway.do").pay(begun)
    assert json.loads(sdk.query(out_trade_no=number)[1])["trade_state"] == "SUCCESS"
    amount = {"refund": 500, "total": 2_000, "currency": "CNY"}
    code, told = sdk.refund(out_refund_no=refund_number, amount=amount, out_trade_no=number)
    assert (code, json.loads(told)["status"]) == (200, "PROCESSING")
    assert json.loads(sdk.query_refund(refund_number)[1])["status"] == "SUCCESS"
    assert json.loads(sdk.query(out_trade_no=number)[1])["trade_state"] == "REFUND"


def test_it_closes_at_our_simulator(sdk: Any) -> None:
    number = ids.new().hex
    sdk.pay(description="flowers", out_trade_no=number, amount={"total": 2_000})
    assert sdk.close(number)[0] == 204
    assert json.loads(sdk.query(out_trade_no=number)[1])["trade_state"] == "CLOSED"
    assert sdk.query(out_trade_no="nobody00")[0] == 404


async def test_it_opens_what_our_simulator_sends(driver: WechatDriver, mailbox: Mailbox, sdk: Any) -> None:
    begun = await paid_order(driver)
    await driver.settle()
    told = sdk.callback(mailbox.headers[0], mailbox.bodies[0])
    assert told["event_type"] == "TRANSACTION.SUCCESS"
    assert (told["resource"]["out_trade_no"], told["resource"]["amount"]["total"]) == (begun.number, FEN)


async def test_both_clients_see_the_same_trade(driver: WechatDriver, sdk: Any) -> None:
    begun = await begin(driver)
    assert await driver.pay(begun)
    ours = await driver.gateway.query(begun.number)
    theirs = json.loads(sdk.query(out_trade_no=begun.number)[1])
    assert isinstance(ours, Settled)
    assert (ours.gateway_number, ours.fen) == (theirs["transaction_id"], theirs["amount"]["total"])


def test_it_writes_the_same_header(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """RSA signatures of this kind are the same whoever makes them."""
    account = simulator.wechatpay("")
    at, nonce = clock.real_now(), "0123456789ABCDEF0123456789ABCDEF"
    monkeypatch.setattr("time.time", at.timestamp)
    key = load_private_key(account.private_key.decode())
    told = build_authorization(
        "/v3/x?y=z", "POST", account.mch_id, account.serial, key, data={"a": "花"}, nonce_str=nonce
    )
    signer = Signer(account.private_key, account.public_key)
    body = json.dumps({"a": "花"}).encode()
    assert message.authorization(account, signer, ("POST", "/v3/x?y=z", body), at, nonce) == told


@pytest.mark.parametrize("fault", ["tampered_answer", "unsigned_answer"])
def test_it_too_rejects_what_our_simulator_spoils(sdk: Any, simulator: Simulator, fault: str) -> None:
    number = ids.new().hex
    sdk.pay(description="flowers", out_trade_no=number, amount={"total": 2_000})
    simulator.switch({"name": fault})
    with pytest.raises(Exception, match="verify the signature"):
        sdk.query(out_trade_no=number)
