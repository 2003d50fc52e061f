"""Going on after a revision, and leafing back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.chat.card import between
from kith.chat.list_chats import list_chats
from kith.chat.policy import Policy
from kith.chat.quote import quote
from kith.chat.read_messages import read_messages
from kith.chat.tests.hall import Hall
from kith.chat.words import WordsNotAllowed, check_words, links
from kith.chat.write_cards import write_cards
from kith.kit import ids
from tests.cast import ANN, BO, CHEN, DEE

pytestmark = pytest.mark.asyncio

POLICY = Policy(blocked_domains=("evil.example", "坏.cn"), blocked_words=("spam", "代购", " "))


async def test_leafing_back_and_going_on_meet_without_gap_or_repetition(hall: Hall) -> None:
    pair = await hall.pair(BO, CHEN)
    for number in range(5):
        await hall.say(pair, (BO, CHEN)[number % 2], str(number))

    async def read(limit: int, *, after: int | None = None, before: int | None = None) -> tuple[list[str], int, bool]:
        page = await read_messages(
            hall.tx, hall.policy, pair, CHEN, since=after, before=before, most=limit, now=hall.now
        )
        assert {card.person_id for card in page.people} == {one.sender_id for one in page.items}
        return [one.body for one in page.items], page.revision, page.more

    assert await read(2) == (["4", "3"], 5, True)
    assert await read(2, before=4) == (["2", "1"], 5, True)
    assert await read(2, before=2) == (["0"], 5, False)
    assert await read(2, after=0) == (["0", "1"], 2, True)
    assert await read(2, after=2) == (["2", "3"], 4, True)
    assert await read(2, after=4) == (["4"], 5, False)
    assert await read(2, after=5) == ([], 5, False)
    assert await read(2, after=77) == ([], 77, False)


async def test_lists_have_the_newest_first_and_pages_fit_together(hall: Hall) -> None:
    await hall.enter(DEE)
    pairs = [(await hall.write(BO, other)).conversation_id for other in (ANN, CHEN, DEE)]
    await hall.say(pairs[0], BO)
    found, after = [], None
    for _ in range(3):
        page = await list_chats(hall.tx, hall.policy, BO, "chats", limit=1, after=after, now=hall.now)
        found += [(chat.conversation_id, chat.person.nickname if chat.person else "") for chat in page.items]
        after = page.next
    assert found == [(pairs[0], "Ann"), (pairs[2], "Dee"), (pairs[1], "Chen")]


async def test_who_shows_something_has_read_it(hall: Hall) -> None:
    await write_cards(hall.tx, [between(BO, CHEN, "gift", ids.new(hall.now), hall.now)])
    assert [await hall.unread(who) for who in (BO, CHEN)] == [(0, 0), (1, 0)]


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("see https://kith.example/a?b=c.", ["https://kith.example/a?b=c"]),
        ("😀 http://a.cn，好 (https://b.cn)", ["http://a.cn", "https://b.cn"]),
        ("https://evil.example/x https://sub.EVIL.example. https://notevil.example", ["https://notevil.example"]),
        ("https://evil.example.", []),
        ("https://ｅｖｉｌ.example/ https://坏.cn https://xn--7es.cn", []),
        ("https://good.example@evil.example https://evil%2eexample https://evil.example:443", []),
        ("https://evil.example\\@good.example", []),
        ("https:// https://[ http://a:b", []),
        ("javascript://alert(1) ftp://a.cn nothing", []),
    ],
)
async def test_links_are_told_and_blocked_ones_stay_text(text: str, linked: list[str]) -> None:
    units = text.encode("utf-16-le")
    assert [units[2 * one.start : 2 * one.end].decode("utf-16-le") for one in links(text, POLICY)] == linked


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([*"aé.:/@%[]#?!) 好。😀-\\", "https://"]), max_size=40))
async def test_links_never_overlap_nor_leave_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = links(text, POLICY)
    places = [place for one in found for place in (one.start, one.end)]
    assert places == sorted(places)
    assert not places or 0 <= places[0] <= places[-1] <= len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("text", ["spam", "SPAM!", "a ｓｐａｍ", "找我代购", "代 购"])
async def test_words_are_found_however_they_are_written(text: str) -> None:
    with pytest.raises(WordsNotAllowed):
        check_words(text, POLICY)


@pytest.mark.parametrize("text", ["spamming", "s pam", "代，购", ""])
async def test_other_words_pass(text: str) -> None:
    check_words(text, POLICY)


async def test_a_report_gets_what_the_other_wrote_and_the_reporter_can_read(hall: Hall) -> None:
    pair = await hall.pair(BO, CHEN)
    for who, words in ((BO, "nasty"), (CHEN, "mine"), (BO, "nastier")):
        await hall.say(pair, who, words)
    said = await quote(hall.tx, CHEN, BO, pair, [1, 2, 3, 4])
    assert said
    assert [line.split("] ")[1] for line in said.split("\n")] == ["nasty", "nastier"]
    assert await quote(hall.tx, CHEN, BO, pair, [2]) is None
    assert await quote(hall.tx, ANN, BO, pair, [1]) is None
