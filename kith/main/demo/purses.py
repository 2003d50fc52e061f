"""Wallets of the town: some of its people were checked, have topped up, and one had a part of it sent away."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

import httpx
from litestar.status_codes import HTTP_409_CONFLICT

from kith import people, wallet
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main.demo.gifts import TownNeedsAServer
from kith.main.demo.names import named
from kith.main.stories.actor import Actor, Json

FILLED: dict[str, tuple[int, int, int]] = {"林晚": (2, 50_000, 8_000), "Leo": (3, 20_000, 0)}
"""By name: the class of the identity, what was topped up, and what was sent away, in fen."""

_PATIENCE_SECONDS = 30
_LOOK_SECONDS = 0.05


class NotFilled(Exception):
    """A wallet of the town is not as it must be in time."""


async def fill_wallets(parts: Parts, here: dict[str, people.PersonId], now: datetime) -> None:
    """Over HTTP, as the app would; each step has an id of its own, so that what is done already stays as it is.

    Raises `TownNeedsAServer`.
    """
    settings = parts[Settings]
    async with AsyncExitStack() as stack:
        client, gateway = [
            await stack.enter_async_context(
                httpx.AsyncClient(base_url=url, timeout=30, trust_env=False, follow_redirects=True)
            )
            for url in (settings.local_url, settings.gateway_url)
        ]
        try:
            (await client.get("/ready")).raise_for_status()
        except httpx.HTTPError as error:
            raise TownNeedsAServer from error
        for name in FILLED:
            async with parts[Database].transaction() as tx:
                token, _ = await people.open_session(tx, here[name], "demo", True, now)
            actor = Actor(name, "", client, token, str(here[name]))
            await _fill(actor, gateway)
            await actor.call("DELETE", "/session", None, 204)


async def _fill(actor: Actor, gateway: httpx.AsyncClient) -> None:
    identity_class, fen, sent = FILLED[actor.name]
    places = f"99000019940506{named(f'identity:{actor.name}').int % 100:02}{identity_class}"
    check = {"check_id": str(named(f"check:{actor.name}")), "name": actor.name}
    await actor.post("/me/wallet/identity-checks", check | {"id_number": places + wallet.check_digit(places)})
    await _until(actor, lambda seen: seen["identity_class"] == identity_class)
    top_up = {"top_up_id": str(named(f"top-up:{actor.name}")), "fen": fen}
    charge_id = (await actor.post("/me/wallet/top-ups", top_up))["charge_id"]
    if (await actor.get(f"/charges/{charge_id}"))["state"] == "open":
        await _pay(actor, gateway, charge_id)
    await _until(actor, lambda seen: seen["balance_fen"] + seen["held_fen"] >= fen - sent)
    if sent:
        await actor.put("/me/wallet/payee", {"gateway": "alipay", "account": "13800005678", "name": actor.name})
        await actor.post(
            "/me/wallet/withdrawals", {"withdrawal_id": str(named(f"withdrawal:{actor.name}")), "fen": sent}
        )


async def _pay(actor: Actor, gateway: httpx.AsyncClient, charge_id: str) -> None:
    attempt_id = named(f"attempt:{charge_id}")
    asked: Json = {"attempt_id": str(attempt_id), "gateway": "alipay", "way": "page"}
    checkout = await actor.post(f"/charges/{charge_id}/attempts", asked)
    (await gateway.get(checkout["url"])).raise_for_status()
    paid = await gateway.post(f"/admin/cashier/{attempt_id.hex}/payment")
    if paid.status_code != HTTP_409_CONFLICT:
        paid.raise_for_status()


async def _until(actor: Actor, fits: Callable[[Json], Any]) -> None:
    for _ in range(int(_PATIENCE_SECONDS / _LOOK_SECONDS)):
        if fits(await actor.get("/me/wallet")):
            return
        await asyncio.sleep(_LOOK_SECONDS)
    raise NotFilled(f"the wallet of {actor.name} after {_PATIENCE_SECONDS} s")
