"""Write what became of a campaign into a table."""

import csv
import io

from msgspec.structs import asdict, fields

from kith.campaigns.campaign import CampaignId
from kith.campaigns.campaign_view import CampaignOutcome
from kith.campaigns.list_outcomes import list_outcomes
from kith.kit.sql import Tx

_PAGE = 2_000


async def export_report(tx: Tx, campaign_id: CampaignId) -> str:
    """CSV, a line a group; sums are in fen. Raises `CampaignNotFound`."""
    columns = [one.name for one in fields(CampaignOutcome)]
    text = io.StringIO()
    writing = csv.DictWriter(text, columns)
    writing.writeheader()
    after = 0
    while page := await list_outcomes(tx, campaign_id, limit=_PAGE, after=after):
        after = page[-1].place
        writing.writerows(asdict(one) | {"name": _plain(one.name)} for one in page)
    return text.getvalue()


def _plain(name: str) -> str:
    """A name that a spreadsheet does not take for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@", "\t", "\r")) else name
