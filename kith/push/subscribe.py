"""Let a browser be pushed."""

from datetime import datetime

from kith import notices, people
from kith.kit.sql import Tx
from kith.push import choice as choices
from kith.push import subscription as subscriptions
from kith.push.policy import Policy
from kith.push.subscription import NewSubscription, Subscription, TooManySubscriptions


async def subscribe(
    tx: Tx, secret: people.Secret, policy: Policy, *, me: people.Me, new: NewSubscription, now: datetime
) -> Subscription:
    """Push to this browser for as long as this session lives; whoever was pushed there before no longer is.

    Subscribed again it is what it was, with the new keys. Raises, in this order, `BadEndpoint`, `BadPushKeys`,
    `ZoneUnknown`, `TooManySubscriptions`.
    """
    target = subscriptions.target_of(new)
    zone = new.zone or policy.zone
    choices.check_zone(zone)
    key = subscriptions.endpoint_key(new.endpoint)
    await subscriptions.hold.one(tx, key=subscriptions.lock_key(key))
    mine = {row.device_id for row in await subscriptions.mine.all(tx, person_id=me.person_id)}
    if me.device_id not in mine and len(mine) >= policy.subscriptions:
        raise TooManySubscriptions(most=policy.subscriptions)
    where = {"person_id": me.person_id, "device_id": me.device_id, "endpoint_key": key}
    await subscriptions.release.run(tx, **where)
    sealed = secret.seal(subscriptions.written(target), subscriptions.owner(me.person_id, me.device_id))
    await subscriptions.put.run(tx, **where, sealed=sealed, now=now)
    await choices.begin.run(
        tx,
        person_id=me.person_id,
        quiet_from=choices.minutes(policy.quiet_from),
        quiet_until=choices.minutes(policy.quiet_until),
        zone=zone,
    )
    await notices.want_push(tx, me.person_id, wanted=True)
    made = await subscriptions.mine.all(tx, person_id=me.person_id)
    return next(subscriptions.shown(row, me) for row in made if row.device_id == me.device_id)
