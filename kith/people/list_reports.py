"""List the reports that wait for the operator."""

from kith.kit.sql import Tx
from kith.people import report as reports
from kith.people.report import Report


async def list_reports(tx: Tx, limit: int) -> list[Report]:
    """The open ones, those that have waited longest first."""
    return await reports.waiting.all(tx, limit=limit)
