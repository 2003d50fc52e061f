"""What people of the town are rewarded for: four tasks, with which some have come far."""

from datetime import datetime, timedelta

from kith import people, promotions, tasks
from kith.kit import ids
from kith.kit.parts import Parts
from kith.kit.sql import Database, Tx
from kith.main.demo.names import named

_YUAN = 100
_KINDS: dict[tasks.Kind, tuple[int, int]] = {
    "profile": (2 * _YUAN, 500),
    "check_in": (5 * _YUAN, 300),
    "welcome": (3 * _YUAN, 200),
    "friend": (10 * _YUAN, 100),
}
"""Each reward, and how many there are."""

_BEGAN = timedelta(days=20)
_LASTS = timedelta(days=60)
_CHECKED_IN = {"林晚": 4, "Leo": 6}
"""For how many days until yesterday."""

_INVITED = {"林晚": (("Mira", 16, 6), ("陈橙", 3, 1))}
"""Who came by whose link how many days ago, and was here on how many days since."""


async def reward_tasks(parts: Parts, here: dict[str, people.PersonId], now: datetime) -> None:
    """All of it in one transaction; where the first programme is, everything is."""
    policy = parts[tasks.Policy]
    async with parts[Database].transaction() as tx:
        try:
            await tasks.report(tx, _programme("profile"))
        except tasks.TaskNotFound:
            await _start(tx, policy, now)
            await _check_in(tx, policy, here, now)
            await _invite(tx, policy, here, now)


async def _start(tx: Tx, policy: tasks.Policy, now: datetime) -> None:
    await promotions.fund(tx, named("rewards of tasks"), sum(fen * most for fen, most in _KINDS.values()), now)
    for kind, (fen, most) in _KINDS.items():
        starts_at = now - _BEGAN
        asked = tasks.NewProgramme(_programme(kind), kind, fen, most, fen * most, starts_at, starts_at + _LASTS)
        await tasks.start(tx, policy, asked, "the town", now)


async def _check_in(tx: Tx, policy: tasks.Policy, here: dict[str, people.PersonId], now: datetime) -> None:
    for name, days in _CHECKED_IN.items():
        for ago in range(days, 0, -1):
            await tasks.check_in(tx, policy, here[name], now - timedelta(days=ago))


async def _invite(tx: Tx, policy: tasks.Policy, here: dict[str, people.PersonId], now: datetime) -> None:
    for name, guests in _INVITED.items():
        invite = await tasks.view_invite(tx, "", here[name], now - _BEGAN)
        for guest, ago, days in guests:
            me = people.Me(here[guest], people.DeviceId(ids.derived(here[guest], "device")))
            came_at = now - timedelta(days=ago)
            await tasks.note_arrival(tx, me, invite.code, came_at)
            for day in range(1, days + 1):
                await tasks.note_seen(tx, me, came_at + timedelta(days=day), policy=policy)


def _programme(kind: tasks.Kind) -> tasks.ProgrammeId:
    return tasks.ProgrammeId(named(f"task:{kind}"))
