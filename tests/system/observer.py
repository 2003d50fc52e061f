"""An observer of stories: whoever sees something else of a gift or a payment than before was told so, and nobody else.

It looks through HTTP, with everybody's own eyes, whenever the installation has come to rest.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from kith.main.stories.actor import Actor, Json
from kith.main.stories.stage import Stage

AROUND = {"recipient", "giver", "shop", "shop_blocked", "choices"}
"""What a view shows of other things than the gift: people and shops as they are now, stock."""

Place = tuple[str, str, str]
"""Whose, which kind of event, and of what."""


class Observer:
    """Observes a stage from now on."""

    def __init__(self, stage: Stage) -> None:
        self.looks = 0
        self.changes = 0
        self._actors: list[Actor] = []
        self._seen: dict[Place, Json] = {}
        self._heard: dict[str, int] = {}
        self._asks = set[tuple[str, str]]()
        self._charges_told = set[tuple[str, str]]()
        person = stage.person

        async def introduced(name: str, phone: str | None = None, *, invite: str = "") -> Actor:
            actor = await person(name, phone, invite=invite)
            self._actors.append(actor)
            return actor

        stage.person = introduced
        stage.settle = self._then_look(stage.settle)
        stage.advance = self._then_look(stage.advance)

    @property
    def _there(self) -> list[Actor]:
        return [actor for actor in self._actors if not actor.gone]

    def _then_look(self, deed: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def done(**span: Any) -> None:
            await deed(**span)
            await self.look()

        return done

    async def look(self) -> None:
        """Compare with the last time."""
        told = await self._told()
        while True:
            seen = await self._views()
            more = await self._told()
            told |= more
            if not more:
                break
        there = {actor.person_id for actor in self._there}
        before = {place: view for place, view in self._seen.items() if place[0] in there}
        changed = {place for place in {*seen, *before} if seen.get(place) != before.get(place)}
        assert changed - told == set(), "something changed and nobody was told"
        assert told - changed == set(), "somebody was told and nothing changed"
        self.looks += 1
        self.changes += len(changed)
        self._seen = seen

    async def _views(self) -> dict[Place, Json]:
        found: dict[Place, Json] = {}
        for actor in self._there:
            me = actor.person_id
            for gift in (await actor.get("/me/given"))["items"]:
                found[me, "gift_given", gift["gift_id"]] = _kept(gift)
                await self._charges(actor, gift["parts"], found)
            self._asks.update((me, ask["ask_id"]) for ask in (await actor.get("/me/asks"))["items"])
            for ask_id in sorted(ask_id for whose, ask_id in self._asks if whose == me):
                ask = found[me, "ask", ask_id] = await actor.get(f"/asks/{ask_id}")
                await self._charges(actor, ask["your_parts"], found)
            for gift in (await actor.get("/me/paid"))["items"]:
                found[me, "paid_gift", gift["gift_id"]] = gift
                await self._charges(actor, gift["parts"], found)
            for line in (await actor.get("/me/envelopes/sent"))["items"]:
                sent = await actor.get(f"/envelopes/{line['envelope_id']}")
                found[me, "envelope_sent", line["envelope_id"]] = {"state": sent["state"], "seed": sent["seed"]}
                await self._charges(actor, [sent], found)
            told = sorted(charge_id for whose, charge_id in self._charges_told if whose == me)
            await self._charges(actor, [{"charge_id": charge_id} for charge_id in told], found)
            for gift in (await actor.get("/me/received"))["items"]:
                opened = await actor.get(f"/me/received/{gift['gift_id']}")
                found[me, "gift_received", gift["gift_id"]] = _kept(opened)
        return found

    async def _charges(self, actor: Actor, parts: list[Json], found: dict[Place, Json]) -> None:
        for part in parts:
            charge = await actor.get(f"/charges/{part['charge_id']}")
            # What is in the payer's wallet is no part of the payment.
            found[actor.person_id, "charge", part["charge_id"]] = {**charge, "wallet": None}

    async def _told(self) -> set[Place]:
        told = set[Place]()
        for actor in self._there:
            after = self._heard.get(actor.person_id)
            page = await actor.get("/me/events/page?limit=100" + ("" if after is None else f"&after={after}"))
            for event in page["items"]:
                self._heard[actor.person_id] = event["event_id"]
                if event["kind"] in ("gift_given", "gift_received", "charge", "ask", "paid_gift", "envelope_sent"):
                    told.add((actor.person_id, event["kind"], event["ref"]))
                if event["kind"] == "charge":
                    self._charges_told.add((actor.person_id, event["ref"]))
        return told


def _kept(view: Json) -> Json:
    kept = {name: value for name, value in view.items() if name not in AROUND}
    if kept.get("parcel"):
        # The carriers' own words are erased after a month.
        events = [{**event, "note": ""} for event in kept["parcel"]["events"]]
        kept["parcel"] = {**kept["parcel"], "events": events}
    return kept
