"""Opening: who gets which share, who is told what instead, and that an answer stays true."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith import people, places
from kith.envelopes import split as splits
from kith.envelopes.claiming import (
    AllTaken,
    EnvelopeOver,
    HeldBack,
    LinkedAccount,
    NotForYou,
    NotHere,
    Taken,
    TooManyPasswords,
    TooManyPlaces,
    WrongPassword,
)
from kith.envelopes.envelope import EnvelopeNotFound
from kith.envelopes.list_envelopes import list_envelopes
from kith.envelopes.policy import Policy
from kith.envelopes.show_proof import show_proof
from kith.envelopes.show_shares import show_shares
from kith.envelopes.split import Terms
from kith.envelopes.tests.party import Party
from kith.kit import geo
from kith.kit.sql import Tx
from tests.cast import ANN, BO, CHEN, DEE, EVE, SECRET

pytestmark = pytest.mark.asyncio

NOISE = places.Noise(b"a key that only the tests know ....")
HERE, FAR = geo.snap(31.2304, 121.4737), geo.snap(31.2304, 121.60)


async def test_shares_go_in_the_order_of_coming_and_the_end_is_proved(party: Party, tx: Tx) -> None:
    envelope_id = await party.give(tx)
    with pytest.raises(EnvelopeNotFound):
        await show_proof(tx, envelope_id)
    everybody = [CHEN, ANN, DEE, BO]
    claims = [party.claim(envelope_id, who) for who in everybody]
    first = await party.claim_all(tx, claims[:1])
    answers = [*first, *await party.claim_all(tx, claims[1:])]
    taken = [one for one in answers if isinstance(one, Taken)]
    assert [one.place for one in taken] == [0, 1, 2, 3]
    assert sum(one.fen for one in taken) == 1_000
    assert [await party.wallet(tx, who) for who in everybody] == [one.fen for one in taken]
    assert await party.inside(tx, envelope_id) == 0
    view = await party.see(tx, envelope_id, BO)
    assert view.mine is not None
    assert (view.state, view.taken, view.taken_fen, view.mine.fen) == ("emptied", 4, 1_000, taken[3].fen)
    proof = await show_proof(tx, envelope_id)
    terms = Terms(envelope_id, "lucky", 1_000, 4)
    made = splits.split(bytes.fromhex(proof.seed), terms)
    assert (proof.shares, proof.best) == (made.shares, made.best)
    assert made.shares == [one.fen for one in taken]
    assert splits.commitment(bytes.fromhex(proof.seed), terms).hex() == view.commitment == proof.commitment
    assert view.best is not None
    assert made.best is not None
    assert (view.best.person.person_id, view.best.fen) == (everybody[made.best], max(made.shares))
    page = await show_shares(tx, party.policy, envelope_id, ANN, limit=3, after=None, now=party.now)
    rest = await show_shares(tx, party.policy, envelope_id, ANN, limit=3, after=page.next, now=party.now)
    assert [one.person.person_id for one in (*page.items, *rest.items)] == everybody
    assert [one.best for one in (*page.items, *rest.items)].index(True) == made.best


async def test_a_history_is_of_all_years_or_of_one(party: Party, tx: Tx) -> None:
    envelope_id = await party.give(tx)
    await party.open(tx, envelope_id, BO)
    year = people.day_of(party.now).year
    for who, side in ((ANN, "sent"), (BO, "received")):
        for wanted, expected in ((None, [envelope_id]), (year, [envelope_id]), (year - 1, []), (year + 1, [])):
            page = await list_envelopes(tx, who, side, year=wanted, limit=10, after=None, now=party.now)
            assert [one.envelope_id for one in page.items] == expected


async def test_an_answer_stays_true(party: Party, tx: Tx) -> None:
    envelope_id = await party.give(tx, count=2)
    first = await party.open(tx, envelope_id, BO)
    assert await party.open(tx, envelope_id, BO) == first
    twice = await party.claim_all(tx, [party.claim(envelope_id, who) for who in (CHEN, CHEN, DEE)])
    assert twice[0] == twice[1]
    assert isinstance(twice[2], AllTaken)
    with pytest.raises(AllTaken):
        await party.open(tx, envelope_id, DEE)
    assert await party.open(tx, envelope_id, BO) == first
    assert await party.wallet(tx, BO) == first.fen


async def test_refusals_in_order(party: Party, tx: Tx) -> None:
    envelope_id = await party.give(tx, kind="exclusive", count=1, for_id=BO)
    with pytest.raises(EnvelopeNotFound):
        await party.open(tx, envelope_id, EVE)
    for who in (ANN, CHEN):
        with pytest.raises(NotForYou):
            await party.open(tx, envelope_id, who)
    party.later(hours=25)
    with pytest.raises(EnvelopeOver):
        await party.open(tx, envelope_id, BO)
    party.later(hours=-25)
    mine = await party.open(tx, envelope_id, BO)
    party.later(hours=25)
    assert await party.open(tx, envelope_id, BO) == mine


async def test_nothing_is_taken_across_a_block(party: Party, tx: Tx) -> None:
    between = await party.give(tx, conversation_id=party.pair, count=1)
    among_many = await party.give(tx)
    await people.block(tx, people.Blocked(), BO, ANN, party.now)
    with pytest.raises(EnvelopeNotFound):
        await party.open(tx, between, BO)
    assert await party.open(tx, among_many, BO)


async def test_one_device_takes_one_share(party: Party, tx: Tx) -> None:
    envelope_id = await party.give(tx)
    await party.open(tx, envelope_id, BO, device=7)
    [dee, chen] = await party.claim_all(
        tx, [party.claim(envelope_id, DEE, device=7), party.claim(envelope_id, CHEN, device=8)]
    )
    assert isinstance(dee, LinkedAccount)
    assert isinstance(chen, Taken)
    query = "SELECT kind, person_id FROM envelope_brake WHERE envelope_id = %s"
    assert await (await tx.execute(query, [envelope_id])).fetchall() == [("linked", DEE)]
    assert await party.open(tx, envelope_id, DEE)


async def test_a_password_is_tried_so_often_and_no_more(party: Party, tx: Tx) -> None:
    party.policy = Policy(password_tries=2)
    envelope_id = await party.give(tx, password="Tiger 虎")
    for left in (1, 0):
        with pytest.raises(WrongPassword) as refused:
            await party.open(tx, envelope_id, BO, "lion")
        assert refused.value.facts == {"left": left}
    with pytest.raises(TooManyPasswords):
        await party.open(tx, envelope_id, BO, "tiger虎")
    assert await party.open(tx, envelope_id, CHEN, " ＴＩＧＥＲ虎")
    with pytest.raises(WrongPassword):
        await party.open(tx, envelope_id, DEE)


async def test_a_place_opens_for_who_is_found_near_it(party: Party, tx: Tx) -> None:
    party.policy = Policy(place_tries=2)
    for who, cell in ((ANN, HERE), (BO, HERE), (CHEN, FAR)):
        await places.set_nearby(tx, SECRET, who, places.NearbyForm(sharing=True), party.now)
        await places.check_in(tx, NOISE, places.Policy(), [places.Fix(who, cell, party.now)])
    # Noise may put two neighbours so far apart.
    party.policy = Policy(place_tries=2, place_steps=2)
    envelope_id = await party.give(tx, here=True)
    assert (await party.see(tx, envelope_id, CHEN)).place
    assert await party.open(tx, envelope_id, BO)
    for who in (CHEN, CHEN, DEE):
        with pytest.raises(NotHere):
            await party.open(tx, envelope_id, who)
    with pytest.raises(TooManyPlaces):
        await party.open(tx, envelope_id, CHEN)
    query = "SELECT state FROM envelope_state WHERE envelope_id = %s"
    assert await (await tx.execute(query, [envelope_id])).fetchall() == [("open",)]


async def test_much_money_for_somebody_new_opens_a_day_later(party: Party, tx: Tx) -> None:
    party.policy = Policy(new_person_fen=1_500)
    small = await party.give(tx, conversation_id=party.pair, count=1)
    much = await party.give(tx, kind="exclusive", count=1, for_id=BO)
    assert await party.open(tx, small, BO)
    view = await party.see(tx, much, BO)
    assert (view.held, view.may_open) == (True, True)
    with pytest.raises(HeldBack) as refused:
        await party.open(tx, much, BO)
    party.later(seconds=int(refused.value.facts["retry_after"]))
    assert await party.open(tx, much, BO)
    again = await party.give(tx, kind="exclusive", count=1, fen=2_000, for_id=BO)
    assert await party.open(tx, again, BO)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.lists(st.sampled_from([ANN, BO, CHEN, DEE, EVE]), min_size=1, max_size=12),
    cuts=st.sets(st.integers(1, 11)),
    count=st.integers(1, 4),
)
async def test_any_order_in_any_batches(
    party: Party, tx: Tx, order: list[people.PersonId], cuts: set[int], count: int
) -> None:
    """Whatever goes together: members get the shares in the order in which they first came."""
    envelope_id = await party.give(tx, count=count, fen=count * 100)
    claims = [party.claim(envelope_id, who) for who in order]
    edges = [0, *sorted(cut for cut in cuts if cut < len(claims)), len(claims)]
    answers = [
        answer for begin, over in itertools.pairwise(edges) for answer in await party.claim_all(tx, claims[begin:over])
    ]
    came = list(dict.fromkeys(who for who in order if who != EVE))
    for who, answer in zip(order, answers, strict=True):
        if who == EVE:
            assert isinstance(answer, EnvelopeNotFound)
        elif came.index(who) < count:
            assert isinstance(answer, Taken)
            assert answer.place == came.index(who)
        else:
            assert isinstance(answer, AllTaken)
    view = await party.see(tx, envelope_id)
    assert view.taken == min(count, len(came))
    assert await party.inside(tx, envelope_id) == count * 100 - view.taken_fen
    party.later(days=1)
