"""Tasks over HTTP: what there is to do, checking in, collecting a reward, inviting friends."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kith import people
from kith.kit import clock
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.tasks.check_in import check_in
from kith.tasks.collect import collect
from kith.tasks.invite import Code, Invite, InviteNotFound, Inviter
from kith.tasks.invited import InvitedFriend
from kith.tasks.list_friends import list_friends
from kith.tasks.list_tasks import list_tasks
from kith.tasks.policy import Policy
from kith.tasks.programme import ProgrammeId, RewardsUsedUp, TaskNotFound, TaskOver, TaskPaused
from kith.tasks.reward import EnoughFriends, NotDoneYet, RewardedBefore
from kith.tasks.show_inviter import show_inviter
from kith.tasks.streak import NoCheckIns
from kith.tasks.task import Task, Tasks
from kith.tasks.view_invite import view_invite

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)


@get("/me/tasks", operation_id="listTasks", tags=["tasks"], responses=refuses(*_READ))
async def read_tasks(me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> Tasks:
    """What there is to do, how far you have come, and what is rewarded."""
    async with parts[Database].transaction() as tx:
        return await list_tasks(tx, parts[Policy], me.person_id, clock.now())


@post(
    "/me/check-ins",
    operation_id="checkIn",
    tags=["tasks"],
    status_code=200,
    responses=refuses(*_WRITE, NoCheckIns),
)
async def add_check_in(me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> Task:
    """Check in for today, which is the day in Beijing. Twice a day is once."""
    async with parts[Database].transaction() as tx:
        return await check_in(tx, parts[Policy], me.person_id, clock.now())


@post(
    "/me/tasks/{programme_id:uuid}/reward",
    operation_id="collectReward",
    tags=["tasks"],
    status_code=200,
    responses=refuses(
        *_WRITE, TaskNotFound, TaskOver, TaskPaused, NotDoneYet, EnoughFriends, RewardsUsedUp, RewardedBefore
    ),
)
async def add_reward(
    programme_id: FromPath[ProgrammeId], me: NamedDependency[people.Me], parts: NamedDependency[Parts]
) -> Task:
    """Have the reward of a task that is done put into your wallet. Asked again, it is answered as the first time."""
    async with parts[Database].transaction() as tx:
        return await collect(
            tx,
            parts[people.Secret],
            parts[Policy],
            parts[Settings].keeper,
            programme_id=programme_id,
            person_id=me.person_id,
            now=clock.now(),
        )


@get("/me/invite", operation_id="viewInvite", tags=["tasks"], responses=refuses(*_READ))
async def read_invite(me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> Invite:
    """The link by which friends of yours can join; always the same."""
    async with parts[Database].transaction() as tx:
        return await view_invite(tx, parts[Settings].site, me.person_id, clock.now())


@get(
    "/me/invite/friends",
    operation_id="listInvited",
    tags=["tasks"],
    responses=refuses(*_READ, BadCursor),
)
async def read_friends(
    me: NamedDependency[people.Me], parts: NamedDependency[Parts], limit: Limit = 20, after: After = None
) -> Page[InvitedFriend]:
    """Who has joined by your link, the newest first, and who of them stays."""
    async with parts[Database].transaction() as tx:
        return await list_friends(tx, me.person_id, after=after, limit=limit, now=clock.now())


@get(
    "/invites/{code:str}",
    operation_id="viewInviter",
    tags=["tasks"],
    security=[{}],
    responses=refuses(InviteNotFound),
)
async def read_inviter(code: Code, parts: NamedDependency[Parts]) -> Inviter:
    """Who invites, for whoever has the link."""
    async with parts[Database].transaction() as tx:
        return await show_inviter(tx, code, clock.now())


handlers = [read_tasks, add_check_in, add_reward, read_invite, read_friends, read_inviter]
