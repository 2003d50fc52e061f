"""Close a report."""

from datetime import datetime

from kith import media
from kith.kit.sql import Tx
from kith.people import report as reports
from kith.people.report import Report, ReportId, ReportNotFound


async def close_report(tx: Tx, report_id: ReportId, outcome: str, now: datetime) -> Report:
    """Note what the operator found; the photo is let go. Raises `ReportNotFound`, also when it is closed already."""
    closed = await reports.close.maybe(tx, report_id=report_id, outcome=outcome, nobody=reports.NOBODY, now=now)
    if closed is None:
        raise ReportNotFound
    await media.release(tx, ["report"], report_id, now)
    return closed
