"""Collect the reward of a task."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from kith import ledger, people, promotions, wallet
from kith.kit.settings import Custody
from kith.kit.sql import Tx
from kith.tasks import invited as inviteds
from kith.tasks import programme as programmes
from kith.tasks import reward as rewards
from kith.tasks import task as tasks
from kith.tasks.due_friends import due_friends
from kith.tasks.policy import Policy
from kith.tasks.programme import Programme, ProgrammeId, RewardsUsedUp, TaskNotFound
from kith.tasks.reward import EnoughFriends, NotDoneYet, RewardedBefore
from kith.tasks.see_progress import see_progress
from kith.tasks.show_task import show_task
from kith.tasks.task import Task


class _Collector(Struct, frozen=True):
    """Who collects, and what it takes to pay them."""

    person_id: people.PersonId
    secret: people.Secret
    policy: Policy
    custody: Custody
    now: datetime


async def collect(
    tx: Tx,
    secret: people.Secret,
    policy: Policy,
    custody: Custody,
    *,
    programme_id: ProgrammeId,
    person_id: people.PersonId,
    now: datetime,
) -> Task:
    """Look at the facts, lock the programme, and move the reward from its budget into the person's wallet.

    What was collected is answered as the first time. For friends it is as many rewards as friends who have stayed.
    Raises, in this order, `TaskNotFound`, `TaskOver`, `TaskPaused`, `NotDoneYet`, `EnoughFriends`, `RewardsUsedUp`,
    `RewardedBefore`.
    """
    programme = await programmes.by_id.maybe(tx, programme_id=programme_id)
    if programme is None or now < programme.starts_at:
        raise TaskNotFound
    who = _Collector(person_id, secret, policy, custody, now)
    if not await _collected(tx, who, programme):
        programmes.may_pay(programme, now)
        progress = await see_progress(tx, policy, programme, person_id, now)
        if progress.done < progress.of:
            raise NotDoneYet
        programme = await programmes.lock.one(tx, programme_id=programme_id)
        if not await _collected(tx, who, programme):
            programmes.may_pay(programme, now)
            await _pay(tx, who, programme, await _keys(tx, who, programme))
    return await show_task(tx, policy, programme, person_id, now)


async def _collected(tx: Tx, who: _Collector, programme: Programme) -> bool:
    if programme.kind == "friend":
        return False
    since = rewards.month_start(who.now)
    return bool(await rewards.got.all(tx, person_id=who.person_id, programme_ids=[programme.programme_id], since=since))


async def _keys(tx: Tx, who: _Collector, programme: Programme) -> list[bytes]:
    """Write the rewards down: the keys of the numbers that they are for. The programme is locked."""
    if programme.kind == "friend":
        return await _friends(tx, who, programme)
    await _room(tx, programme)
    key = await people.lasting_key(tx, who.secret, who.person_id, rewards.purpose(programme.programme_id))
    if not await _add(tx, who, programme, key):
        raise RewardedBefore
    return [key]


async def _friends(tx: Tx, who: _Collector, programme: Programme) -> list[bytes]:
    """Whoever pressed twice has had the first of both: by now there are fewer friends, or none."""
    due = [one.person_id for one in await due_friends(tx, programme, who.person_id)]
    if not due:
        return []
    since = rewards.month_start(who.now)
    lately = await rewards.lately.one(tx, person_id=who.person_id, since=since, kind="friend")
    month_left = tasks.month_left(lately, who.policy)
    if not month_left:
        raise EnoughFriends(most=who.policy.friends_a_month)
    room = min(month_left, await _room(tx, programme))
    keys: list[bytes] = []
    for friend_id in due:
        if len(keys) < room and (key := await _friend(tx, who, programme, friend_id)):
            keys.append(key)
    return keys


async def _friend(tx: Tx, who: _Collector, programme: Programme, friend_id: people.PersonId) -> bytes | None:
    """Count a friend who stayed; None for one who has just left, or whose telephone number had counted before."""
    try:
        key = await people.lasting_key(tx, who.secret, friend_id, rewards.purpose(programme.programme_id))
    except people.SignInFirst:
        return None
    if not await _add(tx, who, programme, key):
        await inviteds.void.run(tx, person_id=friend_id)
        return None
    await inviteds.reward.run(tx, person_id=friend_id, now=who.now)
    return key


async def _room(tx: Tx, programme: Programme) -> int:
    """How many rewards there still are. Raises `RewardsUsedUp`."""
    left = (await promotions.left(tx, [programme.programme_id]))[programme.programme_id]
    room = programmes.left(programme, left)
    if room < 1:
        raise RewardsUsedUp
    return room


async def _add(tx: Tx, who: _Collector, programme: Programme, key: bytes) -> bool:
    added = await rewards.add.run(
        tx,
        reward_id=rewards.reward_id(programme.programme_id, key),
        programme_id=programme.programme_id,
        number_key=key,
        person_id=who.person_id,
        fen=programme.fen,
        now=who.now,
    )
    return added > 0


async def _pay(tx: Tx, who: _Collector, programme: Programme, keys: Sequence[bytes]) -> None:
    programme_id, account = programme.programme_id, wallet.account(who.person_id)
    await programmes.pay.run(tx, programme_id=programme_id, count=len(keys))
    await ledger.want_accounts(tx, wallet.accounts([who.person_id]), who.now)
    transfers = [rewards.transfer(programme_id, key, account, programme.fen) for key in keys]
    await ledger.transfer_all(tx, transfers, who.now)
    await wallet.received(tx, who.custody, [who.person_id] if keys else [], who.now)
