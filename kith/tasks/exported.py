"""What tasks keep of a person, as files of an export."""

from datetime import date, datetime

from msgspec import Struct

from kith import people
from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.tasks import invite as invites
from kith.tasks import invited as inviteds
from kith.tasks import reward as rewards
from kith.tasks import streak as streaks
from kith.tasks.invited import InvitedFriend, OwnInviter
from kith.tasks.list_friends import list_friends
from kith.tasks.reward import OwnReward
from kith.tasks.streak import CheckIn

_PAGE = 100


class OwnInvite(Struct, frozen=True):
    """The code of a person's link, and by whom the person came."""

    code: str | None
    came_by: OwnInviter | None


def exported() -> tuple[people.Part, ...]:
    """Everything that is kept of the person by this capability."""
    return (
        people.Part("tasks/rewards", "任务奖励", "rewards of tasks you did", _rewards),
        people.Part("tasks/check-ins", "签到", "days on which you checked in", _check_ins),
        people.Part("tasks/invite", "你的邀请码", "your invitation, and whose brought you here", _invite),
        people.Part("tasks/friends", "你邀请的朋友", "friends who came by your invitation", _friends),
    )


async def _rewards(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[OwnReward]:
    del now
    after_at, after_id = key(after, Newest) or TOP
    rows = await rewards.mine.all(tx, person_id=person_id, after_at=after_at, after_id=after_id, limit=_PAGE)
    return Page(rows, cursor(rows[-1].paid_at, rows[-1].reward_id) if len(rows) == _PAGE else None)


async def _check_ins(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[CheckIn]:
    del now
    (before,) = key(after, tuple[date]) or (date.max,)
    rows = await streaks.mine.all(tx, person_id=person_id, before=before, limit=_PAGE)
    return Page(rows, cursor(rows[-1].day) if len(rows) == _PAGE else None)


async def _invite(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[OwnInvite]:
    del after, now
    code = await invites.of.maybe(tx, person_id=person_id)
    came_by = await inviteds.by_whom.maybe(tx, person_id=person_id)
    return Page([OwnInvite(code, came_by)] if code or came_by else [], None)


async def _friends(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[InvitedFriend]:
    return await list_friends(tx, person_id, after=after, limit=_PAGE, now=now)
