"""Uploading pictures, and the photos of a profile: in order, one's own, gone with the person."""

import io
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from PIL import Image

from kith import media, people
from kith.kit import clock, ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.media.routes import handlers
from kith.people.forget_person import forget_person
from kith.people.report import NewReport, ReportId
from kith.people.report_person import report_person
from tests.cast import ANN, BO, CHEN, bearer, client, enrol, parts

POLICY = people.Policy(photos_most=3, uploads_an_hour=5)


def drawn(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return out.getvalue()


class Album:
    """People who upload pictures over HTTP."""

    def __init__(self, db: Database, folder: Path, asking: AsyncTestClient[Litestar], heads: dict[Any, Any]) -> None:
        self.db, self.folder, self.asking, self.heads = db, folder, asking, heads

    async def send(self, raw: bytes, who: people.PersonId = ANN, **headers: str) -> tuple[int, Any]:
        answer = await self.asking.post("/me/pictures", content=raw, headers=self.heads[who] | headers)
        return answer.status_code, answer.json()

    async def upload(self, colour: str, who: people.PersonId = ANN) -> str:
        status, made = await self.send(drawn(colour), who)
        assert (status, made["width"], made["height"]) == (201, 40, 30), made
        return made["picture_id"]

    async def arrange(self, *picture_ids: str, who: people.PersonId = ANN) -> str:
        answer = await self.asking.put("/me/photos", json={"picture_ids": picture_ids}, headers=self.heads[who])
        return "done" if answer.status_code == 200 else answer.json()["code"]

    async def get(self, path: str, who: people.PersonId | None = None, **headers: str) -> Any:
        return await self.asking.get(path, headers=(self.heads[who] if who else {}) | headers)

    async def sweep(self, **later: float) -> int:
        """Delete what is due; how many files are left."""
        await media.sweep(self.db, clock.now() + timedelta(**later))
        async with self.db.transaction() as tx:
            jobs = await tx.execute("DELETE FROM procrastinate_jobs WHERE task_name LIKE 'media.rem%%' RETURNING args")
            for (args,) in await jobs.fetchall():
                await media.on_disk(self.folder).remove(args["stored_as"])
        return sum(path.is_file() for path in self.folder.rglob("*"))


@pytest.fixture
async def album(db: Database, tmp_path: Path) -> AsyncGenerator[Album]:
    async with db.transaction() as tx:
        for person in (ANN, BO, CHEN):
            await enrol(tx, person, clock.now())
    running = parts(db, POLICY, media.on_disk(tmp_path / "media"))
    async with client(running, handlers) as asking:
        heads = {person: await bearer(db, person) for person in (ANN, BO, CHEN)}
        yield Album(db, tmp_path / "media", asking, heads)


async def test_an_upload_is_shown_to_nobody_else_and_to_no_cache(album: Album) -> None:
    picture_id = await album.upload("red")
    assert await album.upload("red") == picture_id
    mine = await album.get(f"/me/pictures/{picture_id}/thumb", ANN)
    assert mine.status_code == 200
    assert mine.headers["content-type"] == "image/webp"
    assert mine.headers["cache-control"] == "private, no-cache"
    again = await album.get(f"/me/pictures/{picture_id}/thumb", ANN, **{"If-None-Match": mine.headers["etag"]})
    assert again.status_code == 304
    for path, who in ((f"/me/pictures/{picture_id}/thumb", BO), (f"/pictures/{picture_id}/thumb", None)):
        hidden = await album.get(path, who, **{"If-None-Match": mine.headers["etag"]})
        assert (hidden.status_code, hidden.json()["code"]) == (404, "picture_not_found")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_a_picture"),
        (b"<html>", "not_a_picture"),
        (drawn("red")[:200], "broken_picture"),
        (drawn("red") + b"<script>", "hidden_content"),
        (drawn("red") + bytes(media.MAX_BYTES), "picture_too_large"),
    ],
)
async def test_what_is_no_picture_is_refused(album: Album, raw: bytes, code: str) -> None:
    status, answer = await album.send(raw)
    assert (status, answer["code"]) == (409, code)
    assert await album.sweep() == 0


async def test_so_many_an_hour(album: Album) -> None:
    for _ in range(POLICY.uploads_an_hour):
        await album.upload("red")
    status, answer = await album.send(drawn("red"))
    assert (status, answer["code"]) == (429, "too_many_uploads")
    assert (await album.send(drawn("red"), BO))[0] == 201


async def test_photos_are_added_put_in_order_and_removed(album: Album) -> None:
    red, green, blue = [await album.upload(colour) for colour in ("red", "green", "blue")]
    assert await album.arrange(red, green, red) == "done"
    assert await album.arrange(blue, red) == "done"
    for path, who in (("/me", ANN), (f"/people/{ANN}", BO)):
        assert (await album.get(path, who)).json()["photos"] == [blue, red]
    async with album.db.transaction() as tx:
        assert (await people.card(tx, ANN, clock.now())).picture_id == blue
        assert (await people.card(tx, BO, clock.now())).picture_id is None
    shown = await album.get(f"/pictures/{blue}/medium")
    assert (shown.status_code, "immutable" in shown.headers["cache-control"]) == (200, True)
    assert (await album.get(f"/pictures/{green}/medium")).status_code == 404
    assert await album.sweep(days=2) == 6
    assert await album.arrange() == "done"
    assert await album.sweep() == 0


async def test_only_one_s_own_and_only_so_many(album: Album) -> None:
    """In the order of the checks."""
    mine = [await album.upload(colour) for colour in ("red", "green", "blue", "white")]
    theirs = await album.upload("black", BO)
    assert await album.arrange(*mine, theirs) == "too_many_photos"
    assert await album.arrange(theirs) == "picture_not_found"
    assert await album.arrange("0" * 64) == "picture_not_found"
    assert await album.arrange("../secret") == "invalid_input"
    assert await album.arrange(*mine[:3]) == "done"
    assert await album.arrange(theirs, who=BO) == "done"
    assert await album.arrange(theirs) == "picture_not_found"


async def test_two_with_the_same_photo_do_not_lose_each_other_s(album: Album) -> None:
    shared = await album.upload("red")
    assert await album.upload("red", BO) == shared
    for who in (ANN, BO):
        assert await album.arrange(shared, who=who) == "done"
    assert await album.arrange(who=BO) == "done"
    assert await album.sweep(days=2) == 3
    assert (await album.get(f"/pictures/{shared}/full")).status_code == 200


async def test_whoever_leaves_leaves_no_file(album: Album) -> None:
    await album.arrange(await album.upload("red"))
    await album.upload("blue")
    for _ in range(2):
        async with album.db.transaction() as tx:
            await forget_person(tx, ANN, clock.now())
    assert await album.sweep() == 0


async def test_a_photo_that_is_reported_is_kept_until_the_report_is_closed(album: Album) -> None:
    photo = await album.upload("red")
    await album.arrange(photo)

    async def report(picture_id: str) -> str:
        asked = NewReport(report_id=ReportId(ids.new()), reason="fake", picture_id=picture_id)
        try:
            async with album.db.transaction() as tx:
                about = {"reporter_id": BO, "reported_id": ANN, "asked": asked, "now": clock.now()}
                await report_person(tx, POLICY, people.Evidence(), **about)
        except Refusal as refusal:
            return refusal.code
        return "done"

    assert await report(await album.upload("blue", BO)) == "picture_not_found"
    assert await report(photo) == "done"
    assert await album.arrange() == "done"
    await album.sweep(days=2)
    async with album.db.transaction() as tx:
        [waiting] = await people.list_reports(tx, 9)
    assert waiting.picture_id == photo
    assert await media.read_picture(album.db, media.on_disk(album.folder), photo, "full")
    assert (await album.get(f"/pictures/{photo}/full")).status_code == 404
    async with album.db.transaction() as tx:
        await people.close_report(tx, waiting.report_id, "removed", clock.now())
    assert await album.sweep() == 0
