"""List where a person is signed in."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.people import session as sessions
from kith.people.policy import Policy
from kith.people.session import Device, Me


async def list_devices(tx: Tx, policy: Policy, me: Me, now: datetime) -> list[Device]:
    """Devices with a living session, the one used last first."""
    created, used = sessions.oldest(policy, now)
    rows = await sessions.devices.all(tx, person_id=me.person_id, created=created, used=used)
    return [sessions.device_of(row, me) for row in rows]
