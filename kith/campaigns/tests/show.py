"""The New-Year show of the tests: groups in which much or little goes on, and a house that gives to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kith import campaigns, chat, envelopes, ledger, people, promotions, wallet
from kith.campaigns.audit import audit
from kith.campaigns.campaign import CampaignForm, CampaignId
from kith.campaigns.chosen import envelope_id_of
from kith.campaigns.draft import draft
from kith.campaigns.policy import Policy
from kith.campaigns.schedule import schedule
from kith.campaigns.tend import tend
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from tests.cast import ANN, BO, CHEN, DEE, enrol

OPERATOR = "Fay of the house"
EVERYBODY = (ANN, BO, CHEN, DEE)
DAY = timedelta(days=1)


def form(now: datetime, **other: object) -> CampaignForm:
    """Four yuan for four in each group with some life, in two hours."""
    content: dict[str, object] = {
        "name": "New Year",
        "fen": 400,
        "count": 4,
        "kind": "equal",
        "least_score": 3,
        "budget_fen": 1_000,
        "opens_at": now + timedelta(hours=2),
        "open_minutes": 60,
    }
    return CampaignForm(**content | other)  # pyright: ignore[reportArgumentType] by name


@dataclass
class Show:
    """Three groups of four: in the first all write on three days, in the second three write on one, in the third Ann
    writes alone and without end.
    """

    db: Database
    now: datetime
    policy: Policy = field(default_factory=lambda: Policy(least_writers=3, days_a_member=5, at_once=2))
    giving: envelopes.Policy = field(default_factory=envelopes.Policy)
    groups: list[chat.ConversationId] = field(default_factory=list[chat.ConversationId])

    async def build(self) -> "Show":
        """Everybody comes, and talks for ten days."""
        async with self.db.transaction() as tx:
            for person in EVERYBODY:
                await enrol(tx, person, self.now)
        for place, name in enumerate(("Busy", "Lively", "Ann's")):
            await self.group(name, self.now + timedelta(seconds=place))
        for day in range(10):
            self.now += DAY
            await self.say(self._talk(day))
        return self

    def _talk(self, day: int) -> list[tuple[int, people.PersonId]]:
        busy = [(0, one) for one in EVERYBODY] if day in (5, 7, 9) else []
        lively = [(1, one) for one in EVERYBODY[1:]] if day == 8 else []
        return [*busy, *lively, (2, ANN), (2, ANN)]

    async def group(self, name: str, now: datetime) -> chat.ConversationId:
        """Ann's, with everybody in it."""
        group_id = chat.ConversationId(ids.new(now))
        async with self.db.transaction() as tx:
            await chat.create_group(tx, chat.Policy(), ANN, chat.NewGroup(group_id=group_id, name=name), now)
            for other in EVERYBODY[1:]:
                await chat.join_group(tx, chat.Policy(), group_id, other, "", now=now)
        self.groups.append(group_id)
        return group_id

    async def say(self, talk: Sequence[tuple[int, people.PersonId]]) -> None:
        """Some write, each in one of the groups."""
        self.now += timedelta(seconds=1)
        said = [
            chat.saying_of(
                self.groups[where], who, chat.NewMessage(chat.MessageId(ids.new(self.now)), "Hello"), self.now
            )
            for where, who in talk
        ]
        async with self.db.transaction() as tx:
            answers = await chat.append(tx, chat.Policy(), said)
        assert not any(isinstance(answer, Refusal) for answer in answers), answers

    async def draft(self, **other: object) -> CampaignId:
        """An operator writes a campaign down."""
        campaign_id = CampaignId(ids.new(self.now))
        async with self.db.transaction() as tx:
            await draft(tx, self.giving, campaign_id, form(self.now, **other), by=OPERATOR, now=self.now)
        return campaign_id

    async def scheduled(self, fund: int = 5_000, **other: object) -> CampaignId:
        """A campaign for which there is money, which runs by itself."""
        campaign_id = await self.draft(**other)
        async with self.db.transaction() as tx:
            if fund:
                await promotions.fund(tx, ids.new(self.now), fund, self.now)
            await schedule(tx, self.policy, campaign_id, by=OPERATOR, now=self.now)
        return campaign_id

    async def tend(self, campaign_id: CampaignId, **span: float) -> None:
        """Time goes on, and what is due is done."""
        self.now += timedelta(**span)
        await tend(self.db, self.policy, campaign_id, self.now)

    def envelope(self, campaign_id: CampaignId, where: int) -> envelopes.EnvelopeId:
        """That of one of the groups."""
        return envelope_id_of(campaign_id, self.groups[where])

    async def open(self, campaign_id: CampaignId, where: int, who: people.PersonId) -> int | str:
        """Somebody opens the envelope of a group: the fen, or why not."""
        claim = envelopes.Claim(self.envelope(campaign_id, where), who, None, None, self.now)
        async with envelopes.Opening(self.db, self.giving) as opening:
            try:
                return (await opening.do(claim)).fen
            except Refusal as refusal:
                return refusal.code

    async def state(self, campaign_id: CampaignId) -> str:
        """How it stands."""
        async with self.db.transaction() as tx:
            return (await campaigns.show_campaign(tx, campaign_id)).campaign.state

    async def free(self) -> int:
        """What is set aside and in no budget."""
        async with self.db.transaction() as tx:
            return (await promotions.view(tx)).free_fen

    async def left(self, campaign_id: CampaignId) -> int:
        """What its budget has."""
        async with self.db.transaction() as tx:
            return (await promotions.left(tx, [campaign_id]))[campaign_id]

    async def wallets(self) -> Mapping[people.PersonId, int]:
        """What everybody has who has something."""
        async with self.db.transaction() as tx:
            found = await ledger.balances(tx, [wallet.account(one) for one in EVERYBODY])
        return {one: found[wallet.account(one)].net for one in EVERYBODY if wallet.account(one) in found}

    async def sound(self) -> None:
        """The books are right."""
        async with self.db.transaction() as tx:
            assert await ledger.audit(tx) == []
        assert await promotions.audit(self.db) == []
        assert await envelopes.audit(self.db, self.giving, self.now) == []
        assert await audit(self.db, self.policy, self.now) == []
