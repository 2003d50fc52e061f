"""Delete what has run out."""

from datetime import datetime, timedelta

from kith.kit.sql import Tx
from kith.people import challenge as challenges
from kith.people import code as codes
from kith.people import deed as deeds
from kith.people import message as messages
from kith.people import phone as phones
from kith.people import session as sessions
from kith.people.policy import Policy


async def forget(tx: Tx, policy: Policy, now: datetime) -> None:
    """What has ended: sessions, answered challenges, codes and deeds that no longer count for a limit, unsent messages,
    refusals of those now of age.
    """
    created, used = sessions.oldest(policy, now)
    await sessions.forget_sessions.run(tx, created=created, used=used)
    await sessions.forget_devices.run(tx, created=created, used=used)
    await codes.forget_old.run(tx, before=now - timedelta(days=1))
    await challenges.forget.run(tx, now=now)
    await deeds.forget.run(tx, before=now - timedelta(days=1))
    await messages.forget.run(tx, now=now)
    await messages.forget_shown.run(tx, before=now - timedelta(days=policy.outbox_days))
    await phones.forget_underage.run(tx, now=now)
