"""Compare the bill of a day with our rows."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from kith import ledger
from kith.kit import arrays
from kith.kit.sql import Tx
from kith.payments import bill_break as breaks
from kith.payments import bill_line as lines
from kith.payments import clearing
from kith.payments import payout as payouts
from kith.payments import standing as standings
from kith.payments.bill_break import Change
from kith.payments.bill_day import begins_at
from kith.payments.policy import Policy
from kith.payments.standing import Standing

_UNNUMBERED = 5_000


class TooManyDifferences(Exception):
    """So many that something is wrong with the whole bill; the transaction must not commit."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} differences")


async def match_day(tx: Tx, policy: Policy, *, gateway: str, day: date, revision: int, now: datetime) -> None:
    """Find every difference that this day's bill makes or ends, and let the ledger say what the bill says.

    However many lines there are, so many statements: look at both sides of everything that the day concerns; mark the
    lines that nothing of ours explains; write the breaks that opened, changed or ended; move what the bill has from the
    clearing accounts to what the gateway holds. The caller has locked the gateway's book and written the day's lines.
    Raises `TooManyDifferences`.
    """
    await _number_payouts(tx)
    edge = timedelta(seconds=policy.bill_edge_seconds)
    seen = await standings.of_day.all(
        tx,
        gateway=gateway,
        day=day,
        revision=revision,
        edge=edge,
        from_at=begins_at(day) - edge,
        until_at=begins_at(day + timedelta(days=1)) - edge,
        limit=policy.bill_differences + 1,
    )
    if len(seen) > policy.bill_differences:
        raise TooManyDifferences(policy.bill_differences)
    wrong = [one for one in seen if one.stray is not None and one.stray == one.met]
    if wrong:
        await lines.mark.run(tx, gateway=gateway, rows=_marked(wrong))
    found = [change for one in seen if (change := breaks.changed(gateway, one, now))]
    await _write(tx, found)
    await lines.forget_earlier.run(tx, gateway=gateway, day=day, revision=revision)
    days = sorted({day, *(one.theirs_day for one in wrong if one.theirs_day)})
    sums = await lines.unposted.all(tx, gateway=gateway, days=days)
    moves = [*clearing.of_sums(gateway, sums), *(change.back for change in found if change.back)]
    if moves:
        await ledger.open_accounts(tx, clearing.accounts(gateway), now)
        await ledger.transfer_all(tx, [move.transfer for move in moves], now)
        await clearing.record.run(tx, rows=clearing.rows(moves, gateway, now))


async def _number_payouts(tx: Tx) -> None:
    """Those that were opened before their number was kept."""
    while found := await standings.unnumbered.all(tx, limit=_UNNUMBERED):
        await standings.number.run(
            tx,
            owner_ids=arrays.uuids([one.owner_id for one in found]),
            payout_ids=arrays.uuids([one.payout_id for one in found]),
            numbers=arrays.uuids([payouts.number_of(one.owner_id, one.payout_id) for one in found]),
        )


async def _write(tx: Tx, found: Sequence[Change]) -> None:
    if found:
        await breaks.write.run(tx, rows=msgspec.json.encode([change.row for change in found]).decode())
        steps = [(change.row.break_id, step) for change in found for step in change.steps]
        await breaks.add_steps.run(tx, rows=breaks.step_rows(steps))


def _marked(wrong: Sequence[Standing]) -> str:
    rows = [
        {"day": one.theirs_day, "revision": one.revision, "position": one.position, "stray": not one.met}
        for one in wrong
    ]
    return msgspec.json.encode(rows).decode()
