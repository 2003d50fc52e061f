"""Take what is due, and decide whom to push about it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from kith import chat, notices, people
from kith.kit.sql import Tx
from kith.push import choice as choices
from kith.push import here
from kith.push import post as posts
from kith.push import subscription as subscriptions
from kith.push import wanted as wishes
from kith.push.policy import Policy
from kith.push.wanted import Facts, Wanted

_CONVERSATIONS = 50
_WISHES = 500
_TALK = ("message", "greeting")


async def collect(tx: Tx, policy: Policy, now: datetime) -> bool:
    """Conversations, events and what was held become posts, or are held, or dropped; whether there may be more.

    What another worker has taken is left to it. What was held of a conversation counts only as far as it is still
    unread there, and neither muted nor hidden.
    """
    spoken = await chat.take_due(tx, now, _CONVERSATIONS)
    told = await notices.take_due(tx, now - policy.event_delay, _WISHES)
    held = await wishes.take.all(tx, now=now, limit=_WISHES)
    found = [
        *await _talk(tx, set(spoken), [wish for wish in held if wish.kind in _TALK]),
        *(Wanted(one.person_id, one.kind, one.ref, one.happened_at) for one in told),
        *(wish for wish in held if wish.kind not in _TALK),
    ]
    if found:
        facts = await _facts(tx, policy, {wish.person_id for wish in found}, now)
        for person_id in {one.person_id for one in told} - facts.devices.keys():
            await notices.want_push(tx, person_id, wanted=False)
        decision = wishes.decide(found, facts, policy, now)
        await wishes.hold.run(tx, **wishes.columns(decision.held))
        await posts.put.run(tx, **posts.columns(decision.letters), now=now)
    return bool(spoken or told or held)


async def _talk(tx: Tx, spoken: set[chat.ConversationId], held: Sequence[Wanted]) -> list[Wanted]:
    """Who has something to read: in a conversation where something was said, or where it was held back before."""
    before = {(wish.person_id, wish.ref): wish.quiet for wish in held}
    unheard = [
        one
        for one in await chat.unheard(tx, sorted(spoken | {chat.ConversationId(wish.ref) for wish in held}))
        if one.conversation_id in spoken or (one.person_id, one.conversation_id) in before
    ]
    # In a group one may be together with somebody whom one has blocked.
    footings = await people.between(tx, [(one.person_id, one.sender_id) for one in unheard])
    return [
        Wanted(
            one.person_id,
            "greeting" if one.greeting else "message",
            one.conversation_id,
            one.said_at,
            before.get((one.person_id, one.conversation_id), False),
        )
        for one in unheard
        if not footings[one.person_id, one.sender_id].apart
    ]


async def _facts(tx: Tx, policy: Policy, wanted: Iterable[people.PersonId], now: datetime) -> Facts:
    person_ids = sorted(wanted)
    devices: defaultdict[people.PersonId, list[people.DeviceId]] = defaultdict(list)
    for one in await subscriptions.of.all(tx, person_ids=person_ids):
        devices[one.person_id].append(one.device_id)
    rows = {row.person_id: row for row in await choices.of.all(tx, person_ids=person_ids)}
    seen = await here.of.all(tx, person_ids=person_ids, now=now)
    return Facts(
        dict(devices),
        {person_id: choices.chosen(rows.get(person_id), policy) for person_id in person_ids},
        {one.person_id: one.seen_at for one in seen},
    )
