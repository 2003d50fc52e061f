"""What giver and recipient, asker and payer find of a gift in their conversation, and who is reminded of it."""

import pytest

from kith import chat, gifts, people
from kith.chat.conversation import pair_id
from kith.gifts.ask import ask_id
from kith.gifts.tests.town import Town
from tests.cast import ANN, BO, CHEN, DEE

pytestmark = pytest.mark.asyncio

Seen = list[tuple[str, people.PersonId, str]]


async def talk(town: Town, one: people.PersonId, other: people.PersonId) -> tuple[Seen, int]:
    """The cards between two, with who posted them, and how often something of it changed; the same for both."""
    found: list[tuple[Seen, int]] = []
    for who in (one, other):
        async with town.db.transaction() as tx:
            try:
                page = await chat.read_messages(
                    tx, chat.Policy(), pair_id(one, other), who, since=0, before=None, most=100, now=town.now
                )
            except chat.ConversationNotFound:
                found.append(([], 0))
                continue
        by_seq = sorted(page.items, key=lambda each: each.seq)
        assert {each.kind for each in by_seq} <= {"card"}
        found.append(([(each.body, each.sender_id, each.ref or "") for each in by_seq], page.revision))
    assert found[0] == found[1]
    return found[0]


async def reminders(town: Town) -> dict[people.PersonId, int]:
    """How often each was reminded."""
    async with town.db.transaction() as tx:
        cursor = await tx.execute(
            "SELECT person_id, count(*) FROM event WHERE kind = 'gift_reminder' GROUP BY person_id"
        )
        return {people.PersonId(person): count for person, count in await cursor.fetchall()}


async def test_a_card_is_posted_with_the_offer_and_moves_on_with_what_the_giver_sees(town: Town) -> None:
    gift_id = await town.give()
    assert await talk(town, ANN, BO) == ([], 0)
    await town.pay(gift_id)
    card = ("gift", ANN, str(gift_id))
    assert await talk(town, ANN, BO) == ([card], 1)
    await town.open(gift_id)
    assert await talk(town, ANN, BO) == ([card], 1)
    await town.accept(gift_id)
    assert await talk(town, ANN, BO) == ([card], 2)
    await town.ship(gift_id)
    assert await talk(town, ANN, BO) == ([card], 2)
    await town.sweep(days=1)
    assert await talk(town, ANN, BO) == ([card], 3)
    await town.confirm(gift_id)
    await town.thank(gift_id)
    assert await talk(town, ANN, BO) == ([card, ("thanks", BO, str(gift_id))], 4)
    await town.sweep(days=1)
    assert await talk(town, ANN, BO) == ([card, ("thanks", BO, str(gift_id))], 5)


@pytest.mark.parametrize("quietly", [False, True])
async def test_one_that_is_not_taken_up_moves_on_when_its_window_is_over(town: Town, *, quietly: bool) -> None:
    gift_id = await town.offered()
    if quietly:
        await town.decline(gift_id)
    revisions = []
    for _ in range(4):
        revisions.append((await talk(town, ANN, BO))[1])
        await town.sweep(hours=23)
    assert revisions == [1, 1, 1, 1]
    assert await talk(town, ANN, BO) == ([("gift", ANN, str(gift_id))], 2)
    assert await reminders(town) == ({} if quietly else {BO: 2})


async def test_a_window_of_a_day_has_one_reminder_and_an_answer_ends_them(town: Town) -> None:
    await town.offered(window_days=1)
    await town.sweep(hours=13)
    await town.sweep(hours=8)
    assert await reminders(town) == {BO: 1}
    await town.accept(await town.offered(CHEN))
    await town.sweep(days=2)
    assert await reminders(town) == {BO: 1}


async def test_nothing_names_who_gives_without_a_name_nor_tells_what_she_does_with_it(town: Town) -> None:
    gift_id = await town.offered(anonymous=True)
    await town.open(gift_id)
    await town.accept(gift_id)
    await town.thank(gift_id)
    await town.sweep(days=1)
    assert await talk(town, ANN, BO) == ([], 0)


async def test_one_that_a_block_keeps_away_is_not_there(town: Town) -> None:
    gift_id = await town.give()
    await town.block(BO, ANN)
    await town.pay(gift_id)
    await town.sweep(days=4)
    assert await talk(town, ANN, BO) == ([], 0)


async def test_who_is_asked_to_pay_finds_it_in_the_conversation_with_the_asker(town: Town) -> None:
    for friend in (CHEN, DEE):
        await town.befriend(ANN, friend)
    gift_id = await town.collect()
    await town.ask(gift_id, CHEN)
    token = await town.link(gift_id)
    await town.come(token, DEE)
    asked = ("ask", ANN, str(ask_id(gift_id, CHEN)))
    assert (await talk(town, ANN, CHEN), await talk(town, ANN, DEE)) == (([asked], 1), ([], 0))
    await town.dismiss(gift_id, CHEN)
    assert await talk(town, ANN, CHEN) == ([asked], 1)
    await town.pay_part(gift_id, DEE, 1_000)
    assert (await talk(town, ANN, CHEN), await talk(town, ANN, DEE)) == (([asked], 2), ([], 0))
    async with town.db.transaction() as tx:
        await gifts.withdraw(tx, gift_id, ANN, town.now)
    assert await talk(town, ANN, CHEN) == ([asked], 3)
