"""Open a session of a person on a device."""

from datetime import datetime
from uuid import UUID

from kith.kit import ids
from kith.kit.sql import Tx
from kith.people import session as sessions
from kith.people.person import PersonId
from kith.people.session import DeviceId, Me


async def open_session(
    tx: Tx, person_id: PersonId, name: str, complete: bool, now: datetime, *, mark: UUID | None = None
) -> tuple[str, Me]:
    """The token, which is kept nowhere, and what it stands for. Whoever calls it has made sure who is asking.

    Without a `mark` by which it is recognised the device is a new one. What the person had open on this one ends.
    """
    token = ids.token()
    token_hash = ids.digest(token)
    device_id = sessions.device_marked(mark) if mark else DeviceId(ids.new(now))
    if mark:
        ended = await sessions.remove_device.all(tx, person_id=person_id, device_id=device_id)
        await sessions.end.run(tx, token_hashes=ended)
    await sessions.start.run(
        tx, token_hash=token_hash, person_id=person_id, device_id=device_id, complete=complete, now=now
    )
    await sessions.add_device.run(
        tx, person_id=person_id, device_id=device_id, name=name, token_hash=token_hash, now=now
    )
    return token, Me(person_id, device_id)
