"""Pictures in messages: whose they are, who sees them, and when they are let go."""

import io
from collections.abc import Awaitable
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from kith import media, people
from kith.chat.append import append
from kith.chat.conversation import ConversationId
from kith.chat.floor import saying_of
from kith.chat.forget_person import forget_person
from kith.chat.message import Message, MessageId, NewMessage, NothingSaid
from kith.chat.open_pair import open_pair
from kith.chat.policy import Policy
from kith.chat.see_picture import see_picture
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from tests.cast import ANN, BO, CHEN, befriend, enrol

pytestmark = pytest.mark.asyncio


def _png() -> bytes:
    raw = io.BytesIO()
    Image.new("RGB", (64, 48), "plum").save(raw, "PNG")
    return raw.getvalue()


async def test_a_picture_is_its_senders_and_for_the_members(db: Database, now: datetime, tmp_path: Path) -> None:
    async with db.transaction() as tx:
        for person in (ANN, BO, CHEN):
            await enrol(tx, person, now)
        await befriend(tx, ANN, BO, now)
        pair = await open_pair(tx, ANN, BO, now)
    picture = await people.upload_picture(
        db, media.on_disk(tmp_path), people.Policy(), person_id=ANN, raw=_png(), now=now
    )
    new = NewMessage(MessageId(ids.new(now)), "Look", picture.picture_id)

    async def say(who: people.PersonId, new: NewMessage) -> Message:
        async with db.transaction() as tx:
            [answer] = await append(tx, Policy(), [saying_of(pair, who, new, now)])
        if isinstance(answer, Refusal):
            raise answer
        return answer

    async def look(who: people.PersonId, seq: int = 1, where: ConversationId = pair) -> media.Stored:
        async with db.transaction() as tx:
            return await see_picture(tx, where, seq, who, now)

    async def refused(attempt: Awaitable[object], refusal: type[Refusal]) -> None:
        with pytest.raises(refusal):
            await attempt

    sent = await say(ANN, new)
    assert (sent.kind, sent.body, sent.ref) == ("photo", "Look", picture.picture_id)
    assert await say(ANN, new) == sent
    await refused(say(BO, NewMessage(MessageId(ids.new(now)), picture_id=picture.picture_id)), media.PictureNotFound)
    await refused(say(ANN, NewMessage(MessageId(ids.new(now)), " \n")), NothingSaid)
    assert (await look(BO)).picture_id == (await look(ANN)).picture_id == picture.picture_id
    await refused(look(CHEN), media.PictureNotFound)
    await refused(look(BO, 2), media.PictureNotFound)
    await refused(look(BO, 1, ConversationId(ids.new(now))), media.PictureNotFound)
    async with db.transaction() as tx:
        await forget_person(tx, ANN, now)
    await refused(look(BO), media.PictureNotFound)
    async with db.transaction() as tx:
        cursor = await tx.execute("SELECT count(*) FROM picture_use WHERE kind = 'message'")
        assert await cursor.fetchone() == (0,)
