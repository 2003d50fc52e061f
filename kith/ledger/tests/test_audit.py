"""The audit finds every way in which the books can be wrong."""

from datetime import datetime, timedelta

import pytest

from kith import ledger
from kith.kit.sql import Tx
from kith.ledger.tests.world import ASSET, OTHER, PURSE, end, move, open_world

# Each is what somebody with full power over the database might do.
CORRUPTIONS: list[tuple[str, str]] = [
    ("debits_equal_credits", "UPDATE account SET debits_posted = debits_posted + 1 WHERE account_id = {other}"),
    (
        "balance_is_sum_of_transfers",
        "UPDATE account SET credits_posted = credits_posted + 1 WHERE account_id = {other}",
    ),
    ("balance_is_sum_of_transfers", "UPDATE transfer SET fen = fen + 1 WHERE kind = 'posted' AND debit = {other}"),
    ("balance_is_sum_of_transfers", "DELETE FROM transfer WHERE kind = 'posted' AND debit = {other}"),
    ("transfer_has_its_accounts", "DELETE FROM account WHERE account_id = {other}"),
    ("entries_match_transfers", "DELETE FROM entry WHERE account_id = {other}"),
    ("entries_match_transfers", "UPDATE entry SET posted = posted + 1 WHERE account_id = {other}"),
    ("entries_match_transfers", "UPDATE entry SET side = CASE side WHEN 'debit' THEN 'credit' ELSE 'debit' END"),
    ("hold_ends_once", "DELETE FROM resolution WHERE outcome = 'posted'"),
    ("hold_ends_once", "DELETE FROM transfer WHERE kind = 'post'"),
    ("hold_ends_once", "UPDATE resolution SET outcome = 'voided' WHERE outcome = 'posted'"),
    ("end_fits_hold", "UPDATE transfer SET kind = 'posted', timeout = 0 WHERE kind = 'pending'"),
    ("end_fits_hold", "DELETE FROM transfer WHERE kind = 'pending'"),
    ("end_fits_hold", "UPDATE transfer SET credit = {purse} WHERE kind = 'post'"),
    ("end_fits_hold", "UPDATE transfer SET fen = 51 WHERE kind = 'post'"),
    ("end_fits_hold", "UPDATE transfer SET timeout = 0 WHERE transfer_id = {expired}"),
    ("hold_is_due_once", "DELETE FROM pending_due"),
    ("hold_is_due_once", "UPDATE pending_due SET due_at = due_at + interval '1 second'"),
    ("hold_is_due_once", "INSERT INTO pending_due SELECT transfer_id, resolved_at FROM resolution"),
    ("balance_within_limit", "UPDATE account SET debits_posted = 1 WHERE account_id = {purse}"),
    ("balance_within_limit", "UPDATE account SET debits_pending = -1 WHERE account_id = {other}"),
    ("account_has_an_owner", "UPDATE account SET role = '' WHERE account_id = {other}"),
]


@pytest.mark.parametrize(("check", "statement"), CORRUPTIONS)
async def test_each_corruption_is_found(tx: Tx, now: datetime, check: str, statement: str) -> None:
    await open_world(tx, now)
    batch = [
        move(1),
        move(2, fen=50, kind="pending", timeout=60),
        end(3, 2, fen=20),
        move(4, fen=50, kind="pending", timeout=60),
        end(5, 4, kind="void"),
        move(6, kind="pending", timeout=60),
        move(7, debit=ASSET, kind="pending", timeout=120),
    ]
    assert {result.value for result in await ledger.post_transfers(tx, batch, now)} == {"created"}
    assert await ledger.expire_pending(tx, now + timedelta(seconds=60), 10) == 1
    assert await ledger.audit(tx) == []

    for table in ("account", "transfer", "resolution", "entry"):
        await tx.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
    for constraint in ("account_role_named", "account_not_negative", "account_debits_covered"):
        await tx.execute(f"ALTER TABLE account DROP CONSTRAINT {constraint}".encode())
    known = {"other": f"'{OTHER}'", "purse": f"'{PURSE}'", "expired": f"'{move(6).id}'"}
    changed = await tx.execute(statement.format(**known).encode())
    assert changed.rowcount > 0

    assert check in {finding.check for finding in await ledger.audit(tx)}
