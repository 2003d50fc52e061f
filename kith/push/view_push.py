"""Look at how one is pushed."""

from kith import people
from kith.kit.sql import Tx
from kith.push import choice as choices
from kith.push import subscription as subscriptions
from kith.push.policy import Policy
from kith.push.subscription import Push
from kith.push.vapid import Vapid


async def view_push(tx: Tx, vapid: Vapid, policy: Policy, me: people.Me) -> Push:
    """On which devices, about what, and when not."""
    rows = await subscriptions.mine.all(tx, person_id=me.person_id)
    row = await choices.of.maybe(tx, person_ids=[me.person_id])
    return Push(vapid.public, [subscriptions.shown(each, me) for each in rows], choices.chosen(row, policy))
