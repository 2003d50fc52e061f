"""Push to a device no more."""

from kith import people
from kith.kit.sql import Tx
from kith.push import subscription as subscriptions
from kith.push.subscription import SubscriptionNotFound


async def unsubscribe(tx: Tx, person_id: people.PersonId, device_id: people.DeviceId) -> None:
    """What is on its way to it is dropped. Raises `SubscriptionNotFound`."""
    if not await subscriptions.remove.run(tx, person_id=person_id, device_id=device_id):
        raise SubscriptionNotFound
