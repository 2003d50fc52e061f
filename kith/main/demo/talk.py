"""Groups of the town, and what was said in it until now."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import cast

from kith import chat, people
from kith.chat import ConversationId, MessageId
from kith.kit.parts import Parts
from kith.kit.sql import Database, Tx
from kith.main.demo.crowd import everybody
from kith.main.demo.ground import homes
from kith.main.demo.guests import NAMES
from kith.main.demo.names import named
from kith.main.demo.script import Group, script, turn

_AGE = timedelta(days=2)
_PAUSE = timedelta(minutes=7)
_SPEAKERS = 4

Here = dict[str, people.PersonId]


@cache
def members(group: Group) -> tuple[str, ...]:
    """Who is in a group: its owner first, mostly people of its quarter, and guests who live there last."""
    chance = random.Random(group.name)  # noqa: S311 nothing here is a secret
    others = [name for name in everybody() if name != group.owner]
    chance.shuffle(others)
    near = sorted(others, key=lambda name: homes()[name][0].name != group.quarter)
    guests = [name for name in near if name in NAMES and homes()[name][0].name == group.quarter]
    rest = [name for name in near if name not in NAMES]
    return (group.owner, *rest[: group.size - 1 - len(guests)], *guests)


def speakers(group: Group) -> tuple[str, ...]:
    """Who speaks in a group when the town goes on living: nobody in whose name somebody may be looking around."""
    return tuple(name for name in members(group) if name not in NAMES)[:_SPEAKERS]


async def begin_talk(parts: Parts, here: Here, now: datetime) -> None:
    """Make the groups, let people join, and let them have talked. What was done before is not done again."""
    for group in script().groups:
        async with parts[Database].transaction() as tx:
            await _gather(tx, parts, group, here, now - _AGE)
        who = [here[name] for name in members(group)[:_SPEAKERS]]
        await _say(parts, group.group_id, who, group.lines, now)
    for pair in script().pairs:
        one, other = (here[name] for name in pair.who)
        await _write(parts, [one, other], pair.lines, now)
    for greeting in script().greetings:
        stranger = random.Random(greeting.lines[0]).choice(_strangers(greeting.to))  # noqa: S311 nothing here is a secret
        await _write(parts, [here[stranger], here[greeting.to]], [f"a {line}" for line in greeting.lines], now)


async def _gather(tx: Tx, parts: Parts, group: Group, here: Here, then: datetime) -> None:
    policy, owner = parts[chat.Policy], here[group.owner]
    made = chat.NewGroup(
        name=group.name,
        topic=group.topic,
        joining=cast("chat.Joining", group.joining),
        group_id=group.group_id,
        nearby=True,
    )
    await chat.create_group(tx, policy, owner, made, then)
    for place, name in enumerate(members(group)[1:], 1):
        at = then + place * timedelta(minutes=11)
        view = await chat.join_group(tx, policy, group.group_id, here[name], "", now=at)
        if view.standing == "asked":
            await chat.answer_request(tx, policy, group.group_id, owner, here[name], let=True, now=at)


async def _write(parts: Parts, two: list[people.PersonId], lines: Sequence[str], now: datetime) -> None:
    """What one of two begins, and the other answers."""
    async with parts[Database].transaction() as tx:
        first, _ = turn(lines[0])
        talk = await chat.open_pair(tx, two[first], two[1 - first], now - _AGE)
    await _say(parts, talk, two, lines, now)


async def _say(
    parts: Parts, talk: ConversationId, who: list[people.PersonId], lines: Sequence[str], now: datetime
) -> None:
    """One line after another, the last some minutes ago."""
    for number, line in enumerate(lines):
        speaker, body = turn(line)
        name = MessageId(named(f"line:{talk}:{number}"))
        at = now - _PAUSE * (len(lines) - number)
        await parts[chat.Sending].do(chat.Saying(talk, who[speaker], name, body, at))


def _strangers(name: str) -> list[str]:
    """Neighbours of somebody."""
    quarter = homes()[name][0]
    return [one for one, (where, _) in homes().items() if where == quarter and one not in NAMES and one != name]
