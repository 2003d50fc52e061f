"""Show how far a copy of one's data is."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.people import export as exports
from kith.people.export import ExportId, ExportNotFound, ExportView
from kith.people.person import PersonId


async def show_export(tx: Tx, person_id: PersonId, export_id: ExportId, now: datetime) -> ExportView:
    """One's own. Raises `ExportNotFound`."""
    export = await exports.by_id.maybe(tx, person_id=person_id, export_id=export_id)
    if export is None:
        raise ExportNotFound
    return exports.view(export, now)
