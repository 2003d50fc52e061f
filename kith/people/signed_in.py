"""Ask whether a session still lives."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.people import session as sessions
from kith.people.policy import Policy
from kith.people.session import Me


async def signed_in(tx: Tx, policy: Policy, me: Me, now: datetime) -> bool:
    """Whether the device is signed in: for those who serve somebody for long after having asked who it is."""
    created, used = sessions.oldest(policy, now)
    return await sessions.alive.one(tx, person_id=me.person_id, device_id=me.device_id, created=created, used=used)
