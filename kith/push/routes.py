"""HTTP: what I am pushed, when, and on which devices."""

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kith import people
from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.push.choice import Choices, ZoneUnknown
from kith.push.policy import Policy
from kith.push.service import Service
from kith.push.set_choices import set_choices
from kith.push.subscribe import subscribe
from kith.push.subscription import (
    BadEndpoint,
    BadPushKeys,
    NewSubscription,
    Push,
    Subscription,
    SubscriptionNotFound,
    TooManySubscriptions,
)
from kith.push.unsubscribe import unsubscribe
from kith.push.view_push import view_push

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)


@get("/me/push", operation_id="viewPush", tags=["push"], responses=refuses(*_READ))
async def view(me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> Push:
    """How you are notified when you are away: on which devices, about what, when not, and the key to subscribe with."""
    async with parts[Database].transaction() as tx:
        return await view_push(tx, parts[Service].vapid, parts[Policy], me)


@put(
    "/me/push/subscription",
    operation_id="subscribeToPush",
    tags=["push"],
    responses=refuses(*_WRITE, BadEndpoint, BadPushKeys, ZoneUnknown, TooManySubscriptions),
)
async def add(
    data: JSONBody[NewSubscription], me: NamedDependency[people.Me], parts: NamedDependency[Parts]
) -> Subscription:
    """Be notified on this device, for as long as you are signed in on it."""
    async with parts[Database].transaction() as tx:
        return await subscribe(tx, parts[people.Secret], parts[Policy], me=me, new=data, now=clock.now())


@delete(
    "/me/push/subscriptions/{device_id:uuid}",
    operation_id="unsubscribeFromPush",
    tags=["push"],
    responses=refuses(*_WRITE, SubscriptionNotFound),
)
async def remove(
    device_id: FromPath[people.DeviceId], me: NamedDependency[people.Me], parts: NamedDependency[Parts]
) -> None:
    """Be notified on one of your devices no more. You stay signed in there."""
    async with parts[Database].transaction() as tx:
        await unsubscribe(tx, me.person_id, device_id)


@put("/me/push/choices", operation_id="setPushChoices", tags=["push"], responses=refuses(*_WRITE, ZoneUnknown))
async def choose(data: JSONBody[Choices], me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> Choices:
    """Choose what you are notified of, and in which hours of the day you are not."""
    async with parts[Database].transaction() as tx:
        return await set_choices(tx, me.person_id, data, clock.now())


handlers = [view, add, remove, choose]
