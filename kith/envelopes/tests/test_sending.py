"""What may be sent, and what becomes of it until it is open."""

from typing import Any

import pytest
from msgspec.structs import replace

from kith import chat, people
from kith.envelopes.envelope import EnvelopeNotFound
from kith.envelopes.lapse import lapse
from kith.envelopes.policy import Policy
from kith.envelopes.sending import (
    EnvelopeDiffers,
    ForWhom,
    NotAcquainted,
    OneShareForOne,
    OverDailyCeiling,
    SharesUneven,
    ShareTooLarge,
    ShareTooSmall,
    TooManyShares,
    TooManyUnpaidEnvelopes,
)
from kith.envelopes.tests.party import Party
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.places import NearbyOff
from tests.cast import ANN, BO, CHEN, DEE, EVE

pytestmark = pytest.mark.asyncio

REFUSED: dict[str, tuple[dict[str, Any], type[Refusal]]] = {
    "nowhere": ({"conversation_id": ids.new()}, chat.ConversationNotFound),
    "for nobody": ({"kind": "exclusive", "count": 1}, ForWhom),
    "for one, by luck": ({"for_id": BO}, ForWhom),
    "for oneself": ({"kind": "exclusive", "count": 1, "for_id": ANN}, ForWhom),
    "two shares for one": ({"kind": "exclusive", "count": 2, "for_id": BO}, OneShareForOne),
    "very many shares": ({"count": 101}, TooManyShares),
    "less than a fen a share": ({"count": 4, "fen": 3}, ShareTooSmall),
    "a large share": ({"count": 1, "fen": 20_001}, ShareTooLarge),
    "uneven": ({"kind": "equal", "count": 3}, SharesUneven),
    "for somebody who is not there": ({"kind": "exclusive", "count": 1, "for_id": EVE}, people.PersonNotFound),
    "bad words": ({"greeting": "this is spam"}, chat.WordsNotAllowed),
    "here, and nobody knows where": ({"here": True}, NearbyOff),
    "more than a day's": ({"count": 100, "fen": 500_001}, OverDailyCeiling),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_refusals_in_order(party: Party, tx: Tx, name: str) -> None:
    content, refusal = REFUSED[name]
    with pytest.raises(refusal):
        await party.send(tx, party.new(**content))


async def test_an_envelope_waits_for_its_payment_and_only_its_sender_sees_it(party: Party, tx: Tx) -> None:
    new = party.new(greeting="Happy new year", cover="dragon", password="tiger")
    sent = await party.send(tx, new)
    assert (sent.state, sent.from_me, sent.may_open, sent.taken) == ("unpaid", True, False, 0)
    assert (sent.fen, sent.count, sent.greeting, sent.cover, sent.password) == (
        1_000,
        4,
        "Happy new year",
        "dragon",
        True,
    )
    assert len(sent.commitment) == 64
    assert sent.seed is None
    with pytest.raises(EnvelopeNotFound):
        await party.see(tx, new.envelope_id, BO)
    assert await party.send(tx, new) == sent
    with pytest.raises(EnvelopeDiffers):
        await party.send(tx, replace(new, fen=1_001))
    with pytest.raises(EnvelopeDiffers):
        await party.send(tx, replace(new, password="lion"))
    with pytest.raises(EnvelopeDiffers):
        await party.send(tx, new, BO)
    assert await party.fund(tx, new.envelope_id)
    assert await party.inside(tx, new.envelope_id) == 1_000
    opened = await party.see(tx, new.envelope_id, BO)
    assert (opened.state, opened.may_open, opened.from_me, opened.charge_id) == ("open", True, False, None)
    assert opened.commitment == sent.commitment
    with pytest.raises(EnvelopeNotFound):
        await party.see(tx, new.envelope_id, EVE)


async def test_what_is_paid_too_late_is_not_taken(party: Party, tx: Tx) -> None:
    new = party.new()
    await party.send(tx, new)
    assert await lapse(tx, new.envelope_id, party.now)
    assert not await lapse(tx, new.envelope_id, party.now)
    assert not await party.fund(tx, new.envelope_id)
    assert (await party.see(tx, new.envelope_id)).state == "lapsed"


async def test_who_has_left_the_group_meanwhile_gets_the_money_back(party: Party, tx: Tx) -> None:
    new = party.new()
    await party.send(tx, new, BO)
    await tx.execute("DELETE FROM member WHERE person_id = %s AND conversation_id = %s", [BO, party.group])
    assert not await party.fund(tx, new.envelope_id)


async def test_two_who_know_each_other_send_one_share(party: Party, tx: Tx) -> None:
    with pytest.raises(OneShareForOne):
        await party.send(tx, party.new(conversation_id=party.pair))
    envelope_id = await party.give(tx, conversation_id=party.pair, count=1)
    view = await party.see(tx, envelope_id, BO)
    assert view.to is not None
    assert (view.to.person_id, view.may_open) == (BO, True)
    assert not (await party.see(tx, envelope_id)).may_open


async def test_nobody_sends_money_to_who_has_not_answered(party: Party, tx: Tx) -> None:
    pair = await chat.open_pair(tx, CHEN, DEE, party.now)
    with pytest.raises(NotAcquainted):
        await party.send(tx, party.new(conversation_id=pair, count=1), CHEN)


async def test_what_one_person_sends_in_a_day_and_leaves_unpaid_is_bounded(party: Party, tx: Tx) -> None:
    party.policy = Policy(daily_fen=2_500, unpaid_envelopes=2)
    await party.give(tx)
    await party.give(tx)
    with pytest.raises(OverDailyCeiling) as refused:
        await party.send(tx, party.new())
    assert refused.value.facts["left_fen"] == 500
    await party.send(tx, party.new(), BO)
    waiting = party.new()
    await party.send(tx, waiting, BO)
    with pytest.raises(TooManyUnpaidEnvelopes):
        await party.send(tx, party.new(fen=100), BO)
    await lapse(tx, waiting.envelope_id, party.now)
    await party.send(tx, party.new(), BO)
    party.later(days=1)
    await party.send(tx, party.new(), ANN)
