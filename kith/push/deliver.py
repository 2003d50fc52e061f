"""Hand posts to the push services."""

import asyncio
from datetime import datetime

import structlog
from cryptography.exceptions import InvalidTag

from kith import people
from kith.kit.sql import Database
from kith.push import post as posts
from kith.push import subscription as subscriptions
from kith.push.policy import Policy
from kith.push.post import Post
from kith.push.service import Answer, Service

_AT_ONCE = 50
_log = structlog.get_logger("kith.push")


async def deliver(db: Database, service: Service, secret: people.Secret, policy: Policy, now: datetime) -> bool:
    """Lease what is due, send it, all at once, and note what became of each; whether there may be more.

    No connection to the database is held while the services are asked. A worker that dies between the two is followed
    by another when the lease is over, and the push may go out twice.
    """
    async with db.connection() as connection:
        due = await posts.lease.all(connection, now=now, leased_until=now + posts.LEASE, limit=_AT_ONCE)
    await asyncio.gather(*(_deliver(db, service, secret, policy, post=post, now=now) for post in due))
    return bool(due)


async def _deliver(
    db: Database, service: Service, secret: people.Secret, policy: Policy, *, post: Post, now: datetime
) -> None:
    try:
        answer = await _push(service, secret, post, now)
        await _note(db, policy, post, answer, now)
    except Exception as error:
        # It is found again when the lease is over.
        _log.error("a push failed", kind=post.kind, error=type(error).__name__)


async def _push(service: Service, secret: people.Secret, post: Post, now: datetime) -> Answer:
    try:
        opened = secret.unseal(post.sealed, subscriptions.owner(post.person_id, post.device_id))
    except InvalidTag:
        return Answer("gone", "sealed_elsewhere")
    return await service.push(subscriptions.read(opened), post, posts.left(post, now))


async def _note(db: Database, policy: Policy, post: Post, answer: Answer, now: datetime) -> None:
    where = {"person_id": post.person_id, "device_id": post.device_id}
    this = {**where, "kind": post.kind, "ref": post.ref, "made_at": post.made_at}
    again = posts.next_try(policy, post, answer.wait, now) if answer.outcome == "busy" else None
    if answer.outcome != "taken":
        _log.info("a push was not taken", kind=post.kind, outcome=answer.outcome, why=answer.why, tries=post.tries)
    async with db.connection() as connection:
        if answer.outcome == "gone":
            await subscriptions.lose.run(connection, **where, endpoint_key=post.endpoint_key)
        elif again is not None:
            await posts.postpone.run(connection, **this, due_at=again)
        else:
            await posts.done.run(connection, **this)
        if answer.outcome == "taken":
            await subscriptions.use.run(connection, **where, now=now, before=now - subscriptions.USED)
