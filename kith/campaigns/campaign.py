"""A campaign: what is given to which groups and when, how it stands, what is to be done next. Its statements."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, NewType
from uuid import UUID

from msgspec import Meta, Struct

from kith import envelopes, promotions
from kith.campaigns.policy import Policy
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

CampaignId = NewType("CampaignId", UUID)
Kind = Literal["lucky", "equal"]
State = Literal["draft", "scheduled", "preparing", "prepared", "open", "over", "stopped"]
Deed = Literal["draft", "schedule", "pause", "resume", "stop"]
Step = Literal["choose", "prepare", "open", "end"]
"""What is to be done next: choose the groups, prepare some envelopes, note that they are open, end some of them."""

RUNNING: tuple[State, ...] = ("scheduled", "preparing", "prepared", "open")


class CampaignNotFound(Refusal, status=404):
    """There is no such campaign."""


class CampaignFixed(Refusal):
    """This campaign is scheduled: what it gives cannot be changed any more. Make a new one."""


class CampaignNotRunning(Refusal):
    """That can be done with a campaign that is scheduled and not over yet."""


class BudgetTooSmall(Refusal):
    """The budget is not enough for one envelope."""


class OpensTooSoon(Refusal):
    """The moment of its opening is over. Choose one that is still to come."""


class CampaignForm(Struct, frozen=True, kw_only=True):
    """What a campaign gives, to which groups, and when."""

    name: Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")]
    kind: Kind = "lucky"
    fen: Annotated[int, Meta(ge=1, le=2_000_000, description="in each envelope")]
    count: Annotated[int, Meta(ge=1, le=1_000, description="shares of each envelope")]
    greeting: envelopes.Greeting = ""
    cover: envelopes.Cover = "classic"
    least_members: Annotated[int, Meta(ge=1, le=100_000)] = 3
    least_score: Annotated[int, Meta(ge=1, le=1_000_000)] = 10
    """Days on which members wrote, all members together: see `plan.score`."""
    window_days: Annotated[int, Meta(ge=1, le=60)] = 7
    """Over how many days, the last with them, the score is reckoned."""
    least_age_days: Annotated[int, Meta(ge=0, le=3650)] = 7
    """How long ago the group must have been made."""
    most_groups: Annotated[int, Meta(ge=1, le=1_000_000)] = 10_000
    budget_fen: Annotated[int, Meta(ge=1, le=100_000_000_000)]
    opens_at: Annotated[datetime, Meta(tz=True)]
    open_minutes: Annotated[int, Meta(ge=1, le=10_080)] = 1_440


class Campaign(Struct, frozen=True):
    """A campaign as it stands."""

    campaign_id: CampaignId
    name: str
    kind: Kind
    fen: int
    """In each envelope."""
    count: int
    greeting: str
    cover: str
    least_members: int
    least_score: int
    window_days: int
    least_age_days: int
    most_groups: int
    budget_fen: int
    opens_at: datetime
    ends_at: datetime
    state: State
    paused_at: datetime | None
    """Since when it is held up."""
    ended_at: datetime | None
    """When all that nobody took had gone back."""
    back_fen: int | None
    """How much that was."""
    made_at: datetime

    @property
    def source_id(self) -> UUID:
        """The account of its budget, which pays its envelopes."""
        return promotions.budget_account(self.campaign_id)

    @property
    def affordable(self) -> int:
        """How many groups it gives to at most."""
        return min(self.most_groups, self.budget_fen // self.fen)

    @property
    def gift(self) -> envelopes.Gift:
        """What each group gets."""
        return envelopes.Gift(
            self.source_id, self.kind, self.fen, self.count, self.greeting, self.cover, self.opens_at, self.ends_at
        )


class Due(Struct, frozen=True):
    """A campaign with which something is to be done."""

    campaign_id: CampaignId
    due_at: datetime


class CampaignMove(Struct, frozen=True):
    """What an operator did with a campaign."""

    deed: Deed
    moved_by: str
    moved_at: datetime


def check(form: CampaignForm, policy: envelopes.Policy, now: datetime) -> None:
    """Whether a campaign can be like that.

    Raises, in this order, `envelopes.TooManyShares`, `envelopes.ShareTooSmall`, `envelopes.ShareTooLarge`,
    `envelopes.SharesUneven`, `BudgetTooSmall`, `OpensTooSoon`.
    """
    envelopes.can_divide(form.kind, form.fen, form.count, policy)
    if form.budget_fen < form.fen:
        raise BudgetTooSmall(least_fen=form.fen)
    if opens_at(form) <= now:
        raise OpensTooSoon


def opens_at(form: CampaignForm) -> datetime:
    """The moment of its opening, to the second."""
    return form.opens_at.replace(microsecond=0)


def columns(form: CampaignForm) -> dict[str, object]:
    """The parameters of `write` that are of the form."""
    return {
        "name": form.name.strip(),
        "kind": form.kind,
        "fen": form.fen,
        "count": form.count,
        "greeting": form.greeting.strip(),
        "cover": form.cover,
        "least_members": form.least_members,
        "least_score": form.least_score,
        "window_days": form.window_days,
        "least_age_days": form.least_age_days,
        "most_groups": form.most_groups,
        "budget_fen": form.budget_fen,
        "opens_at": opens_at(form),
        "ends_at": opens_at(form) + timedelta(minutes=form.open_minutes),
    }


def due_at(campaign: Campaign, policy: Policy, now: datetime) -> datetime | None:
    """When something is to be done with it next; None when never."""
    if campaign.ended_at is not None:
        return None
    if campaign.paused_at is not None:
        return campaign.ends_at
    due: dict[State, datetime] = {
        "scheduled": campaign.opens_at - policy.lead,
        "preparing": now,
        "prepared": campaign.opens_at,
        "open": campaign.ends_at,
        "stopped": now,
    }
    return due.get(campaign.state)


def next_step(campaign: Campaign, policy: Policy, now: datetime) -> Step | None:
    """What is to be done with it now."""
    due = due_at(campaign, policy, now)
    if due is None or now < due:
        return None
    if campaign.state == "stopped" or now >= campaign.ends_at:
        return "end"
    steps: dict[State, Step] = {"scheduled": "choose", "preparing": "prepare", "prepared": "open"}
    return steps.get(campaign.state)


by_id = Query(
    Campaign,
    """
    SELECT campaign_id, name, kind, fen, count, greeting, cover, least_members, least_score, window_days,
        least_age_days, most_groups, budget_fen, opens_at, ends_at, state, paused_at, ended_at, back_fen, made_at
    FROM campaign WHERE campaign_id = %(campaign_id)s
    """,
)
# Whoever does anything with a campaign holds its row, before any other.
lock = Query(
    Campaign,
    """
    SELECT campaign_id, name, kind, fen, count, greeting, cover, least_members, least_score, window_days,
        least_age_days, most_groups, budget_fen, opens_at, ends_at, state, paused_at, ended_at, back_fen, made_at
    FROM campaign WHERE campaign_id = %(campaign_id)s FOR NO KEY UPDATE
    """,
)
newest = Query(
    Campaign,
    """
    SELECT campaign_id, name, kind, fen, count, greeting, cover, least_members, least_score, window_days,
        least_age_days, most_groups, budget_fen, opens_at, ends_at, state, paused_at, ended_at, back_fen, made_at
    FROM campaign WHERE (made_at, campaign_id) < (%(after_at)s, %(after_id)s::uuid)
    ORDER BY made_at DESC, campaign_id DESC LIMIT %(limit)s
    """,
)
write = Query(
    UUID,
    """
    INSERT INTO campaign (campaign_id, name, kind, fen, count, greeting, cover, least_members, least_score, window_days,
        least_age_days, most_groups, budget_fen, opens_at, ends_at, state, made_at)
    VALUES (%(campaign_id)s, %(name)s, %(kind)s, %(fen)s, %(count)s, %(greeting)s, %(cover)s, %(least_members)s,
        %(least_score)s, %(window_days)s, %(least_age_days)s, %(most_groups)s, %(budget_fen)s, %(opens_at)s,
        %(ends_at)s, 'draft', %(now)s)
    ON CONFLICT (campaign_id) DO UPDATE
    SET name = excluded.name, kind = excluded.kind, fen = excluded.fen, count = excluded.count,
        greeting = excluded.greeting, cover = excluded.cover, least_members = excluded.least_members,
        least_score = excluded.least_score, window_days = excluded.window_days,
        least_age_days = excluded.least_age_days, most_groups = excluded.most_groups,
        budget_fen = excluded.budget_fen, opens_at = excluded.opens_at, ends_at = excluded.ends_at
    WHERE campaign.state = 'draft'
    RETURNING campaign_id
    """,
)
# Of a campaign that is held. No row where it did not stand as it was read.
move = Query(
    UUID,
    """
    UPDATE campaign SET state = %(after)s, paused_at = %(paused_at)s, due_at = %(due_at)s
    WHERE campaign_id = %(campaign_id)s AND state = %(before)s AND ended_at IS NULL
    RETURNING campaign_id
    """,
)
finish = Query(
    UUID,
    """
    UPDATE campaign SET state = %(after)s, paused_at = NULL, due_at = NULL, ended_at = %(now)s, back_fen = %(back_fen)s
    WHERE campaign_id = %(campaign_id)s AND state = %(before)s AND ended_at IS NULL
    RETURNING campaign_id
    """,
)
due = Query(
    Due,
    """
    SELECT campaign_id, due_at FROM campaign
    WHERE due_at IS NOT NULL AND due_at <= %(now)s AND (due_at, campaign_id) > (%(after_at)s, %(after_id)s::uuid)
    ORDER BY due_at, campaign_id LIMIT %(limit)s
    """,
)
stuck = Query(
    Due,
    """
    SELECT campaign_id, due_at FROM campaign WHERE due_at IS NOT NULL AND due_at <= %(before)s
    ORDER BY due_at LIMIT %(limit)s
    """,
)
note = Statement(
    """
    INSERT INTO campaign_move (campaign_id, number, deed, moved_by, moved_at)
    SELECT %(campaign_id)s, 1 + count(*), %(deed)s, %(by)s, %(now)s
    FROM campaign_move WHERE campaign_id = %(campaign_id)s
    """
)
moves = Query(
    CampaignMove,
    "SELECT deed, moved_by, moved_at FROM campaign_move WHERE campaign_id = %(campaign_id)s ORDER BY number",
)
one_snapshot = Statement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
