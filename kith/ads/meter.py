"""Count what was seen and tapped."""

from collections.abc import Sequence
from uuid import UUID

from kith.ads import metering
from kith.ads.metering import Deed, Kind, Reason
from kith.ads.placement import PlacementId
from kith.kit import arrays
from kith.kit.sql import Tx


async def meter(tx: Tx, deeds: Sequence[Deed]) -> list[Reason | None]:
    """Count views and taps; of each it says why it does not count, or None.

    Whoever works for the shop or has blocked it does not count, nor what was reported before. Then the placements are
    held, so that one that ends has all of it or none, and the rows of who was shown what; a view reaches somebody once,
    and a tap is paid for once in a day. What did not count is counted by why.
    """
    now = deeds[-1].at
    answers: list[Reason | None] = [deed.flaw for deed in deeds]
    good = [place for place, answer in enumerate(answers) if answer is None]
    if good:
        await _sort_out(tx, deeds, good, answers)
        good = [place for place in good if answers[place] is None]
    if good:
        fine = [deeds[place] for place in good]
        counted: set[tuple[UUID, UUID, Kind]] = set()
        for kind, query in (("view", metering.reach), ("tap", metering.tap)):
            some = [deed for deed in fine if deed.kind == kind]
            if some:
                rows = await query.all(tx, **metering.pairs(some), now=now, since=metering.first_of_day(now))
                counted |= {(row.person_id, row.placement_id, row.kind) for row in rows}
        rows = metering.tallies(fine, frozenset(counted))
        metering.add.send(tx, **metering.sum_columns(rows), now=now)
        metering.add_hours.send(tx, **metering.tally_columns(rows))
        paid = set(counted)
        for place in good:
            deed = deeds[place]
            mark = (*deed.pair, deed.kind)
            if deed.kind == "tap":
                answers[place] = None if mark in paid else "again"
                paid.discard(mark)
    bad: list[tuple[PlacementId, Kind, Reason]] = [
        (deed.offer.placement_id, deed.kind, answer)
        for deed, answer in zip(deeds, answers, strict=True)
        if answer is not None
    ]
    if bad:
        metering.filter_out.send(tx, **metering.filtered_columns(bad))
    return answers


async def _sort_out(tx: Tx, deeds: Sequence[Deed], good: Sequence[int], answers: list[Reason | None]) -> None:
    """Say of those that looked good why they do not count, where that takes reading."""
    some = [deeds[place] for place in good]
    held = metering.open_of.send(tx, placement_ids=arrays.uuids(sorted({deed.offer.placement_id for deed in some})))
    shown = metering.seen.send(tx, **metering.pairs(some))
    tied = metering.ties.send(tx, **metering.pairs(some))
    fresh = metering.use.send(tx, **metering.uses(some), now=deeds[-1].at)
    running = {PlacementId(one) for one in await held.all()}
    theirs = {(row.person_id, row.placement_id) for row in await shown.all()}
    own = {(row.person_id, row.placement_id) for row in await tied.all()}
    unused = {(row.person_id, row.offer_id, row.kind) for row in await fresh.all()}
    for place in good:
        deed = deeds[place]
        use = deed.person_id, deed.offer.offer_id, deed.kind
        if deed.offer.placement_id not in running or deed.pair not in theirs:
            answers[place] = "unknown"
        elif deed.pair in own:
            answers[place] = "own"
        elif use not in unused:
            answers[place] = "replayed"
        # The second of two in one batch.
        unused.discard(use)
