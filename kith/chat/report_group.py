"""Report a group to the operator."""

from datetime import datetime
from uuid import UUID

from kith import people
from kith.chat import group as groups
from kith.chat import joiner as joiners
from kith.chat.conversation import ConversationId
from kith.chat.group import GroupNotFound, GroupReport
from kith.kit import arrays
from kith.kit.sql import Tx


async def report_group(
    tx: Tx,
    policy: people.Policy,
    group_id: ConversationId,
    person_id: people.PersonId,
    asked: GroupReport,
    *,
    now: datetime,
) -> people.Reported:
    """Keep the report for the operator, of the group's owner and with what the group says of itself. The person needs
    not be in it, and does not learn who owns it.

    Raises, in this order, `GroupNotFound`, `people.NotYourself`, `people.ReportDiffers`,
    `people.PersonNotFound`, `people.TooManyReports`.
    """
    owner = await joiners.owner.maybe(tx, group_id=group_id)
    if owner is None:
        raise GroupNotFound
    said = people.Said(group_id, [])
    report = people.NewReport(report_id=asked.report_id, reason=asked.reason, text=asked.text, said=said)
    about = people.PersonId(owner)
    evidence = people.Evidence(said=_itself)
    return await people.report_person(
        tx, policy, evidence, reporter_id=person_id, reported_id=about, asked=report, now=now
    )


async def _itself(
    tx: Tx, reporter: people.PersonId, owner: people.PersonId, group_id: UUID, seqs: list[int]
) -> str | None:
    del reporter, owner, seqs
    [group] = await groups.by_ids.all(tx, group_ids=arrays.uuids([group_id]))
    return f"{group.name}\n{group.topic}"
