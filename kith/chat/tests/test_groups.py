"""Groups: who is in, who lets in and removes, who comes after the owner, and what members see of it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec
import pytest

from kith import people, places
from kith.chat.answer_request import answer_request
from kith.chat.change_group import change_group
from kith.chat.conversation import ConversationId, ConversationNotFound
from kith.chat.create_group import create_group
from kith.chat.forget import forget
from kith.chat.forget_person import forget_person
from kith.chat.group import (
    GroupDiffers,
    GroupForm,
    GroupFull,
    GroupNotFound,
    GroupReport,
    GroupView,
    Joining,
    MemberNotFound,
    NewGroup,
    NotLetIn,
    RequestNotFound,
    RoleNeeded,
    TooManyGroups,
    TooManyJoinRequests,
    TooManyOwnGroups,
)
from kith.chat.join_group import join_group
from kith.chat.leave_group import leave_group
from kith.chat.list_members import list_members
from kith.chat.list_nearby_groups import list_nearby_groups
from kith.chat.list_requests import list_requests
from kith.chat.member import Role
from kith.chat.read_messages import read_messages
from kith.chat.remove_member import remove_member
from kith.chat.report_group import report_group
from kith.chat.room import GroupRoom
from kith.chat.set_role import set_role
from kith.chat.show_chat import show_chat
from kith.chat.show_group import show_group
from kith.chat.tests.hall import Hall
from kith.chat.view_group_room import view_group_room
from kith.chat.words import WordsNotAllowed
from kith.kit import geo, ids
from kith.kit.refusal import Refusal
from tests.cast import ANN, BO, CHEN, DEE, EVE, SECRET

NOISE = places.Noise(b"a key that only the tests know ....")
HERE, FAR = (31.2304, 121.4737), (31.2304, 122.0)

pytestmark = pytest.mark.asyncio


class Club:
    """A group of Ann's, with Bo as its admin and Chen as a member; Dee and Eve are outside."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.group_id = ConversationId(ids.new(hall.now))

    async def open(self, joining: Joining = "open") -> "Club":
        await self.hall.enter(DEE, EVE)
        await self.create(ANN, self.group_id, joining)
        for who in (BO, CHEN):
            await self.join(who)
            if joining == "request":
                await self.answer(ANN, who)
        await self.role(ANN, BO, "admin")
        return self

    def later(self) -> None:
        self.hall.now += timedelta(seconds=1)

    async def create(
        self, who: people.PersonId, group_id: ConversationId | None = None, joining: Joining = "open", name: str = "Tea"
    ) -> GroupView:
        self.later()
        asked = NewGroup(group_id=group_id or ConversationId(ids.new(self.hall.now)), name=name, joining=joining)
        return await create_group(self.hall.tx, self.hall.policy, who, asked, self.hall.now)

    async def join(self, who: people.PersonId, text: str = "", group_id: ConversationId | None = None) -> GroupView:
        self.later()
        return await join_group(self.hall.tx, self.hall.policy, group_id or self.group_id, who, text, now=self.hall.now)

    async def answer(self, by: people.PersonId, who: people.PersonId, *, let: bool = True) -> None:
        self.later()
        await answer_request(self.hall.tx, self.hall.policy, self.group_id, by, who, let=let, now=self.hall.now)

    async def leave(self, who: people.PersonId) -> None:
        self.later()
        await leave_group(self.hall.tx, self.hall.policy, self.group_id, who, self.hall.now)

    async def remove(self, by: people.PersonId, who: people.PersonId) -> None:
        self.later()
        await remove_member(self.hall.tx, self.hall.policy, self.group_id, by, who, now=self.hall.now)

    async def role(self, by: people.PersonId, who: people.PersonId, role: Role) -> None:
        self.later()
        await set_role(self.hall.tx, self.hall.policy, self.group_id, by, who, role=role, now=self.hall.now)

    async def change(self, by: people.PersonId, name: str) -> GroupView:
        self.later()
        form = GroupForm(name)
        return await change_group(self.hall.tx, self.hall.policy, self.group_id, by, form, now=self.hall.now)

    async def members(self, who: people.PersonId = ANN) -> list[tuple[people.PersonId, Role]]:
        found, after = [], None
        for _ in range(9):
            page = await list_members(self.hall.tx, self.group_id, who, limit=2, after=after, now=self.hall.now)
            found += [(one.person.person_id, one.role) for one in page.items]
            after = page.next
            if after is None:
                break
        assert (
            len(found) == (await show_group(self.hall.tx, self.hall.policy, self.group_id, who, self.hall.now)).members
        )
        return found

    async def asking(self, who: people.PersonId = BO) -> list[tuple[people.PersonId, str]]:
        page = await list_requests(self.hall.tx, self.group_id, who, limit=9, after=None, now=self.hall.now)
        return [(one.person.person_id, one.text) for one in page.items]

    async def band(self, who: people.PersonId, group_id: ConversationId) -> int | None:
        return (await show_group(self.hall.tx, self.hall.policy, group_id, who, self.hall.now)).band_km

    async def standing(self, who: people.PersonId) -> str:
        return (await show_group(self.hall.tx, self.hall.policy, self.group_id, who, self.hall.now)).standing


@pytest.fixture
async def club(hall: Hall) -> Club:
    return await Club(hall).open()


@pytest.fixture
async def closed(hall: Hall) -> Club:
    return await Club(hall).open("request")


async def test_who_joins_reads_what_is_said_from_then_on(club: Club) -> None:
    hall, where = club.hall, club.group_id
    assert await club.members() == [(ANN, "owner"), (BO, "admin"), (CHEN, "member")]
    await hall.say(where, ANN, "before")
    assert (await club.join(DEE)).standing == "member"
    await hall.say(where, DEE, "after")
    assert await hall.said(where, ANN) == ["created", "joined", "joined", "before", "joined", "after"]
    assert await hall.said(where, DEE) == ["joined", "after"]
    assert [await hall.unread(who) for who in (ANN, BO, CHEN, DEE)] == [(2, 0), (4, 0), (3, 0), (0, 0)]
    assert (await hall.boxes(DEE)) == ([where], [])
    chat = await show_chat(hall.tx, hall.policy, where, CHEN, hall.now)
    assert (chat.group.name, chat.group.members, chat.group.role) == ("Tea", 4, "member") if chat.group else False
    assert (await club.join(DEE)).members == 4


async def test_the_list_says_who_spoke_last(club: Club) -> None:
    await club.hall.say(club.group_id, CHEN, "Dinner?")
    shown = await show_chat(club.hall.tx, club.hall.policy, club.group_id, ANN, club.hall.now)
    assert shown.last
    assert shown.last.body == "Dinner?"
    assert shown.speaker
    assert shown.speaker.person_id == CHEN


async def test_who_leaves_reads_nothing_more_and_may_come_back(club: Club) -> None:
    await club.leave(CHEN)
    await club.leave(CHEN)
    with pytest.raises(ConversationNotFound):
        await club.hall.said(club.group_id, CHEN)
    with pytest.raises(ConversationNotFound):
        await club.hall.say(club.group_id, CHEN)
    assert await club.hall.boxes(CHEN) == ([], [])
    await club.hall.say(club.group_id, ANN, "meanwhile")
    await club.join(CHEN)
    assert await club.hall.said(club.group_id, CHEN) == ["joined"]


async def test_who_is_removed_stays_away_for_some_days(club: Club) -> None:
    await club.remove(BO, CHEN)
    assert await club.standing(CHEN) == "none"
    assert await club.hall.said(club.group_id, BO, after=3) == ["removed"]
    for attempt in (club.join(CHEN), club.join(CHEN)):
        with pytest.raises(NotLetIn):
            await attempt
    club.hall.now += club.hall.policy.ask_again
    assert (await club.join(CHEN)).standing == "member"


async def test_after_the_owner_comes_the_longest_an_admin_then_the_longest_a_member(club: Club) -> None:
    await club.join(DEE)
    await club.leave(ANN)
    assert await club.members(BO) == [(BO, "owner"), (CHEN, "member"), (DEE, "member")]
    await forget_person(club.hall.tx, BO, club.hall.now)
    assert await club.members(CHEN) == [(CHEN, "owner"), (DEE, "member")]
    for who in (CHEN, DEE):
        await club.leave(who)
    for attempt in (club.standing(ANN), club.join(EVE)):
        with pytest.raises(GroupNotFound):
            await attempt


async def test_a_group_is_handed_over(club: Club) -> None:
    await club.role(ANN, CHEN, "owner")
    assert await club.members() == [(CHEN, "owner"), (ANN, "admin"), (BO, "admin")]
    await club.role(CHEN, ANN, "member")
    with pytest.raises(RoleNeeded):
        await club.role(ANN, CHEN, "member")
    assert await club.hall.said(club.group_id, CHEN, after=3) == ["handed_over"]


async def test_who_asks_is_let_in_or_not(closed: Club) -> None:
    assert (await closed.join(DEE, "Let me in")).standing == "asked"
    assert (await closed.join(EVE, "and me")).standing == "asked"
    await closed.join(DEE, "please")
    assert await closed.asking() == [(EVE, "and me"), (DEE, "please")]
    await closed.answer(BO, DEE)
    await closed.answer(ANN, EVE, let=False)
    assert await closed.asking() == []
    assert [await closed.standing(who) for who in (DEE, EVE)] == ["member", "none"]
    with pytest.raises(NotLetIn):
        await closed.join(EVE)


async def test_a_wish_is_taken_back(closed: Club) -> None:
    await closed.join(DEE)
    await closed.leave(DEE)
    assert await closed.asking() == []
    assert await closed.standing(DEE) == "none"


async def test_made_again_it_is_what_it_has_become(club: Club) -> None:
    assert (await club.change(BO, " Coffee ")).name == "Coffee"
    assert (await club.create(ANN, club.group_id)).name == "Coffee"
    assert await club.hall.said(club.group_id, ANN, after=3) == ["renamed"]


async def _fill(club: Club) -> None:
    await club.join(DEE)
    await club.join(EVE)


async def _own_three(club: Club) -> None:
    for _ in range(2):
        await club.create(ANN)


async def _hand_a_third(club: Club) -> None:
    for _ in range(2):
        await club.create(CHEN)
    await club.role(ANN, CHEN, "owner")


async def _join_four(club: Club) -> None:
    others = [(await club.create(who)).group_id for who in (ANN, BO, BO)]
    for group_id in (*others, club.group_id):
        await club.join(DEE, group_id=group_id)


async def _ask_three(club: Club) -> None:
    others = [(await club.create(who, joining="request")).group_id for who in (ANN, BO, BO)]
    for group_id in others:
        await club.join(DEE, group_id=group_id)


async def _leave_nothing(club: Club) -> None:
    await leave_group(club.hall.tx, club.hall.policy, ConversationId(ids.new()), ANN, club.hall.now)


@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        (lambda club: club.create(BO, club.group_id), GroupDiffers),
        (lambda club: club.create(ANN, club.group_id, name="Milk"), GroupDiffers),
        (lambda club: club.create(ANN, name="Spam!"), WordsNotAllowed),
        (_own_three, TooManyOwnGroups),
        (_leave_nothing, GroupNotFound),
        (_fill, GroupFull),
        (_join_four, TooManyGroups),
        (_ask_three, TooManyJoinRequests),
        (lambda club: club.members(DEE), GroupNotFound),
        (lambda club: club.asking(DEE), GroupNotFound),
        (lambda club: club.asking(CHEN), RoleNeeded),
        (lambda club: club.change(DEE, "Mine"), GroupNotFound),
        (lambda club: club.change(CHEN, "Mine"), RoleNeeded),
        (lambda club: club.change(BO, "代购"), WordsNotAllowed),
        (lambda club: club.answer(DEE, EVE), GroupNotFound),
        (lambda club: club.answer(CHEN, EVE), RoleNeeded),
        (lambda club: club.answer(BO, EVE), RequestNotFound),
        (lambda club: club.remove(BO, BO), people.NotYourself),
        (lambda club: club.remove(DEE, BO), GroupNotFound),
        (lambda club: club.remove(BO, DEE), MemberNotFound),
        (lambda club: club.remove(BO, ANN), RoleNeeded),
        (lambda club: club.remove(CHEN, BO), RoleNeeded),
        (lambda club: club.role(ANN, ANN, "member"), people.NotYourself),
        (lambda club: club.role(DEE, BO, "member"), GroupNotFound),
        (lambda club: club.role(ANN, DEE, "member"), MemberNotFound),
        (lambda club: club.role(BO, CHEN, "admin"), RoleNeeded),
        (_hand_a_third, TooManyOwnGroups),
    ],
)
async def test_refusals(club: Club, attempt: Callable[[Club], Awaitable[object]], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        await attempt(club)


class Town:
    """People of a club who take part nearby, and the groups that they put down."""

    def __init__(self, club: Club) -> None:
        self.club = club
        self.hall = club.hall

    async def stand(self, who: people.PersonId, spot: tuple[float, float], *, hides: bool = False) -> None:
        form = places.NearbyForm(sharing=True, hides_distance=hides)
        await places.set_nearby(self.hall.tx, SECRET, who, form, self.hall.now)
        fix = places.Fix(who, geo.snap(*spot), self.hall.now)
        await places.check_in(self.hall.tx, NOISE, places.Policy(fastest_kmh=10**9), [fix])

    async def put(self, who: people.PersonId, name: str) -> GroupView:
        self.club.later()
        asked = NewGroup(group_id=ConversationId(ids.new(self.hall.now)), name=name, nearby=True)
        return await create_group(self.hall.tx, self.hall.policy, who, asked, self.hall.now)

    async def found(self, who: people.PersonId) -> list[tuple[str, int | None]]:
        names, after = [], None
        for _ in range(9):
            page = await list_nearby_groups(
                self.hall.tx, self.hall.policy, who, limit=1, after=after, now=self.hall.now
            )
            names += [(one.name, one.band_km) for one in page.items]
            after = page.next
            if after is None:
                break
        return names

    async def block(self, by: people.PersonId, whom: people.PersonId) -> None:
        await people.block(self.hall.tx, people.Blocked(), by, whom, self.hall.now)


async def test_groups_are_found_by_those_who_are_near(club: Club) -> None:
    town = Town(club)
    for who, spot in ((ANN, HERE), (BO, HERE), (CHEN, FAR), (DEE, (39.9, 116.4))):
        await town.stand(who, spot)
    boats = [await town.put(who, name) for who, name in ((ANN, "Go"), (BO, "Chess"), (CHEN, "Boats"))][-1]
    near, *rest = await town.found(CHEN)
    assert near == ("Boats", boats.band_km)
    assert sorted(rest) == [("Chess", 100), ("Go", 100)]
    assert [name for name, _ in await town.found(BO)][-1] == "Boats"
    assert await town.found(DEE) == []
    with pytest.raises(places.NearbyOff):
        await town.found(EVE)
    assert [await club.band(who, boats.group_id) for who in (CHEN, BO, DEE, EVE)] == [boats.band_km, 100, None, None]


async def test_where_a_group_stands_tells_of_its_area_and_not_of_who_made_it(club: Club) -> None:
    """Wherever in an area somebody is who makes a group, what is kept and answered of its place is the same."""
    town = Town(club)
    await town.stand(DEE, HERE)
    homes = geo.children(geo.parent(geo.snap(*HERE), 6))
    kept: set[tuple[int, int]] = set()
    seen: set[int | None] = set()
    for home in homes[::7]:
        await town.stand(ANN, geo.middle(home))
        if geo.parent(await places.viewpoint(town.hall.tx, ANN, town.hall.now), 6) != geo.parent(home, 6):
            continue
        made = await town.put(ANN, "Go")
        row = await town.hall.tx.execute(
            "SELECT chat_group.cell, group_place.cell FROM chat_group JOIN group_place USING (conversation_id)"
            " WHERE conversation_id = %s",
            [made.group_id],
        )
        kept.add(await row.fetchone() or (0, 0))
        seen.add(await club.band(DEE, made.group_id))
        await leave_group(town.hall.tx, town.hall.policy, made.group_id, ANN, town.hall.now)
    assert kept == {(geo.heart(geo.parent(homes[0], 6)),) * 2}
    assert len(seen) == 1


async def test_who_hides_the_distance_puts_a_group_down_in_a_larger_area(club: Club) -> None:
    town = Town(club)
    await town.stand(ANN, HERE, hides=True)
    await town.put(ANN, "Go")
    await town.stand(
        DEE, geo.middle(geo.heart(geo.parent(await places.viewpoint(town.hall.tx, ANN, town.hall.now), 5)))
    )
    assert await town.found(DEE) in ([("Go", 1)], [("Go", 2)])


async def test_what_somebody_runs_who_is_kept_apart_is_found_by_those_who_are_in_it(club: Club) -> None:
    town = Town(club)
    for who in (ANN, BO, CHEN):
        await town.stand(who, HERE)
    chess = await town.put(BO, "Chess")
    await club.join(CHEN, group_id=chess.group_id)
    await town.block(BO, CHEN)
    await town.block(BO, ANN)
    assert [[name for name, _ in await town.found(who)] for who in (ANN, BO, CHEN)] == [[], ["Chess"], ["Chess"]]


async def test_in_a_group_nobody_notices_being_blocked(club: Club) -> None:
    """What they said and who is in it is answered as before; whoever blocked somebody folds it away on the screen."""
    hall, where = club.hall, club.group_id
    await hall.say(where, BO, "Did you see it?")

    async def seen(who: people.PersonId) -> bytes:
        views = (
            await read_messages(hall.tx, hall.policy, where, who, since=0, before=None, most=100, now=hall.now),
            await list_members(hall.tx, where, who, limit=9, after=None, now=hall.now),
            await show_chat(hall.tx, hall.policy, where, who, hall.now),
            await show_group(hall.tx, hall.policy, where, who, hall.now),
        )
        return msgspec.json.encode(views)

    before = [await seen(who) for who in (BO, CHEN)]
    await Town(club).block(CHEN, BO)
    assert [await seen(who) for who in (BO, CHEN)] == before
    await hall.say(where, BO, "Chen?")
    assert (await hall.said(where, CHEN))[-1] == "Chen?"


async def test_a_group_is_reported_by_what_it_says_of_itself(club: Club) -> None:
    hall = club.hall
    asked = GroupReport(people.ReportId(ids.new()), "spam", "every day")
    for _ in range(2):
        await report_group(hall.tx, people.Policy(), club.group_id, EVE, asked, now=hall.now)
    [told] = await people.list_reports(hall.tx, 9)
    assert (told.reported_id, told.conversation_id, told.evidence) == (ANN, club.group_id, "Tea\n")
    [part] = [one for one in people.exported(people.Policy(), SECRET) if one.name == "people/reports"]
    assert str(ANN) not in msgspec.json.encode(await part.read(hall.tx, EVE, None, hall.now)).decode()
    with pytest.raises(people.NotYourself):
        await report_group(hall.tx, people.Policy(), club.group_id, ANN, asked, now=hall.now)
    with pytest.raises(GroupNotFound):
        await report_group(hall.tx, people.Policy(), ConversationId(ids.new()), EVE, asked, now=hall.now)


async def test_room_for_groups_is_told(club: Club) -> None:
    room = await view_group_room(club.hall.tx, club.hall.policy, ANN)
    policy = club.hall.policy
    assert room == GroupRoom(1, policy.groups_owned, 1, policy.groups_joined, policy.group_members)


async def test_what_no_longer_counts_is_forgotten(club: Club) -> None:
    await club.remove(ANN, CHEN)
    await club.hall.say(club.group_id, ANN)
    assert await forget(club.hall.tx, club.hall.policy, club.hall.now) == 0
    later = club.hall.now + club.hall.policy.ask_again + timedelta(seconds=1)
    assert await forget(club.hall.tx, club.hall.policy, later) == 2
