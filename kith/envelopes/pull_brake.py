"""Look whether a game for money goes on in a group."""

from datetime import datetime

from kith import people
from kith.envelopes import brake as brakes
from kith.envelopes.brake import Brake, Held
from kith.envelopes.policy import Policy
from kith.envelopes.sending import NewEnvelope
from kith.kit import ids
from kith.kit.sql import Tx, together


async def pull_brake(tx: Tx, policy: Policy, new: NewEnvelope, sender_id: people.PersonId, now: datetime) -> Held:
    """Until when the group cools down, and has lucky envelopes divided evenly: also because of this one, which would be
    the next round of a game.
    """
    held, rounds = await together(
        tx,
        brakes.held.one(tx, conversation_id=new.conversation_id),
        brakes.rounds.all(tx, conversation_id=new.conversation_id, since=now - policy.game, limit=policy.rounds),
    )
    if held.evens_until and held.evens_until > now:
        return held
    if not brakes.is_game(rounds, sender_id, new.fen, new.count, policy):
        return held
    until = now + policy.cooling
    pulled = Brake(
        brake_id=ids.derived(new.envelope_id, "game"),
        conversation_id=new.conversation_id,
        kind="game",
        envelope_id=rounds[0].envelope_id,
        person_id=sender_id,
        pulled_at=now,
        cools_until=until,
        evens_until=until + policy.evening,
    )
    await brakes.pull.run(tx, **brakes.columns([pulled]))
    return Held(pulled.cools_until, pulled.evens_until)
