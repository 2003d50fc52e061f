"""Find the file of an export."""

from datetime import datetime
from pathlib import Path

from kith.kit.sql import Tx
from kith.people import archive as archives
from kith.people import export as exports
from kith.people.export import ExportId, ExportOver
from kith.people.person import PersonId


async def find_archive(tx: Tx, root: Path, person_id: PersonId, export_id: ExportId, now: datetime) -> Path:
    """Where it lies, for its owner. Raises `ExportNotFound`, `ExportOver`, `ExportNotReady`."""
    exports.fetchable(await exports.by_id.maybe(tx, person_id=person_id, export_id=export_id), now)
    place = archives.place(root, person_id, export_id)
    if not place.exists():
        raise ExportOver
    return place
