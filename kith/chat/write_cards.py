"""Write the cards that a deed posts or moves on."""

from collections.abc import Sequence
from datetime import datetime

from kith.chat import card as cards
from kith.chat import conversation as conversations
from kith.chat.card import Card
from kith.chat.conversation import ConversationId
from kith.chat.policy import Policy
from kith.chat.record import record
from kith.chat.take_floor import take_floor
from kith.kit import commit
from kith.kit.sql import Tx

_AT_ONCE = Policy(push_seconds=0)


async def write_cards(tx: Tx, wanted: Sequence[Card]) -> None:
    """At the very end of the deed, but before its events: hold all conversations in one order, then post and move on.

    Between two who are apart nothing is posted; what was posted before moves on all the same.
    """
    posted = [(card, card.posted_at) for card in wanted if card.posted_at]
    fresh = {cards.place(card) for card, _ in posted}
    moved = [card for card in wanted if card.posted_at is None and cards.place(card) not in fresh]
    if posted:
        await _post(tx, posted, moved)
    if moved:
        conversations.hold.send(tx, keys=conversations.lock_keys(cards.place(one)[0] for one in moved))
        for conversation_id in await cards.move_on.all(tx, **cards.columns(moved)):
            commit.hint(tx, conversations.topic(ConversationId(conversation_id)))


async def _post(tx: Tx, posted: Sequence[tuple[Card, datetime]], moved: Sequence[Card]) -> None:
    for card, at in sorted(posted, key=lambda one: cards.place(one[0])):
        if card.pair:
            one_id, other_id = card.pair
            pair = {"conversation_id": card.conversation_id, "one_id": one_id, "other_id": other_id}
            conversations.add.send(tx, **pair, kind="pair", now=at)
    named = [(card, *cards.place(card)) for card in (*(card for card, _ in posted), *moved)]
    floor = await take_floor(tx, _AT_ONCE, [(where, card.by, name) for card, where, name in named])
    for card, at in posted:
        if card.conversation_id in floor.conversations and not floor.apart(card.conversation_id):
            floor.post(cards.saying(card, at))
    await record(tx, _AT_ONCE, floor)
