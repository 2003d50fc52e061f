"""Open a session of a person on a new device."""

from datetime import datetime

from kith.kit import ids
from kith.kit.sql import Tx
from kith.people import session as sessions
from kith.people.person import PersonId
from kith.people.session import DeviceId, Me


async def open_session(tx: Tx, person_id: PersonId, name: str, complete: bool, now: datetime) -> tuple[str, Me]:
    """The token, which is kept nowhere, and what it stands for. Whoever calls it has made sure who is asking."""
    token = ids.token()
    token_hash = ids.digest(token)
    device_id = DeviceId(ids.new(now))
    await sessions.start.run(
        tx, token_hash=token_hash, person_id=person_id, device_id=device_id, complete=complete, now=now
    )
    await sessions.add_device.run(
        tx, person_id=person_id, device_id=device_id, name=name, token_hash=token_hash, now=now
    )
    return token, Me(person_id, device_id)
