"""Red envelopes of the town: some are open, some are empty, in groups and between friends."""

import asyncio
from contextlib import AsyncExitStack
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import httpx
from litestar.status_codes import HTTP_409_CONFLICT

from kith import chat, people
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main.demo.names import named
from kith.main.demo.script import script
from kith.main.demo.talk import members
from kith.main.stories.actor import Actor, Json

_LOOK_SECONDS = 0.1
_LOOKS = 600


class NotOpened(Exception):
    """An envelope was paid and did not open."""


class Plan(NamedTuple):
    """Who sends what into which conversation, and who opens it."""

    by: str
    where: UUID
    terms: Json
    takers: tuple[str, ...]

    @property
    def envelope_id(self) -> UUID:
        return named(f"envelope:{self.where}:{self.terms}")


def plans(here: dict[str, people.PersonId]) -> list[Plan]:
    """All of them: in each of the first groups one that is empty and one that is open, and one between two."""
    made: list[Plan] = []
    for place, group in enumerate(script().groups[:3]):
        names = members(group)
        few = min(4, len(names))
        emptied: Json = {
            "kind": "lucky",
            "fen": 1_888,
            "count": few,
            "greeting": "恭喜发财，大吉大利",
            "cover": "classic",
        }
        open_still: Json = {"kind": "lucky", "fen": 6_600, "count": 10, "greeting": "谁在线谁拿", "cover": "classic"}
        even: Json = {"kind": "equal", "fen": 3_000, "count": 6, "greeting": "今晚的奶茶我请", "cover": "classic"}
        made.append(Plan(names[1], group.group_id, emptied, names[:few]))
        made.append(Plan(names[2], group.group_id, (open_still, even)[place % 2], names[3:5]))
    one, other = script().pairs[0].who
    terms: Json = {"kind": "lucky", "fen": 520, "count": 1, "greeting": "辛苦啦", "cover": "classic"}
    made.append(Plan(one, chat.pair_id(here[one], here[other]), terms, ()))
    return made


async def start_envelopes(parts: Parts, here: dict[str, people.PersonId], now: datetime) -> None:
    """Send, pay and open them over HTTP. What was done before is not done again."""
    settings = parts[Settings]
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(
            httpx.AsyncClient(base_url=settings.local_url, trust_env=False, timeout=30)
        )
        gateway = await stack.enter_async_context(
            httpx.AsyncClient(base_url=settings.gateway_url, trust_env=False, timeout=30, follow_redirects=True)
        )
        actors: dict[str, Actor] = {}
        some = plans(here)
        for name in sorted({name for plan in some for name in (plan.by, *plan.takers)}):
            async with parts[Database].transaction() as tx:
                token, _ = await people.open_session(tx, here[name], "demo", True, now)
            actors[name] = Actor(name, "", client, token, str(here[name]))
            # Nobody finds a device that he or she does not know.
            stack.push_async_callback(actors[name].call, "DELETE", "/session", None, 204)
        for plan in some:
            await _play(plan, actors, gateway)


async def _play(plan: Plan, actors: dict[str, Actor], gateway: httpx.AsyncClient) -> None:
    sender, path = actors[plan.by], f"/envelopes/{plan.envelope_id}"
    new = {"envelope_id": str(plan.envelope_id), "conversation_id": str(plan.where)}
    sent = await sender.post("/envelopes", new | plan.terms)
    if sent["state"] == "unpaid":
        attempt_id = named(f"attempt:{plan.envelope_id}")
        attempt = {"attempt_id": str(attempt_id), "gateway": "alipay", "way": "page"}
        checkout = await sender.post(f"/charges/{sent['charge_id']}/attempts", attempt)
        (await gateway.get(checkout["url"])).raise_for_status()
        paid = await gateway.post(f"/admin/cashier/{attempt_id.hex}/payment")
        # Paid before, when the building of the town was interrupted: the news is on its way.
        if paid.status_code != HTTP_409_CONFLICT:
            paid.raise_for_status()
    for _ in range(_LOOKS):
        sent = await sender.get(path)
        if sent["state"] != "unpaid":
            break
        await asyncio.sleep(_LOOK_SECONDS)
    else:
        raise NotOpened(str(plan.envelope_id))
    # One that was emptied, or is over, gives whoever took nothing a refusal: it is as it was left.
    if sent["state"] == "open":
        for name in plan.takers:
            await actors[name].post(f"{path}/claims", {}, expect=200)
