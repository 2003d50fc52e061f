"""Show an envelope."""

from datetime import datetime

from kith import people
from kith.envelopes import envelope_view as views
from kith.envelopes import share as shares
from kith.envelopes.envelope import ENDED, EnvelopeId
from kith.envelopes.envelope_view import EnvelopeView, Luck, Mine
from kith.envelopes.policy import Policy
from kith.envelopes.see_envelope import see_envelope
from kith.kit import arrays
from kith.kit.sql import Tx


async def show_envelope(
    tx: Tx, policy: Policy, envelope_id: EnvelopeId, person_id: people.PersonId, now: datetime
) -> EnvelopeView:
    """The envelope as this person sees it. Raises `EnvelopeNotFound`."""
    seen = await see_envelope(tx, envelope_id, person_id)
    envelope, standing, mine = seen.envelope, seen.standing, seen.mine
    best = views.best_place(standing, seen.secret)
    luckiest = (
        await shares.at_places.maybe(tx, envelope_ids=arrays.uuids([envelope_id]), places=arrays.bigints([best]))
        if best is not None
        else None
    )
    shows = views.shows_shares(policy, envelope, person_id, mine)
    asked = {one for one in (envelope.sender_id, envelope.to_id, luckiest and luckiest.person_id) if one}
    cards = await people.cards(tx, asked, now)
    own = envelope.sender_id == person_id
    return EnvelopeView(
        envelope_id=envelope_id,
        conversation_id=envelope.conversation_id,
        sender=cards[envelope.sender_id] if envelope.sender_id else None,
        from_me=own,
        kind=envelope.kind,
        evened=envelope.evened,
        fen=envelope.fen,
        count=envelope.count,
        to=cards[envelope.to_id] if envelope.to_id else None,
        greeting=envelope.greeting,
        cover=envelope.cover,
        state=standing.state,
        password=envelope.password_hash is not None,
        place=envelope.cell is not None,
        taken=standing.taken,
        taken_fen=standing.taken_fen,
        mine=Mine(mine.fen, mine.place, mine.claimed_at, mine.place == best) if mine else None,
        may_open=views.may_open(envelope, standing, person_id, member=seen.member, mine=mine, now=now),
        opens_at=standing.opens_at,
        held=standing.held,
        ends_at=standing.ends_at,
        ended_at=standing.ended_at,
        best=Luck(cards[luckiest.person_id], luckiest.fen) if luckiest and shows else None,
        commitment=envelope.commitment.hex(),
        seed=seen.secret.seed.hex() if standing.state in ENDED else None,
        shares_shown=shows,
        charge_id=envelope.charge_id if own else None,
        sent_at=envelope.sent_at,
    )
