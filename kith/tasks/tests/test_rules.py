"""The rules of tasks, held to what they say, for whatever numbers."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kith import chat, people
from kith.people.person import Profile
from kith.tasks import invited as inviteds
from kith.tasks import programme as programmes
from kith.tasks.invite import new_code
from kith.tasks.policy import Policy
from kith.tasks.programme import NewProgramme, Programme, ProgrammeId
from kith.tasks.streak import streak
from kith.tasks.task import profile_progress, welcome_progress
from tests.cast import ANN, BIRTHDAY, CAST

POLICY = Policy()
START = date(2026, 11, 1)
NOON = datetime(2026, 11, 1, 4, tzinfo=UTC)


def day(number: int) -> date:
    return START + timedelta(days=number)


@given(st.sets(st.integers(0, 40)), st.integers(0, 40))
def test_a_streak_is_what_a_calendar_shows(checked: set[int], today: int) -> None:
    found = streak({day(number) for number in checked}, START, day(today))
    row = "".join("x" if number in checked else " " for number in range(today + 1))
    runs = [len(run) for run in row.split()]
    assert found.best == max(runs, default=0)
    assert found.today == row.endswith("x")
    going = row if row.endswith("x") else row[:-1]
    assert found.now == (len(going.split()[-1]) if going.endswith("x") else 0)


@given(st.sets(st.integers(0, 40)), st.integers(0, 20), st.integers(20, 40))
def test_what_was_before_or_is_after_does_not_count(checked: set[int], since: int, today: int) -> None:
    days = {day(number) for number in checked}
    among = {one for one in days if day(since) <= one <= day(today)}
    assert streak(days, day(since), day(today)) == streak(among, START, day(today))


@given(st.sets(st.integers(1, 30)), st.integers(0, 23))
def test_a_friend_stays_who_is_here_on_five_days_of_thirteen(days: set[int], hours: int) -> None:
    joined = NOON + timedelta(hours=hours)
    bits = 0
    for number in days:
        moment = people.start_of(people.day_of(joined) + timedelta(days=number - 1)) + timedelta(hours=12)
        bits |= inviteds.day_bit(joined, max(moment, joined), POLICY)
    assert inviteds.stays(bits, POLICY) == (len(days & set(range(2, 15))) >= 5)


@given(
    st.sets(st.sampled_from(CAST[1:]), max_size=7),
    st.sets(st.sampled_from(list(combinations(CAST, 2))), max_size=6),
    st.sets(st.sampled_from(CAST[1:]), max_size=3),
)
def test_a_welcome_comes_from_three_who_have_nothing_to_do_with_each_other(
    answerers: set[people.PersonId],
    pairs: set[tuple[people.PersonId, people.PersonId]],
    apart: set[people.PersonId],
) -> None:
    linked = {frozenset(pair) for pair in pairs}
    met = chat.Welcome(chat.ConversationId(UUID(int=1)), NOON, NOON, list(answerers))
    done = welcome_progress([met], ANN, linked, apart, POLICY).done
    able = {one for one in answerers if one not in apart and frozenset((ANN, one)) not in linked}
    alone = {one for one in able if not any(frozenset((one, other)) in linked for other in able)}
    assert min(len(alone), 3) <= done <= min(len(able), 3)
    if done == 3:
        assert any(
            not any(frozenset(pair) in linked for pair in combinations(three, 2)) for three in combinations(able, 3)
        )


def test_one_friend_with_many_accounts_welcomes_once() -> None:
    linked = {frozenset(pair) for pair in combinations(CAST[1:], 2)}
    met = chat.Welcome(chat.ConversationId(UUID(int=1)), NOON, NOON, list(CAST[1:]))
    assert welcome_progress([met], ANN, linked, (), POLICY).done == 1


def test_groups_do_not_add_up() -> None:
    met = [chat.Welcome(chat.ConversationId(UUID(int=n)), NOON, NOON, [one]) for n, one in enumerate(CAST[1:5], 1)]
    assert welcome_progress(met, ANN, (), (), POLICY).done == 1


@given(st.booleans(), st.sampled_from(["", " ", "I row"]), st.sampled_from([[], ["rowing"]]))
def test_a_profile_is_finished_with_a_photo_words_and_an_interest(photo: bool, bio: str, interests: list[str]) -> None:
    profile = Profile("Ann", BIRTHDAY, "unsaid", bio, interests)
    progress = profile_progress(people.Myself(ANN, True, 36, profile, ["ab"] if photo else []))
    missing = {"photo": not photo, "bio": not bio.strip(), "interests": not interests}
    assert progress.missing == [part for part, lacks in missing.items() if lacks]
    assert progress.done == 3 - len(progress.missing)


@given(st.integers(1, 500), st.integers(1, 20), st.data())
def test_no_more_rewards_are_left_than_the_budget_and_the_number_allow(
    fen: int, most: int, data: st.DataObject
) -> None:
    budget = data.draw(st.integers(fen, fen * most))
    asked = NewProgramme(ProgrammeId(UUID(int=1)), "profile", fen, most, budget, NOON, NOON + timedelta(days=1))
    programmes.check(asked, replace(POLICY, reward_most_fen=500), NOON)
    paid = 0
    while programmes.left(_running(asked, paid), budget - paid * fen):
        paid += 1
    assert paid <= most
    assert paid * fen <= budget
    assert paid == most or budget - paid * fen < fen


def _running(asked: NewProgramme, paid: int) -> Programme:
    content = {name: getattr(asked, name) for name in NewProgramme.__struct_fields__}
    return Programme(**content, state="running", paid=paid, made_by="ops", made_at=NOON, moved_by="ops", moved_at=NOON)


def test_codes_are_long_and_each_is_new() -> None:
    codes = {new_code() for _ in range(1_000)}
    assert len(codes) == 1_000
    assert all(len(code) == 13 and code.isalnum() for code in codes)
