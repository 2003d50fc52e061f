"""The faces of the town: a drawn portrait for everybody, and for some what they like."""

import asyncio
from datetime import datetime

from kith import media, people
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.main.demo.crowd import everybody
from kith.main.demo.residents import Resident
from kith.main.drawing import draw, draw_person

_AT_ONCE = 4
_LIKES = ("tulips", "cup", "plant", "headphones", "sunflowers", "vase", "lamp", "bouquet", "speaker", "candle")


async def take_portraits(parts: Parts, here: dict[str, people.PersonId], now: datetime) -> None:
    """Give everybody a face. Whoever has one already keeps it."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def take_turn(place: int, resident: Resident) -> None:
        async with turns:
            await _take(parts, here[resident.nickname], place, resident, now)

    async with asyncio.TaskGroup() as group:
        for place, resident in enumerate(everybody().values()):
            group.create_task(take_turn(place, resident))


async def _take(parts: Parts, person_id: people.PersonId, place: int, resident: Resident, now: datetime) -> None:
    db, policy = parts[Database], parts[people.Policy]
    async with db.transaction() as tx:
        if (await people.card(tx, person_id, now)).picture_id:
            return
    photos: list[str] = []
    for raw in await asyncio.to_thread(_drawn, place, resident):
        picture = await people.upload_picture(db, parts[media.Shelf], policy, person_id=person_id, raw=raw, now=now)
        photos.append(picture.picture_id)
    async with db.transaction() as tx:
        await people.set_photos(tx, policy, person_id, photos, now)


def _drawn(place: int, resident: Resident) -> list[bytes]:
    name, long_hair = resident.nickname, resident.gender == "female" or place % 7 == 0
    likes = [_LIKES[place % len(_LIKES)], _LIKES[(place + 3) % len(_LIKES)]][: 2 if place % 4 == 0 else 0]
    return [draw_person(name, long_hair=long_hair, age=resident.age), *(draw(name, subject) for subject in likes)]
