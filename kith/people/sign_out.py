"""Sign out on one device."""

from kith.kit import commit
from kith.kit.sql import Tx
from kith.people import session as sessions
from kith.people.person import PersonId
from kith.people.session import DeviceId, DeviceNotFound


async def sign_out(tx: Tx, person_id: PersonId, device_id: DeviceId) -> None:
    """End the session of the device: from now on its token opens nothing. Raises `DeviceNotFound`."""
    token_hashes = await sessions.remove_device.all(tx, person_id=person_id, device_id=device_id)
    if not token_hashes:
        raise DeviceNotFound
    await sessions.end.run(tx, token_hashes=token_hashes)
    commit.hint(tx, sessions.sessions_topic(person_id))
