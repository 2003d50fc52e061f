"""Sweep exports: begin again those whose job was lost, delete what has run out."""

import asyncio
from datetime import datetime
from pathlib import Path

from kith.kit import jobs
from kith.kit.sql import Database
from kith.people import archive as archives
from kith.people import export as exports
from kith.people.export import SILENCE

_BATCH = 500


async def sweep_exports(db: Database, root: Path, now: datetime) -> None:
    """Every export is over after its days; of each folder only what is being made or kept stays.

    Files are looked for before their rows, so that one that is begun meanwhile is not missed. What a killed sweep
    leaves lying, the next one finds.
    """
    async with db.transaction() as tx:
        for whose in await exports.silent.all(tx, before=now - SILENCE, now=now):
            await jobs.later(tx, "people.export", person_id=str(whose.person_id), export_id=str(whose.export_id))
        await exports.end.all(tx, now=now)
    files = await asyncio.to_thread(archives.found, root)
    for start in range(0, len(files), _BATCH):
        some = files[start : start + _BATCH]
        async with db.transaction() as tx:
            kept = await exports.kept.all(tx, person_ids=sorted({file.whose.person_id for file in some}))
        await asyncio.to_thread(archives.remove, some, kept)
