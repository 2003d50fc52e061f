"""Paying over HTTP: only the payer sees a charge; the gateways' door is open to all and believes nobody."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import UUID

import pytest
from httpx import AsyncClient

from kith.kit import clock, ids
from kith.payments.routes import handlers
from kith.payments.tests.desk import FEN, Desk
from tests import cast
from tests.cast import ANN, BO


@pytest.fixture
async def web(desk: Desk) -> AsyncGenerator[AsyncClient]:
    """A client, with Ann and Bo enrolled, at the time the routes see."""
    desk.now = clock.now()
    async with desk.db.transaction() as tx:
        await cast.enrol(tx, ANN, desk.now)
        await cast.enrol(tx, BO, desk.now)
    parts = cast.parts(desk.db, desk.gateways, desk.policy, desk.paid, desk.moved, desk.purse)
    async with cast.client(parts, handlers) as client:
        yield client


async def test_the_payer_pays_and_sees_it(desk: Desk, web: AsyncClient) -> None:
    charge_id = await desk.charge()
    ann = await cast.bearer(desk.db, ANN)
    asked = {"attempt_id": str(ids.new()), "gateway": "scripted", "way": "qr"}
    answer = await web.post(f"/charges/{charge_id}/attempts", json=asked, headers=ann)
    assert answer.status_code == 201
    number = UUID(asked["attempt_id"]).hex
    assert answer.json() == {
        "attempt_id": asked["attempt_id"],
        "way": "qr",
        "url": None,
        "qr_code": f"pay:{number}",
        "order_string": None,
    }
    desk.gateway.pay(number)
    told = await web.post("/gateways/scripted/notifications", content=desk.gateway.note(number, "paid"))
    assert (told.status_code, told.content) == (200, b"success")
    assert told.headers["content-type"].startswith("text/plain")
    refund_id = await desk.refund(charge_id, 100)
    await desk.tend_refund(charge_id, refund_id)
    shown = (await web.get(f"/charges/{charge_id}", headers=ann)).json()
    assert (shown["state"], shown["fen"], shown["subject"]) == ("paid", FEN, "Roses")
    assert (shown["purpose"], shown["ref"], shown["gateways"]) == ("keep", str(charge_id), [])
    moment = desk.now.isoformat().replace("+00:00", "Z")
    assert shown["refunds"] == [
        {
            "refund_id": str(refund_id),
            "charge_id": str(charge_id),
            "gateway": "scripted",
            "fen": 100,
            "reason": "ended",
            "state": "refunded",
            "wanted_at": moment,
            "refunded_at": moment,
        }
    ]


async def test_a_charge_says_how_it_can_be_paid_while_it_can(desk: Desk, web: AsyncClient) -> None:
    ann = await cast.bearer(desk.db, ANN)
    payable, cancelled = await desk.charge(), await desk.charge()
    await desk.cancel(cancelled)
    desk.now -= timedelta(minutes=31)
    late = await desk.charge()
    offers = [{"gateway": "scripted", "ways": ["page", "wap", "qr", "app"]}]
    for charge_id, expected in ((payable, offers), (cancelled, []), (late, [])):
        shown = (await web.get(f"/charges/{charge_id}", headers=ann)).json()
        assert shown["gateways"] == expected


async def test_a_payer_has_a_list_of_what_went_back(desk: Desk, web: AsyncClient) -> None:
    """Newest first, over all charges, those sent back by ourselves included; in pages; nobody else's."""
    ann, bo = await cast.bearer(desk.db, ANN), await cast.bearer(desk.db, BO)
    assert (await web.get("/me/refunds", headers=ann)).json() == {"items": [], "next": None}
    first, _ = await desk.paid_charge()
    part = await desk.refund(first, 100)
    desk.later(minutes=1)
    refused, _ = await desk.paid_charge("refuse")
    desk.later(minutes=1)
    other = await desk.refund(first, 200)
    await desk.tend_refund(first, part)
    whole = (await web.get("/me/refunds", headers=ann)).json()
    assert whole["next"] is None
    told = [(item["charge_id"], item["fen"], item["reason"], item["state"]) for item in whole["items"]]
    assert told == [
        (str(first), 200, "ended", "wanted"),
        (str(refused), FEN, "unaccepted", "wanted"),
        (str(first), 100, "ended", "refunded"),
    ]
    assert [item["refund_id"] for item in whole["items"][::2]] == [str(other), str(part)]
    for item in whole["items"]:
        assert (item["gateway"], item["subject"], item["ref"]) == ("scripted", "Roses", item["charge_id"])
        assert (item["refunded_at"] is None) == (item["state"] == "wanted")
    assert [item["purpose"] for item in whole["items"]] == ["keep", "refuse", "keep"]

    paged, after = [], None
    while after or not paged:
        page = await web.get("/me/refunds", params={"limit": 2} | ({"after": after} if after else {}), headers=ann)
        paged += page.json()["items"]
        after = page.json()["next"]
    assert paged == whole["items"]
    assert (await web.get("/me/refunds", headers=bo)).json()["items"] == []
    wrong = await web.get("/me/refunds", params={"after": "x"}, headers=ann)
    assert (wrong.status_code, wrong.json()["code"]) == (404, "bad_cursor")


async def test_nobody_else_sees_or_begins_it(desk: Desk, web: AsyncClient) -> None:
    charge_id = await desk.charge()
    asked = {"attempt_id": str(ids.new()), "gateway": "scripted", "way": "qr"}
    bo = await cast.bearer(desk.db, BO)
    for headers, status, code in ((bo, 404, "charge_not_found"), ({}, 401, "sign_in_first")):
        seen = await web.get(f"/charges/{charge_id}", headers=headers)
        begun = await web.post(f"/charges/{charge_id}/attempts", json=asked, headers=headers)
        assert [(each.status_code, each.json()["code"]) for each in (seen, begun)] == [(status, code)] * 2
    assert desk.gateway.calls == []


async def test_a_silent_gateway_says_when_to_try_again(desk: Desk, web: AsyncClient) -> None:
    charge_id = await desk.charge()
    desk.gateway.faults["begin"] = ["lost_after"]
    asked = {"attempt_id": str(ids.new()), "gateway": "scripted", "way": "page"}
    ann = await cast.bearer(desk.db, ANN)
    silent = await web.post(f"/charges/{charge_id}/attempts", json=asked, headers=ann)
    assert (silent.status_code, silent.json()["code"], silent.headers["retry-after"]) == (503, "gateway_silent", "5")
    again = await web.post(f"/charges/{charge_id}/attempts", json=asked, headers=ann)
    assert again.json()["url"].startswith("https://pay.example/")


@pytest.mark.parametrize("change", [{"way": "cash"}, {"attempt_id": "1"}, {"gateway": None}])
async def test_what_the_schema_forbids_is_400(desk: Desk, web: AsyncClient, change: dict[str, object]) -> None:
    charge_id = await desk.charge()
    asked = {"attempt_id": str(ids.new()), "gateway": "scripted", "way": "qr"} | change
    ann = await cast.bearer(desk.db, ANN)
    assert (await web.post(f"/charges/{charge_id}/attempts", json=asked, headers=ann)).status_code == 400


async def test_the_gateways_door(desk: Desk, web: AsyncClient) -> None:
    forged = await web.post("/gateways/scripted/notifications", content=b"forged")
    assert (forged.status_code, forged.json()["code"]) == (403, "notification_forged")
    nobody = await web.post("/gateways/none/notifications", content=b"")
    assert (nobody.status_code, nobody.json()["code"]) == (404, "gateway_not_found")
    large = await web.post("/gateways/scripted/notifications", content=b"x" * 65537)
    assert large.status_code == 413
    assert await desk.inbox() == []


async def test_the_gateway_is_told_where_to_reach_us_and_until_when(desk: Desk, web: AsyncClient) -> None:
    charge_id = await desk.charge()
    ann = await cast.bearer(desk.db, ANN)
    asked = {"attempt_id": str(ids.new()), "gateway": "scripted", "way": "page"}
    await web.post(f"/charges/{charge_id}/attempts", json=asked, headers=ann)
    [order] = desk.gateway.orders
    assert order.notify_url == "http://127.0.0.1:8400/gateways/scripted/notifications"
    assert order.return_url == f"http://127.0.0.1:8400/app/charges/{charge_id}"
    assert (order.fen, order.subject, order.number) == (FEN, "Roses", UUID(asked["attempt_id"]).hex)
    assert abs(order.pay_by - desk.now - timedelta(minutes=30)) < timedelta(seconds=1)
