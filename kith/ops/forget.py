"""Delete what has run out."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.ops import passkey as passkeys
from kith.ops import session as sessions
from kith.ops.policy import Policy


async def forget(tx: Tx, policy: Policy, now: datetime) -> None:
    """Sessions that have ended, and answered challenges that no longer count."""
    created, used = sessions.oldest(policy, now)
    await sessions.forget.run(tx, created=created, used=used)
    await passkeys.forget.run(tx, now=now)
