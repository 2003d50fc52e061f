"""The statement: its lines make up the balance, whatever happened; pages, months and the file."""

import csv
import io
from contextlib import nullcontext, suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith import ledger, payments, wallet
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.payments.tests.desk import OneConnection
from kith.wallet import spent as spents
from kith.wallet.export_lines import export_lines
from kith.wallet.line import WalletLine, span_of, table
from kith.wallet.list_months import list_months
from kith.wallet.spent import Spent, Standing, Used, may_spend
from kith.wallet.tests.household import Household
from kith.wallet.wallet import Decided
from tests.cast import ANN

STEPS = st.sampled_from(["give", "spend", "refund", "withdraw", "fail", "return", "sweep", "top_up", "day"])
START = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)


async def whole(home: Household, limit: int = 100, month: str | None = None) -> list[WalletLine]:
    found: list[WalletLine] = []
    after = None
    while True:
        page = await home.lines(month, after, limit)
        found += page.items
        after = page.next
        if after is None:
            return found


class Life:
    """What happens to Ann's wallet, in whatever order."""

    def __init__(self, home: Household) -> None:
        self.home = home
        self.paid: list[payments.ChargeId] = []

    async def step(self, kind: str, fen: int) -> None:
        home = self.home
        home.later(seconds=fen % 3)
        if kind == "give":
            await home.give(fen)
        elif kind == "spend":
            self.paid.append(await home.spend(fen))
        elif kind == "refund" and self.paid:
            await home.refund(self.paid[fen % len(self.paid)], fen)
        elif kind == "withdraw":
            await home.withdraw(fen)
        elif kind == "fail":
            home.gateway.faults["pay_out"].append("failed")
        elif kind == "return":
            for sent in home.gateway.payouts.values():
                sent.state = "returned" if sent.state == "paid" else sent.state
            await home.sweep(hours=7)
        elif kind == "top_up":
            await self._top_up(fen)
        elif kind == "day":
            home.later(days=1)
        else:
            await home.sweep(minutes=2)

    async def _top_up(self, fen: int) -> None:
        charge_id = await self.home.top_up(fen)
        await self.home.pay(charge_id, attempt_id=charge_id, way="qr", gateway="scripted")
        self.home.gateway.pay(charge_id.hex)
        await self.home.sweep(minutes=1)


@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(STEPS, st.integers(1, 4_000)), min_size=5, max_size=20))
async def test_the_balance_is_the_sum_of_the_lines(shared: Tx, steps: list[tuple[str, int]]) -> None:
    async with shared.transaction(force_rollback=True):
        home = Household(OneConnection(shared), START, policy=wallet.Policy(daily_fen=20_000))
        await home.build()
        await home.verify(1)
        await home.set_payee()
        life = Life(home)
        for kind, fen in steps:
            with suppress(Refusal):
                async with shared.transaction():
                    await life.step(kind, fen)
        lines, seen = await whole(home, 7), await home.seen()
        assert sum(line.fen for line in lines) == seen.balance_fen
        balance = 0
        for line in reversed(lines):
            balance += line.fen
            assert line.balance_fen == balance >= 0
        assert seen.limits.used_fen <= 100_000
        assert seen.day.used_fen <= 20_000
        async with home.db.transaction() as tx:
            months = await list_months(tx, ANN)
        assert sum(month.in_fen - month.out_fen for month in months) == balance
        for month in months:
            assert sum(line.fen for line in await whole(home, 5, month.month)) == month.in_fen - month.out_fen
        assert await ledger.audit(shared) == []


@given(
    st.integers(0, 3), st.integers(1, 30_000_000), st.integers(0, 30_000_000), st.integers(0, 600_000), st.booleans()
)
def test_nothing_goes_over_a_limit(identity_class: int, fen: int, counted: int, day: int, withdrawal: bool) -> None:
    policy = wallet.Policy()
    standing = Standing("licensed", Decided(identity_class, None, None, None), 40_000_000, Used(counted, day))
    within = counted + fen <= (0, 100_000, 10_000_000, 20_000_000)[identity_class]
    welcome = identity_class > 0 and (within or (withdrawal and identity_class > 1)) and day + fen <= policy.daily_fen
    with nullcontext() if welcome else pytest.raises(Refusal):
        may_spend(standing, fen, policy, withdrawal=withdrawal)


@given(st.lists(st.tuples(st.integers(0, 400 * 86_400), st.integers(1, 100)), max_size=20))
def test_a_window_counts_what_is_in_it(deeds: list[tuple[int, int]]) -> None:
    rows: dict[str, Spent] = {}
    begun: datetime | None = None
    counted = 0
    for offset, fen in sorted(deeds):
        now = datetime.fromtimestamp(START.timestamp() + offset, UTC)
        found = spents.windows(list(rows.values()), now)
        rows = {span: Spent(span, row.since_at, row.paid_fen + fen, 0) for span, row in found.items()}
        if begun is None or (now - begun).total_seconds() >= 86_400:
            begun, counted = now, 0
        counted += fen
        assert rows["day"].paid_fen == counted
    assert not rows or rows["ever"].paid_fen == sum(fen for _, fen in deeds)


def test_months_begin_in_beijing() -> None:
    since, until = span_of("2026-12")
    assert since.astimezone(UTC) == datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert until.astimezone(UTC) == datetime(2026, 12, 31, 16, tzinfo=UTC)


async def test_pages_have_no_gap_and_the_file_has_every_line(home: Household) -> None:
    home.now = START
    for fen in (100, 200, 300):
        await home.give(fen)
    await home.verify()
    await home.set_payee()
    await home.spend(50)
    home.later(hours=1)
    await home.withdraw(60)
    await home.sweep()
    lines = await whole(home)
    for limit in (1, 2, 3):
        assert await whole(home, limit) == lines
    async with home.db.transaction() as tx:
        months = await list_months(tx, ANN)
        content = await export_lines(tx, ANN, "2026-03")
    assert [(month.month, month.in_fen, month.out_fen) for month in months] == [
        ("2026-04", 0, 60),
        ("2026-03", 600, 50),
    ]
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["kind"] for row in rows] == ["paid", "envelope", "envelope", "envelope"]
    assert (rows[0]["time"], rows[0]["yuan"], rows[0]["balance"], rows[0]["subject"]) == (
        "2026-03-31 23:30:01",
        "-0.50",
        "5.50",
        "Roses",
    )


def test_no_cell_is_a_formula() -> None:
    line = WalletLine(ANN, START, 1, 1, "paid", None, '=HYPERLINK("x")', None, None, None)
    [row] = list(csv.DictReader(io.StringIO(table([line]).decode("utf-8-sig"))))
    assert row["subject"] == '\'=HYPERLINK("x")'
