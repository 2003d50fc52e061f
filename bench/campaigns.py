"""Midnight: how soon after the moment of its opening a campaign's envelope is open in every one of its groups.

A real server process over a durable PostgreSQL. 10,000 groups are active, and a campaign is prepared for all of them
ahead of its hour: divided, paid from its budget and shown. At the moment itself one member of each group opens the
envelope, over HTTP on 64 connections; `opened_s` is the time from that moment until the last of these claims was
answered, each with a share, durable and posted in the ledger. `share_of_limit` is that of the five seconds allowed.
"""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench._claims import Hall, opened
from bench._command import Length, Report, command
from kith import campaigns, chat, envelopes, promotions
from kith.campaigns.chosen import envelope_id_of
from kith.kit import clock, ids
from kith.kit.sql import Statement

GROUPS = {Length.FULL: 10_000, Length.QUICK: 2_000, Length.TASTE: 20}
SECONDS = {Length.FULL: 5.0, Length.QUICK: 1.0, Length.TASTE: 5.0}
FEN, SHARES = 1_000, 10
_BEFORE = timedelta(seconds=4)

gather = Statement(
    """
    WITH fresh AS (
        INSERT INTO chat_group (conversation_id, name, topic, joining, members, made_as, made_at)
        SELECT group_id, 'Group', '', 'open', 5, 'Group', %(made_at)s
        FROM unnest(%(group_ids)s::uuid[]) AS one (group_id)
        RETURNING conversation_id
    )
    INSERT INTO member (conversation_id, person_id, role, joined_at, joined_seq, read_seq, written, muted, spoke_on,
        spoken)
    SELECT conversation_id, person_id, 'member', %(made_at)s, 0, 0, 7, false, %(day)s::date, 127
    FROM fresh, unnest(%(person_ids)s::uuid[]) AS guest (person_id)
    """
)
begin = Statement(
    """
    INSERT INTO conversation (conversation_id, kind, last_seq, revision, last_at)
    SELECT group_id, 'group', 0, 0, %(made_at)s FROM unnest(%(group_ids)s::uuid[]) AS one (group_id)
    """
)


class Measured(NamedTuple):
    """How long it took to choose the groups, to prepare for them, and to open them; in seconds."""

    groups: int
    limit: float
    chosen: float
    prepared: float
    opened: float


async def measure(length: Length) -> Measured:
    """Let groups be active, prepare a campaign for them, and open it."""
    count = GROUPS[length]
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as home:
        async with opened(Path(home), None) as hall:
            groups = await _groups(hall, count)
            policy, budget = campaigns.Policy(), count * FEN
            now = clock.now()
            # Not due until it was prepared by hand: it opens a little after that.
            campaign_id = await _scheduled(hall, policy, budget)
            began = clock.stopwatch()
            async with hall.db.transaction() as tx:
                seen = await campaigns.preview(tx, policy, campaign_id, limit=1, now=now)
            assert seen.groups == count, seen.groups
            chosen = clock.stopwatch() - began
            began = clock.stopwatch()
            await campaigns.tend(hall.db, policy, campaign_id, now + timedelta(hours=23, minutes=30))
            prepared = clock.stopwatch() - began
            opens_at = clock.now() + _BEFORE
            async with hall.db.transaction() as tx:
                await tx.execute("UPDATE campaign SET opens_at = %s", [opens_at])
                await tx.execute("UPDATE envelope_state SET opens_at = %s", [opens_at])
            wanted = [envelope_id_of(campaign_id, one) for one in groups]
            taken = await _open(hall, wanted, opens_at.timestamp())
            async with hall.db.transaction() as tx:
                told = await campaigns.report(tx, campaign_id)
            assert (told.given, told.taken) == (count, count), told
    return Measured(count, SECONDS[length], chosen, prepared, taken)


async def _groups(hall: Hall, count: int) -> list[chat.ConversationId]:
    made_at = clock.now() - timedelta(days=30)
    groups = [chat.ConversationId(ids.new()) for _ in range(count)]
    async with hall.db.transaction() as tx:
        await begin.run(tx, group_ids=groups, made_at=made_at)
        await gather.run(tx, group_ids=groups, person_ids=hall.people[:5], made_at=made_at, day=clock.now().date())
    return groups


async def _scheduled(hall: Hall, policy: campaigns.Policy, budget: int) -> campaigns.CampaignId:
    campaign_id, now = campaigns.CampaignId(ids.new()), clock.now()
    form = campaigns.CampaignForm(
        name="Midnight", fen=FEN, count=SHARES, budget_fen=budget, opens_at=now + timedelta(days=1), least_score=25
    )
    async with hall.db.transaction() as tx:
        await promotions.fund(tx, ids.new(), budget, now)
        await campaigns.draft(tx, envelopes.Policy(), campaign_id, form, by="bench", now=now)
        await campaigns.schedule(tx, policy, campaign_id, by="bench", now=now)
    return campaign_id


async def _open(hall: Hall, wanted: Sequence[envelopes.EnvelopeId], at: float) -> float:
    """Seconds from the moment of the opening until one has a share of each."""
    await asyncio.sleep(max(0.0, at - clock.now().timestamp()))
    began = clock.stopwatch() - (clock.now().timestamp() - at)
    await hall.claim("/envelopes/{}/claims", ((one, place % 5) for place, one in enumerate(wanted)), 120.0)
    return clock.stopwatch() - began


def report(measured: Measured) -> Report:
    """What of the time allowed it took, and times."""
    absolute = {
        "groups": measured.groups,
        "chosen_s": round(measured.chosen, 3),
        "prepared_s": round(measured.prepared, 2),
        "prepared_per_s": round(measured.groups / measured.prepared),
        "opened_s": round(measured.opened, 3),
        "opened_per_s": round(measured.groups / measured.opened),
    }
    return Report({"share_of_limit": round(measured.opened / measured.limit, 2)}, absolute, {}, {"share_of_limit": 1.0})


def show(measured: Measured) -> None:
    """A table for people, on stderr."""
    said = report(measured)
    table = Table("", "measured", "wanted", title=f"A campaign in {measured.groups:,} groups")
    for name, value in {**said.ratios, **said.absolute}.items():
        table.add_row(name.replace("_", " "), f"{value:,}", said.wanted(name))
    Console(file=sys.stderr).print(table)


if __name__ == "__main__":
    sys.exit(command("campaigns", __doc__, measure, show, report))
