"""Make the file of an export."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from kith import media
from kith.kit.sql import Database
from kith.people import archive as archives
from kith.people import export as exports
from kith.people.archive import Archive, Folders
from kith.people.export import Exporting, Part, Read, Whose
from kith.people.policy import Policy


async def make_export(
    db: Database, policy: Policy, exporting: Exporting, whose: Whose, *, folders: Folders, now: datetime
) -> bool:
    """Write all parts, a page at a time and each page in a transaction of its own, then put the file in its place.

    A worker that dies leaves nothing behind that counts: the next one begins anew, until `export_tries` is reached and
    the export has failed. False where there is nothing (more) to do: the person left, or somebody else was faster.
    """
    async with db.transaction() as tx:
        tries = await exports.begin.maybe(tx, **_named(whose), total=exporting.total, now=now)
        if tries is not None and tries > policy.export_tries:
            await exports.fail.run(tx, **_named(whose), now=now)
            tries = None
    if tries is None:
        return False
    place = archives.place(folders.exports, whose.person_id, whose.export_id)
    archive = await asyncio.to_thread(Archive, place)
    with archive:
        await asyncio.to_thread(archive.readme, exporting.parts, now)
        steps = [*exporting.parts, *exporting.pictures]
        for done, step in enumerate(steps, 1):
            if isinstance(step, Part):
                await _write(db, archive, step, whose, now)
            else:
                await _draw(db, archive, step, whose, shelf=folders.pictures, now=now)
            async with db.transaction() as tx:
                if not await exports.advance.run(tx, **_named(whose), done=done, now=now):
                    return False
        size = await asyncio.to_thread(archive.close, whose.person_id, now)
    until_at = now + timedelta(days=policy.export_days)
    async with db.transaction() as tx:
        ready = await exports.finish.run(tx, **_named(whose), bytes=size, until_at=until_at, now=now)
    if not ready:
        await _clear(db, folders.exports, whose)
    return ready == 1


async def _write(db: Database, archive: Archive, part: Part, whose: Whose, now: datetime) -> None:
    spool = await asyncio.to_thread(archive.spool, part)
    after: str | None = None
    while True:
        async with db.transaction() as tx:
            page = await part.read(tx, whose.person_id, after, now)
        await asyncio.to_thread(spool.page, page.items)
        after = page.next
        if after is None:
            break
    await asyncio.to_thread(spool.close)


async def _draw(db: Database, archive: Archive, read: Read, whose: Whose, *, shelf: media.Shelf, now: datetime) -> None:
    after: str | None = None
    while True:
        async with db.transaction() as tx:
            page = await read(tx, whose.person_id, after, now)
        for picture_id in page.items:
            try:
                content = await media.read_picture(db, shelf, picture_id, "full")
            except media.PictureNotFound:
                continue
            await asyncio.to_thread(archive.picture, picture_id, content)
        after = page.next
        if after is None:
            break


async def _clear(db: Database, root: Path, whose: Whose) -> None:
    """Somebody else was faster, and what lies there is as good; or nobody wants it any more."""
    files = await asyncio.to_thread(archives.found, root, whose.person_id)
    async with db.transaction() as tx:
        kept = await exports.kept.all(tx, person_ids=[whose.person_id])
    await asyncio.to_thread(archives.remove, files, kept)


def _named(whose: Whose) -> dict[str, object]:
    return {"person_id": whose.person_id, "export_id": whose.export_id}
