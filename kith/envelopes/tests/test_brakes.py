"""Brakes: a game for money is stopped, and New Year is not."""

import random
from collections import Counter

import pytest

from kith.envelopes import split as splits
from kith.envelopes.brake import Round, is_game
from kith.envelopes.envelope import EnvelopeId
from kith.envelopes.list_brakes import list_brakes
from kith.envelopes.policy import Policy
from kith.envelopes.sending import CoolingDown, OverDailyCeiling
from kith.envelopes.split import Terms
from kith.envelopes.tests.party import Party
from kith.kit import ids
from kith.kit.sql import Tx
from kith.people import PersonId
from tests.cast import ANN, BO, CHEN, DEE

EVERYBODY = (ANN, BO, CHEN, DEE)
POLICY = Policy()
EVENINGS = 300
"""New Year's Eves that are played."""


async def _play(party: Party, tx: Tx, sender: PersonId) -> PersonId:
    """One round, which everybody opens; who had the least of it."""
    envelope_id = await party.give(tx, sender)
    fens = {who: (await party.open(tx, envelope_id, who)).fen for who in EVERYBODY}
    return min(EVERYBODY, key=lambda who: (fens[who], -EVERYBODY.index(who)))


@pytest.mark.asyncio
async def test_a_game_cools_down_and_is_then_divided_evenly(party: Party, tx: Tx) -> None:
    loser = ANN
    for _ in range(POLICY.rounds - 1):
        loser = await _play(party, tx, loser)
    with pytest.raises(CoolingDown) as refused:
        await party.send(tx, party.new(), loser)
    assert refused.value.facts["minutes"] == POLICY.cool_minutes
    for who in EVERYBODY:
        with pytest.raises(CoolingDown):
            await party.send(tx, party.new(fen=99), who)
    assert not (await party.send(tx, party.new(kind="equal"), BO)).evened
    assert (await party.send(tx, party.new(conversation_id=party.pair, count=1), BO)).kind == "lucky"
    [pulled] = await list_brakes(tx, party.now.replace(year=2020), 10)
    assert (pulled.kind, pulled.conversation_id, pulled.person_id) == ("game", party.group, loser)
    party.later(minutes=POLICY.cool_minutes)
    evened = await party.send(tx, party.new(fen=1_003), loser)
    assert (evened.kind, evened.evened) == ("equal", True)
    party.later(hours=POLICY.even_hours)
    assert (await party.send(tx, party.new(), CHEN)).kind == "lucky"


@pytest.mark.asyncio
async def test_another_sender_amount_or_count_is_no_game(party: Party, tx: Tx) -> None:
    loser = ANN
    for _ in range(POLICY.rounds - 1):
        loser = await _play(party, tx, loser)
    winner = next(who for who in EVERYBODY if who != loser)
    for sender, other in ((winner, {}), (loser, {"fen": 1_001}), (loser, {"count": 3})):
        assert (await party.send(tx, party.new(**other), sender)).kind == "lucky"


@pytest.mark.asyncio
async def test_who_wants_to_send_too_much_leaves_a_trace(party: Party, tx: Tx) -> None:
    party.policy = Policy(daily_fen=500)
    for _ in range(2):
        with pytest.raises(OverDailyCeiling):
            await party.send(tx, party.new())
    assert [one.kind for one in await list_brakes(tx, party.now.replace(year=2020), 10)] == ["daily"]


def _evening(chance: random.Random, *, chain: bool) -> int:
    """How many envelopes of one evening in one group are braked.

    On an ordinary evening people send when they like, often the sums that bring luck; a chain is sent on by who lost.
    """
    people = [PersonId(ids.new()) for _ in range(chance.randint(4, 20))]
    rounds: list[Round] = []
    braked = 0
    sender = chance.choice(people)
    for number in range(chance.randint(5, 40)):
        fen, count = (888, len(people)) if chain else (chance.choice((666, 888, 888, 1_688, 2_000)), len(people))
        if is_game(rounds, sender, fen, count, POLICY):
            braked += 1
            rounds.clear()
        seed = chance.randbytes(32)
        shares = splits.split(seed, Terms(ids.new(), "lucky", fen, count)).shares
        order = chance.sample(people, count)
        least = min(range(count), key=lambda place: (shares[place], -place))
        rounds.insert(0, Round(EnvelopeId(ids.new()), sender, order[least], fen, count))
        sender = order[least] if chain else chance.choice(people)
        del number
    return braked


def test_new_year_in_ordinary_groups_is_left_in_peace() -> None:
    chance = random.Random("new year")
    braked = Counter(_evening(chance, chain=False) for _ in range(EVENINGS))
    assert sum(times for braked_then, times in braked.items() if braked_then) <= EVENINGS // 100
    assert all(_evening(chance, chain=True) for _ in range(10))
