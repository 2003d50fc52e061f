"""Show who took what of an envelope."""

from datetime import datetime

from kith import people
from kith.envelopes import envelope_view as views
from kith.envelopes import share as shares
from kith.envelopes.claiming import SharesHidden
from kith.envelopes.envelope import EnvelopeId
from kith.envelopes.envelope_view import Taker
from kith.envelopes.policy import Policy
from kith.envelopes.see_envelope import see_envelope
from kith.kit import page as pages
from kith.kit.page import Page
from kith.kit.sql import Tx


async def show_shares(
    tx: Tx,
    policy: Policy,
    envelope_id: EnvelopeId,
    person_id: people.PersonId,
    *,
    limit: int,
    after: str | None,
    now: datetime,
) -> Page[Taker]:
    """The shares in the order in which they were taken. Raises `EnvelopeNotFound`, `SharesHidden`, `BadCursor`."""
    seen = await see_envelope(tx, envelope_id, person_id)
    if not views.shows_shares(policy, seen.envelope, person_id, seen.mine):
        raise SharesHidden
    key = pages.key(after, tuple[int])
    found = await shares.page.all(tx, envelope_id=envelope_id, after=key[0] if key else -1, limit=limit)
    cards = await people.cards(tx, {one.person_id for one in found}, now)
    best = views.best_place(seen.standing, seen.secret)
    following = pages.cursor(found[-1].place) if len(found) == limit else None
    return Page(views.takers(found, cards, best), following)
