"""Programmes and tasks from beginning to end: what is paid, what is refused, and what is kept."""

from datetime import timedelta
from uuid import UUID

import pytest

from kith import people, promotions
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.tasks.forget_person import forget_person
from kith.tasks.invite import InviteNotFound
from kith.tasks.invited import InvitedFriend
from kith.tasks.list_friends import list_friends
from kith.tasks.note_seen import note_seen
from kith.tasks.pause import pause
from kith.tasks.programme import (
    BadProgramme,
    KindRunning,
    ProgrammeDiffers,
    ProgrammeId,
    RewardsUsedUp,
    TaskNotFound,
    TaskOver,
    TaskPaused,
)
from kith.tasks.report import report
from kith.tasks.resume import resume
from kith.tasks.reward import EnoughFriends, NotDoneYet, RewardedBefore
from kith.tasks.show_inviter import show_inviter
from kith.tasks.standing import table
from kith.tasks.start import start
from kith.tasks.stop import stop
from kith.tasks.streak import NoCheckIns
from kith.tasks.tests.fair import FEN, Fair
from tests.cast import ANN, BO, CHEN, DEE, EVE, FAY, GAO

NOWHERE = ProgrammeId(UUID(int=7))


async def friends(fair: Fair) -> list[InvitedFriend]:
    return (await list_friends(fair.tx, ANN, after=None, limit=20, now=fair.now)).items


async def test_a_profile_that_says_something_is_rewarded_once(fair: Fair) -> None:
    programme = await fair.start("profile")
    task = await fair.task(ANN)
    assert (task.state, task.progress.done, task.progress.missing) == ("open", 0, ["photo", "bio", "interests"])
    with pytest.raises(NotDoneYet):
        await fair.collect(programme.programme_id, ANN)
    await fair.finish(ANN)
    assert (await fair.task(ANN)).state == "ready"
    first = await fair.collect(programme.programme_id, ANN)
    assert (first.state, first.collected_fen, first.left) == ("collected", FEN, 9)
    await fair.tx.execute("DELETE FROM photo")
    assert await fair.collect(programme.programme_id, ANN) == first
    assert (await fair.wallet(ANN), await fair.left(programme.programme_id)) == (FEN, 9 * FEN)


async def test_whoever_joins_again_with_the_same_number_was_rewarded_before(fair: Fair) -> None:
    programme = await fair.start("profile")
    await fair.finish(ANN)
    await fair.collect(programme.programme_id, ANN)
    await fair.finish(BO)
    key = await fair.tx.execute("SELECT phone_key FROM person WHERE person_id = %s", [ANN])
    row = await key.fetchone()
    assert row is not None
    await fair.tx.execute("UPDATE person SET phone_key = NULL WHERE person_id = %s", [ANN])
    await fair.tx.execute("UPDATE person SET phone_key = %s WHERE person_id = %s", [row[0], BO])
    with pytest.raises(RewardedBefore):
        await fair.collect(programme.programme_id, BO)


async def test_seven_days_in_a_row(fair: Fair) -> None:
    with pytest.raises(NoCheckIns):
        await fair.check_in(ANN)
    programme = await fair.start("check_in")
    seen: list[int] = []
    for number in range(9):
        if number != 1:
            task = await fair.check_in(ANN)
            assert await fair.check_in(ANN) == task
            assert task.progress.today
            seen.append(task.progress.done)
        fair.later(days=1)
    assert seen == [1, 1, 2, 3, 4, 5, 6, 7]
    fair.later(days=3)
    assert (await fair.task(ANN)).state == "ready"
    assert (await fair.collect(programme.programme_id, ANN)).state == "collected"
    assert (await fair.task(BO)).progress.done == 0


async def test_days_count_while_the_task_rests(fair: Fair) -> None:
    programme = await fair.start("check_in")
    await pause(fair.tx, programme.programme_id, "ops", fair.now)
    for _ in range(7):
        await fair.check_in(ANN)
        fair.later(days=1)
    assert (await fair.task(ANN)).state == "paused"
    await resume(fair.tx, programme.programme_id, "ops", fair.now)
    assert (await fair.task(ANN)).state == "ready"


async def test_three_older_members_of_a_group_answer(fair: Fair) -> None:
    programme = await fair.start("welcome")
    group_id = await fair.group(ANN, BO, CHEN, DEE)
    assert (await fair.task(EVE)).progress.missing == ["join_group", "say_hello"]
    await fair.say(group_id, ANN)
    await fair.join(group_id, EVE)
    await fair.join(group_id, FAY)
    await fair.say(group_id, ANN, BO)
    assert (await fair.task(EVE)).progress.missing == ["say_hello"]
    await fair.say(group_id, EVE, ANN, ANN, FAY, BO)
    assert (await fair.task(EVE)).progress.done == 2
    await fair.sign_in(BO, device=5)
    await fair.sign_in(CHEN, device=5)
    await fair.say(group_id, CHEN)
    assert (await fair.task(EVE)).progress.done == 2
    await fair.say(group_id, DEE)
    assert (await fair.task(EVE)).progress.done == 3
    assert (await fair.collect(programme.programme_id, EVE)).state == "collected"
    assert (await fair.task(ANN)).progress.done == 0


async def test_a_day_later_is_no_welcome(fair: Fair) -> None:
    await fair.start("welcome")
    group_id = await fair.group(ANN, BO, CHEN)
    await fair.join(group_id, EVE)
    await fair.say(group_id, EVE, ANN, BO)
    fair.later(hours=24)
    await fair.say(group_id, CHEN)
    assert (await fair.task(EVE)).progress.done == 2


async def test_a_friend_who_stays(fair: Fair) -> None:
    programme = await fair.start("friend")
    me = await fair.come(BO, await fair.code(ANN))
    await fair.be_here(me, 4)
    assert (await fair.task(ANN)).state == "open"
    with pytest.raises(NotDoneYet):
        await fair.collect(programme.programme_id, ANN)
    await fair.be_here(me, 1)
    assert (await fair.task(ANN)).state == "ready"
    assert [one.state for one in await friends(fair)] == ["stays"]
    task = await fair.collect(programme.programme_id, ANN)
    assert (task.collected, task.month_left, task.state) == (1, 9, "open")
    with pytest.raises(NotDoneYet):
        await fair.collect(programme.programme_id, ANN)
    assert [one.state for one in await friends(fair)] == ["rewarded"]
    assert await fair.wallet(ANN) == FEN


async def test_who_does_not_count_as_a_friend(fair: Fair) -> None:
    await fair.start("friend")
    code = await fair.code(ANN)
    await fair.sign_in(ANN, device=1)
    same_device = await fair.come(BO, code, device=1)
    later_on_it = await fair.come(CHEN, code)
    blocks = await fair.come(DEE, code)
    await fair.come(FAY, "nonsense")
    for _ in range(13):
        now = fair.later(days=1)
        for me in (same_device, later_on_it, blocks):
            await note_seen(fair.tx, me, now, policy=fair.policy)
        await fair.sign_in(CHEN, device=1)
    await people.block(fair.tx, people.Blocked(), DEE, ANN, fair.now)
    assert (await fair.task(ANN)).progress.done == 0
    assert {one.person.person_id for one in await friends(fair)} == {BO, CHEN}


async def test_the_first_day_and_those_after_two_weeks_do_not_count(fair: Fair) -> None:
    await fair.start("friend")
    me = await fair.come(BO, await fair.code(ANN))
    await fair.be_here(me, 4)
    fair.later(days=10)
    await fair.be_here(me, 5)
    assert [one.state for one in await friends(fair)] == ["joined"]


async def test_for_so_many_friends_a_month(fair: Fair) -> None:
    fair.policy = type(fair.policy)(friends_a_month=2)
    programme = await fair.start("friend")
    code = await fair.code(ANN)
    for friend in (BO, CHEN, DEE):
        await fair.be_here(await fair.come(friend, code), 5)
    task = await fair.collect(programme.programme_id, ANN)
    assert (task.collected, task.month_left, task.state) == (2, 0, "open")
    with pytest.raises(EnoughFriends):
        await fair.collect(programme.programme_id, ANN)


async def test_the_last_that_does_not_fit_is_refused(fair: Fair) -> None:
    programme = await fair.start("profile", budget_fen=2 * FEN + 1)
    for person in (ANN, BO, CHEN):
        await fair.finish(person)
    await fair.collect(programme.programme_id, ANN)
    assert (await fair.collect(programme.programme_id, BO)).left == 0
    assert (await fair.task(CHEN)).state == "used_up"
    with pytest.raises(RewardsUsedUp):
        await fair.collect(programme.programme_id, CHEN)
    assert await fair.left(programme.programme_id) == 1


async def test_who_may_not_collect(fair: Fair) -> None:
    with pytest.raises(TaskNotFound):
        await fair.collect(NOWHERE, ANN)
    programme = await fair.start("profile", starts_at=fair.now + timedelta(days=1))
    with pytest.raises(TaskNotFound):
        await fair.collect(programme.programme_id, ANN)
    fair.later(days=1)
    await pause(fair.tx, programme.programme_id, "ops", fair.now)
    with pytest.raises(TaskPaused):
        await fair.collect(programme.programme_id, ANN)
    await resume(fair.tx, programme.programme_id, "ops", fair.now)
    with pytest.raises(NotDoneYet):
        await fair.collect(programme.programme_id, ANN)
    assert await stop(fair.tx, programme.programme_id, "ops", fair.now)
    for _ in range(2):
        with pytest.raises(TaskOver):
            await fair.collect(programme.programme_id, ANN)
        fair.later(days=2)
    assert (await fair.task(ANN)).state == "over"


async def test_the_rest_goes_back_when_it_is_stopped(fair: Fair) -> None:
    before = await fair.free()
    programme = await fair.start("profile")
    assert await fair.free() == before - 10 * FEN
    await fair.finish(ANN)
    await fair.collect(programme.programme_id, ANN)
    assert await stop(fair.tx, programme.programme_id, "ops", fair.now)
    assert not await stop(fair.tx, programme.programme_id, "ops", fair.now)
    assert (await fair.free(), await fair.left(programme.programme_id)) == (before - FEN, 0)
    found = await report(fair.tx, programme.programme_id)
    assert (found.people, found.paid_fen, found.programme.state) == (1, FEN, "stopped")
    day = people.day_of(fair.now).isoformat()
    assert table(found).decode().splitlines() == ["day,people,rewards,yuan", f"{day},1,1,3.00"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"fen": 20_001, "budget_fen": 20_001},
        {"budget_fen": FEN - 1},
        {"budget_fen": 10 * FEN + 1},
        {"ends_at": None},
    ],
)
async def test_what_makes_no_programme(fair: Fair, wrong: dict[str, object]) -> None:
    if "ends_at" in wrong:
        wrong = {"ends_at": fair.now, "starts_at": fair.now - timedelta(days=1)}
    with pytest.raises(BadProgramme):
        await fair.start("profile", **wrong)


async def test_starting_twice_and_starting_another(fair: Fair) -> None:
    asked = fair.new("profile")
    first = await start(fair.tx, fair.policy, asked, "ops", fair.now)
    assert await start(fair.tx, fair.policy, asked, "other", fair.later()) == first
    refused: list[tuple[type[Refusal], dict[str, object]]] = [
        (ProgrammeDiffers, {"programme_id": first.programme_id, "most": 11}),
        (KindRunning, {}),
    ]
    for refusal, other in refused:
        with pytest.raises(refusal):
            await fair.start("profile", **other)
    with pytest.raises(promotions.PromotionTooSmall):
        await fair.start("check_in", most=100, budget_fen=100 * FEN)


async def test_in_custody_of_a_provider_it_is_sent_on(fair: Fair) -> None:
    fair.custody = "provider"
    programme = await fair.start("profile")
    await fair.finish(ANN)
    await fair.collect(programme.programme_id, ANN)
    rows = await fair.tx.execute("SELECT person_id FROM wallet_due")
    assert [row[0] for row in await rows.fetchall()] == [ANN]


async def test_an_invitation_shows_a_name_and_a_face(fair: Fair) -> None:
    code = await fair.code(ANN)
    assert await fair.code(ANN) == code
    shown = await show_inviter(fair.tx, code, fair.now)
    assert (shown.nickname, shown.picture_id) == ("Ann", None)
    with pytest.raises(InviteNotFound):
        await show_inviter(fair.tx, ids.new().hex, fair.now)
    await forget_person(fair.tx, ANN, fair.now)
    with pytest.raises(InviteNotFound):
        await show_inviter(fair.tx, code, fair.now)


async def test_of_who_leaves_only_the_books_remain(fair: Fair) -> None:
    programme = await fair.start("friend")
    await fair.be_here(await fair.come(BO, await fair.code(ANN)), 5)
    await fair.collect(programme.programme_id, ANN)
    await fair.come(GAO, await fair.code(BO))
    await forget_person(fair.tx, BO, fair.now)
    assert await friends(fair) == []
    await forget_person(fair.tx, ANN, fair.now)
    for name in ("invited", "invite", "invite_code", "check_in"):
        rows = await fair.tx.execute(f"SELECT count(*) FROM {name}")  # pyright: ignore[reportArgumentType] our names
        assert await rows.fetchone() == (0,)
    rows = await fair.tx.execute("SELECT count(*) FROM reward")
    assert await rows.fetchone() == (1,)
