"""A copy of one's data: who gets one how often, what is in it, and that it is whole or not there at all."""

import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kith import media, people
from kith.kit import ids
from kith.kit.page import Page
from kith.kit.sql import Database, Tx
from kith.people import archive as archives
from kith.people.archive import Folders
from kith.people.export import (
    SILENCE,
    ExportId,
    Exporting,
    ExportNotFound,
    ExportNotReady,
    ExportOver,
    ExportsTooOften,
    ExportUnderWay,
    ExportView,
    Part,
    Whose,
)
from kith.people.find_archive import find_archive
from kith.people.list_exports import list_exports
from kith.people.make_export import make_export
from kith.people.person import PersonId
from kith.people.show_export import show_export
from kith.people.sweep_exports import sweep_exports
from kith.people.want_export import want_export
from tests.cast import ANN, BO, enrol

POLICY = people.Policy(exports_a_day=2, export_tries=3)


async def pages(tx: Tx, person_id: PersonId, after: str | None, now: datetime) -> Page[dict[str, object]]:
    """Five lines on three pages."""
    number = int(after or 0)
    items: list[dict[str, object]] = [{"line": line, "whose": person_id} for line in range(number, min(number + 2, 5))]
    return Page(items, str(number + 2) if number < 4 else None)


async def nothing(tx: Tx, person_id: PersonId, after: str | None, now: datetime) -> Page[object]:
    return Page([], None)


class Broken(Exception):
    """What makes a worker fail."""


async def broken(tx: Tx, person_id: PersonId, after: str | None, now: datetime) -> Page[object]:
    raise Broken


LINES, NONE = Part("here/lines", "行", "lines", pages), Part("here/none", "无", "none", nothing)
PARTS = Exporting((LINES, NONE))


class Desk:
    """An installation's exports, at an hour."""

    def __init__(self, db: Database, home: Path, now: datetime) -> None:
        self.db, self.home, self.now = db, home, now
        self.folders = Folders(home / "exports", media.on_disk(home / "media"))

    async def want(self, who: PersonId = ANN, export_id: ExportId | None = None) -> ExportView:
        async with self.db.transaction() as tx:
            return await want_export(
                tx, POLICY, PARTS, person_id=who, export_id=export_id or ExportId(ids.new()), now=self.now
            )

    async def make(self, whose: Whose, exporting: Exporting = PARTS) -> bool:
        return await make_export(self.db, POLICY, exporting, whose, folders=self.folders, now=self.now)

    async def show(self, whose: Whose) -> ExportView:
        async with self.db.transaction() as tx:
            return await show_export(tx, whose.person_id, whose.export_id, self.now)

    async def find(self, whose: Whose) -> Path:
        async with self.db.transaction() as tx:
            return await find_archive(tx, self.folders.exports, whose.person_id, whose.export_id, self.now)

    async def sweep(self) -> None:
        await sweep_exports(self.db, self.folders.exports, self.now)

    async def jobs(self) -> int:
        async with self.db.transaction() as tx:
            row = await (await tx.execute("SELECT count(*) FROM procrastinate_jobs")).fetchone()
        assert row
        return row[0]

    def files(self) -> list[Path]:
        return sorted(path for path in self.folders.exports.rglob("*") if path.is_file())


@pytest.fixture
async def desk(db: Database, tmp_path: Path, now: datetime) -> Desk:
    async with db.transaction() as tx:
        for person in (ANN, BO):
            await enrol(tx, person, now)
    return Desk(db, tmp_path, now)


def read(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        texts = {name: archive.read(name).decode() for name in archive.namelist() if not name.endswith(".webp")}
    return {name: json.loads(text) if name.endswith(".json") else text for name, text in texts.items()}


async def test_a_copy_has_every_page_of_every_part_and_says_what_is_where(desk: Desk) -> None:
    view = await desk.want()
    assert (view.state, view.done, view.total, view.bytes, view.until_at) == ("queued", 0, 2, None, None)
    whose = Whose(ANN, view.export_id)
    with pytest.raises(ExportNotReady):
        await desk.find(whose)
    assert await desk.make(whose)
    ready = await desk.show(whose)
    [path] = desk.files()
    assert (ready.state, ready.done, ready.total) == ("ready", 2, 2)
    assert (ready.bytes, ready.until_at) == (path.stat().st_size, desk.now + timedelta(days=7))
    assert await desk.find(whose) == path
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700

    content = read(path)
    assert content.keys() == {"README.txt", "here/lines.json", "here/none.json", "index.json"}
    assert content["here/lines.json"] == [{"line": line, "whose": str(ANN)} for line in range(5)]
    assert content["here/none.json"] == []
    assert content["index.json"]["entries"] == {"here/lines.json": 5, "here/none.json": 0}
    assert "here/lines.json" in content["README.txt"]


async def test_pictures_come_along_once_and_those_that_are_gone_are_left_out(desk: Desk, tmp_path: Path) -> None:
    raw = tmp_path / "raw.png"
    Image.new("RGB", (8, 8), "teal").save(raw)
    picture = await media.store(desk.db, desk.folders.pictures, raw.read_bytes(), desk.now)

    async def mine(tx: Tx, person_id: PersonId, after: str | None, now: datetime) -> Page[str]:
        return Page([picture.picture_id, "0" * 64, picture.picture_id], None)

    whose = Whose(ANN, (await desk.want()).export_id)
    assert await desk.make(whose, Exporting((NONE,), (mine,)))
    with zipfile.ZipFile(await desk.find(whose)) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("pictures/")]
        assert pictures == [f"pictures/{picture.picture_id}.webp"]
        kept = await media.read_picture(desk.db, desk.folders.pictures, picture.picture_id, "full")
        assert archive.read(pictures[0]) == kept


async def test_one_at_a_time_and_so_many_a_day(desk: Desk) -> None:
    """In the order of the checks. The same wish again is no other wish."""
    first = await desk.want()
    assert await desk.want(export_id=first.export_id) == first
    with pytest.raises(ExportUnderWay):
        await desk.want()
    await desk.make(Whose(ANN, first.export_id))
    second = await desk.want()
    assert (await desk.want(export_id=first.export_id)).state == "ready"
    await desk.make(Whose(ANN, second.export_id))
    with pytest.raises(ExportsTooOften) as refusal:
        await desk.want()
    assert refusal.value.facts == {"retry_after": 86_400}
    assert (await desk.want(BO)).state == "queued"
    desk.now += timedelta(days=1)
    third = await desk.want()
    async with desk.db.transaction() as tx:
        page = await list_exports(tx, ANN, after=None, limit=2, now=desk.now)
        rest = await list_exports(tx, ANN, after=page.next, limit=2, now=desk.now)
    assert [each.export_id for each in page.items] == [third.export_id, second.export_id]
    assert ([each.export_id for each in rest.items], rest.next) == ([first.export_id], None)


async def test_it_is_its_owners_alone(desk: Desk) -> None:
    whose = Whose(ANN, (await desk.want()).export_id)
    await desk.make(whose)
    for stranger in (Whose(BO, whose.export_id), Whose(ANN, ExportId(ids.new()))):
        for look in (desk.show, desk.find):
            with pytest.raises(ExportNotFound):
                await look(stranger)
    other = await desk.want(BO, whose.export_id)
    assert other.state == "queued"


async def test_after_its_days_it_is_over_and_the_file_is_gone(desk: Desk) -> None:
    whose = Whose(ANN, (await desk.want()).export_id)
    await desk.make(whose)
    desk.now += timedelta(days=7)
    assert (await desk.show(whose)).state == "over"
    with pytest.raises(ExportOver):
        await desk.find(whose)
    assert desk.files() != []
    await desk.sweep()
    assert (await desk.show(whose)).state == "over"
    assert list(desk.folders.exports.iterdir()) == []


async def test_what_broke_in_the_middle_is_made_again_from_the_start(desk: Desk) -> None:
    whose = Whose(ANN, (await desk.want()).export_id)
    with pytest.raises(Broken):
        await desk.make(whose, Exporting((LINES, Part("here/more", "", "", broken))))
    assert desk.files() == []
    assert (await desk.show(whose)).state == "working"
    # A worker that was killed leaves a piece under another name.
    archives.Archive(archives.place(desk.folders.exports, ANN, whose.export_id)).spool(LINES)
    assert await desk.make(whose)
    assert not await desk.make(whose)
    assert read(await desk.find(whose))["index.json"]["entries"] == {"here/lines.json": 5, "here/none.json": 0}
    desk.now += timedelta(days=8)
    await desk.sweep()
    assert desk.files() == []


async def test_an_export_whose_job_was_lost_gets_another_and_fails_in_the_end(desk: Desk) -> None:
    whose = Whose(ANN, (await desk.want()).export_id)
    jobs = await desk.jobs()
    await desk.sweep()
    assert await desk.jobs() == jobs
    for tries in range(1, POLICY.export_tries + 1):
        desk.now += SILENCE
        await desk.sweep()
        assert await desk.jobs() == jobs + tries
        with pytest.raises(Broken):
            await desk.make(whose, Exporting((Part("here/none", "", "", broken),)))
    assert not await desk.make(whose)
    assert (await desk.show(whose)).state == "failed"
    with pytest.raises(ExportNotReady):
        await desk.find(whose)
    assert (await desk.want()).state == "queued"


async def test_two_workers_make_one_whole_file(desk: Desk) -> None:
    """Each writes under a name of its own, and whoever is last puts down what is as good."""
    whose = Whose(ANN, (await desk.want()).export_id)
    inner: list[bool] = []

    async def meanwhile(tx: Tx, person_id: PersonId, after: str | None, now: datetime) -> Page[object]:
        if not inner:
            inner.append(await desk.make(whose))
        return Page([], None)

    assert not await desk.make(whose, Exporting((LINES, Part("here/none", "", "", meanwhile))))
    assert inner == [True]
    assert desk.files() == [await desk.find(whose)]
    assert read(await desk.find(whose))["here/lines.json"][4] == {"line": 4, "whose": str(ANN)}
