"""List where a person is signed in."""

from datetime import datetime

from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.people import session as sessions
from kith.people.policy import Policy
from kith.people.session import Device, Me


async def list_devices(tx: Tx, policy: Policy, me: Me, *, after: str | None, limit: int, now: datetime) -> Page[Device]:
    """Devices with a living session, the one used last first. Raises `BadCursor`."""
    created, used = sessions.oldest(policy, now)
    after_at, after_id = key(after, Newest) or TOP
    rows = await sessions.devices.all(
        tx,
        person_id=me.person_id,
        created=created,
        used=used,
        after_at=after_at,
        after_id=after_id,
        limit=limit + 1,
    )
    shown = rows[:limit]
    following = cursor(shown[-1].seen_at, shown[-1].device_id) if len(rows) > limit else None
    return Page([sessions.device_of(row, me) for row in shown], following)
