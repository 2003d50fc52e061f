"""List the campaigns."""

from kith.campaigns import campaign as campaigns
from kith.campaigns.campaign import Campaign
from kith.kit import page as pages
from kith.kit.page import TOP, Newest, Page
from kith.kit.sql import Tx


async def list_campaigns(tx: Tx, *, limit: int, after: str | None = None) -> Page[Campaign]:
    """The newest first. Raises `BadCursor`."""
    after_at, after_id = pages.key(after, Newest) or TOP
    found = await campaigns.newest.all(tx, after_at=after_at, after_id=after_id, limit=limit)
    following = pages.cursor(found[-1].made_at, found[-1].campaign_id) if len(found) == limit else None
    return Page(found, following)
