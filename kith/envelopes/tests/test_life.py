"""An envelope from its payment through a gateway to its end: who is told, what goes back, and what races come to."""

import asyncio
from datetime import datetime

import pytest
from msgspec.structs import replace

from kith import payments, people
from kith.envelopes.audit import audit
from kith.envelopes.claiming import AllTaken, EnvelopeOver, Taken
from kith.envelopes.end import end
from kith.envelopes.envelope import EnvelopeId
from kith.envelopes.forget_person import forget_person
from kith.envelopes.lane import Opening
from kith.envelopes.sweep import sweep
from kith.envelopes.tests.party import Party
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Query
from tests.cast import ANN, BO, CHEN, DEE

pytestmark = pytest.mark.asyncio

told = Query(
    str,
    """
    SELECT kind FROM event WHERE person_id = %(person_id)s AND event_id > %(after)s AND kind <> 'follow' ORDER BY 1
    """,
)
last = Query(int, "SELECT last_id FROM event_counter WHERE person_id = %(person_id)s")
card = Query(
    int,
    """
    SELECT revision FROM message WHERE kind = 'card' AND body = 'envelope' AND ref = %(ref)s
    """,
)


async def _news(db: Database, party: Party, who: people.PersonId) -> list[str]:
    """What somebody was told since the last time."""
    async with db.transaction() as tx:
        found = await told.all(tx, person_id=who, after=party.heard.get(who, 0))
        party.heard[who] = await last.maybe(tx, person_id=who) or 0
        return found


async def _given(db: Database, now: datetime, **other: object) -> tuple[Party, EnvelopeId]:
    party = Party(now)
    async with db.transaction() as tx:
        await party.begin(tx)
        sent = await party.send(tx, party.new(**other))
    await party.pay(db, sent)
    return party, sent.envelope_id


async def _revision(db: Database, envelope_id: EnvelopeId) -> int:
    async with db.transaction() as tx:
        return await card.one(tx, ref=str(envelope_id))


async def _opened(db: Database, party: Party, envelope_id: EnvelopeId, *who: people.PersonId) -> list[Taken | Refusal]:
    async with db.transaction() as tx:
        return await party.claim_all(tx, [party.claim(envelope_id, one) for one in who])


async def test_what_nobody_took_goes_back_by_the_way_it_was_paid(db: Database, now: datetime) -> None:
    party, envelope_id = await _given(db, now)
    assert await _news(db, party, ANN) == ["charge", "envelope_sent"]
    shown = await _revision(db, envelope_id)
    [mine] = await _opened(db, party, envelope_id, BO)
    assert isinstance(mine, Taken)
    assert (await _news(db, party, ANN), await _revision(db, envelope_id)) == ([], shown)
    assert await sweep(db, party.now) == 0
    assert await sweep(db, party.later(hours=24)) == 1
    assert await sweep(db, party.now) == 0
    assert await _news(db, party, ANN) == ["charge", "envelope_sent"]
    assert await _news(db, party, BO) == []
    assert await _revision(db, envelope_id) > shown
    async with db.transaction() as tx:
        view = await party.see(tx, envelope_id)
        assert (view.state, view.taken_fen, view.seed is not None) == ("expired", mine.fen, True)
        assert view.charge_id is not None
        [refund] = await payments.refunds_of(tx, [view.charge_id])
        assert (refund.fen, refund.gateway) == (1_000 - mine.fen, "scripted")
        assert (await party.wallet(tx, BO), await party.inside(tx, envelope_id)) == (mine.fen, 0)
    assert await audit(db, party.policy, party.now) == []


async def test_the_last_share_moves_the_card_and_tells_the_sender(db: Database, now: datetime) -> None:
    party, envelope_id = await _given(db, now, count=2)
    await _news(db, party, ANN)
    shown = await _revision(db, envelope_id)
    await _opened(db, party, envelope_id, BO, CHEN, DEE)
    assert await _news(db, party, ANN) == ["envelope_sent"]
    assert await _revision(db, envelope_id) > shown
    assert await sweep(db, party.later(hours=25)) == 0
    assert await audit(db, party.policy, party.now) == []


async def test_what_comes_a_second_time_is_taken_once(db: Database, now: datetime) -> None:
    """The gateway says it twice, and a second payment of the same charge comes: one envelope, one of them goes back."""
    party = Party(now)
    async with db.transaction() as tx:
        await party.begin(tx)
        sent = await party.send(tx, party.new())
    attempts = [await party.attempt(db, sent) for _ in range(2)]
    await asyncio.gather(*(party.tend(db, sent, attempt) for attempt in [*attempts, *attempts]))
    async with db.transaction() as tx:
        assert sent.charge_id is not None
        assert [one.fen for one in await payments.refunds_of(tx, [sent.charge_id])] == [1_000]
        assert await party.inside(tx, sent.envelope_id) == 1_000
    assert await audit(db, party.policy, party.now) == []


async def test_nobody_waits_for_money_for_ever(db: Database, now: datetime) -> None:
    party = Party(now)
    async with db.transaction() as tx:
        await party.begin(tx)
        sent = await party.send(tx, party.new())
    late = await party.attempt(db, sent)
    await _news(db, party, ANN)
    assert await sweep(db, party.later(minutes=31)) == 1
    assert await _news(db, party, ANN) == ["envelope_sent"]
    await party.tend(db, sent, late)
    async with db.transaction() as tx:
        assert sent.charge_id is not None
        assert [one.fen for one in await payments.refunds_of(tx, [sent.charge_id])] == [1_000]


async def test_who_leaves_ends_what_was_sent_first(db: Database, now: datetime) -> None:
    party, envelope_id = await _given(db, now, greeting="Words that go")
    await _opened(db, party, envelope_id, BO)
    async with db.transaction() as tx:
        await forget_person(tx, ANN, party.now)
        await forget_person(tx, BO, party.now)
        view = await party.see(tx, envelope_id, CHEN)
        assert (view.state, view.greeting, view.taken) == ("stopped", "", 1)
    assert await audit(db, party.policy, party.now) == []


async def test_lanes_of_two_servers_share_out_what_there_is(db: Database, now: datetime) -> None:
    """Claims of four people on four envelopes through two lanes: each gets one answer, four times the same."""
    party = Party(now)
    async with db.transaction() as tx:
        await party.begin(tx)
        made = [await party.send(tx, party.new(count=3)) for _ in range(4)]
    for sent in made:
        await party.pay(db, sent)
    async with Opening(db, party.policy) as one, Opening(db, party.policy) as other:
        claims = [party.claim(sent.envelope_id, who) for _ in range(4) for sent in made for who in (ANN, BO, CHEN, DEE)]
        answers = await asyncio.gather(
            *((one, other)[place % 2].do(claim) for place, claim in enumerate(claims)), return_exceptions=True
        )
    of: dict[object, set[object]] = {}
    for claim, answer in zip(claims, answers, strict=True):
        assert isinstance(answer, Taken | AllTaken), answer
        of.setdefault(claim.key, set()).add(answer if isinstance(answer, Taken) else None)
    assert all(len(told) == 1 for told in of.values())
    assert sum(told != {None} for told in of.values()) == 12
    assert await audit(db, party.policy, party.now) == []


async def test_the_last_share_against_the_end(db: Database, now: datetime) -> None:
    """Whoever is first: what was taken and what goes back are all of it."""
    await race(db, now, times=8)


async def race(db: Database, now: datetime, *, times: int) -> None:
    """End envelopes at the moment at which their last share is taken, so many times."""
    party = Party(now)
    async with db.transaction() as tx:
        await party.begin(tx)
    async with Opening(db, party.policy) as lane:
        for turn in range(times):
            party.policy = replace(party.policy, daily_fen=(turn + 1) * 1_000_000)
            async with db.transaction() as tx:
                sent = await party.send(tx, party.new(count=1))
            await party.pay(db, sent)

            async def close(envelope_id: EnvelopeId = sent.envelope_id) -> None:
                async with db.transaction() as tx:
                    await end(tx, envelope_id, "expired", party.now)

            claim = lane.do(party.claim(sent.envelope_id, BO))
            both = (claim, close()) if turn % 2 else (close(), claim)
            answers = await asyncio.gather(*both, return_exceptions=True)
            answer = answers[0] if turn % 2 else answers[1]
            async with db.transaction() as tx:
                view = await party.see(tx, sent.envelope_id)
                assert view.charge_id is not None
                back = sum(one.fen for one in await payments.refunds_of(tx, [view.charge_id]))
                assert await party.inside(tx, sent.envelope_id) == 0
            if isinstance(answer, Taken):
                assert (view.state, back, answer.fen) == ("emptied", 0, 1_000)
            else:
                assert isinstance(answer, EnvelopeOver), answer
                assert (view.state, back, view.taken) == ("expired", 1_000, 0)
    assert await audit(db, party.policy, party.now) == []
