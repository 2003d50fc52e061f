"""Hand a waiting message to the gateway."""

from datetime import datetime
from uuid import UUID

import structlog

from kith.kit.sql import Database
from kith.people import message as messages
from kith.people.message import Message
from kith.people.secret import Secret
from kith.people.sms import Sms, SmsFailed, SmsRejected

_log = structlog.get_logger("kith.people")


async def deliver(db: Database, sms: Sms, secret: Secret, message_id: UUID, now: datetime) -> None:
    """Lease the message, send it, delete it: three steps, with no transaction open while the gateway is asked.

    Nothing is done for a message that is sent, out of date or in other hands. Raises `SmsFailed`, after giving the
    lease back, when another try may help.
    """
    async with db.transaction() as tx:
        sealed = await messages.lease.maybe(tx, message_id=message_id, now=now, leased_until=now + messages.LEASE)
    if sealed is None:
        return
    content = messages.content(secret.unseal(sealed, message_id.bytes))
    try:
        await sms.gateway.send(Message(message_id, content.to, content.body), now)
    except SmsFailed:
        async with db.transaction() as tx:
            await messages.release.run(tx, message_id=message_id)
        raise
    except SmsRejected as rejected:
        _log.warning("message rejected", message_id=str(message_id), why=rejected.why)
    async with db.transaction() as tx:
        await messages.sent.run(tx, message_id=message_id)
