"""Accounts: who holds money, how much, and how far they may go below zero (not at all, where restricted)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith.kit import arrays, ids
from kith.kit.sql import Query
from kith.ledger.result import AccountResult

Limit = Literal["none", "debits", "credits"]
"""`debits`: debits must not exceed credits; `credits`: credits must not exceed debits. Held money counts."""

ZERO = 0
INT_MAX = (1 << 128) - 1
"""The two ids, as numbers, that nothing may have."""


class NewAccount(Struct, frozen=True):
    """An account as its caller names it; `account_id` is usually `account_id(role, owner)`."""

    account_id: UUID
    role: str
    owner: UUID
    limit: Limit


class Balance(Struct):
    """The four sums of an account, in fen."""

    debits_pending: int
    debits_posted: int
    credits_pending: int
    credits_posted: int

    @property
    def net(self) -> int:
        """Posted credits less posted debits: what the account holds for its owner; below zero for an asset."""
        return self.credits_posted - self.debits_posted

    @property
    def free(self) -> int:
        """What of `net` is not held: the most that a debit of an account with limit `debits` may take."""
        return self.net - self.debits_pending


class Account(Balance):
    """An account as the decider needs it."""

    account_id: UUID
    limit: Limit
    closed_at: datetime | None


class Owned(Struct, frozen=True):
    """An account and whose it is."""

    account_id: UUID
    role: str
    owner: UUID
    limit: Limit


class Locked(Struct, frozen=True):
    """How many locks are held, and how the statements under them are planned."""

    locks: int
    plans: str
    scans: str


def account_id(role: str, owner: UUID) -> UUID:
    """The id of the account that `owner` has in `role`: derived, so that nobody needs to look it up."""
    return ids.derived(owner, role)


def lock_keys(accounts: Iterable[UUID], transfers: Iterable[UUID] = ()) -> arrays.BigintArray:
    """The advisory locks that stand for these accounts and transfers, in the one order in which everybody takes them.

    A key is the half of the id that is random; those of transfers are below zero, so that all of them come before all
    accounts. Two ids that share a key only wait for each other without need.
    """
    of_transfers = {(one.int & _KEY) - _BELOW for one in transfers}
    return arrays.bigints(sorted(of_transfers.union([one.int & _KEY for one in accounts])))


def can_open(account: NewAccount) -> bool:
    """The account is well-formed; whether it exists already is another question."""
    return account.account_id.int not in (ZERO, INT_MAX) and account.owner.int != ZERO and account.role != ""


def columns(accounts: Iterable[NewAccount]) -> dict[str, object]:
    """Well-formed accounts as the arrays that `insert` takes."""
    fresh = list(accounts)
    return {
        "ids": arrays.uuids([account.account_id for account in fresh]),
        "roles": arrays.texts([account.role for account in fresh]),
        "owners": arrays.uuids([account.owner for account in fresh]),
        "limits": arrays.texts([account.limit for account in fresh]),
    }


def opened(
    accounts: Sequence[NewAccount], created: Collection[UUID], known: Mapping[UUID, Owned]
) -> list[AccountResult]:
    """The answers in batch order, when those `created` are new and `known` is how all that exist now stand."""
    fresh = set(created)
    results: list[AccountResult] = []
    for account in accounts:
        if account.account_id in fresh and can_open(account):
            fresh.remove(account.account_id)
            results.append(AccountResult.CREATED)
        else:
            standing = None if account.account_id in fresh else known.get(account.account_id)
            results.append(_unopened(account, standing))
    return results


def _unopened(account: NewAccount, known: Owned | None) -> AccountResult:
    checks = (
        (AccountResult.ID_MUST_NOT_BE_ZERO, account.account_id.int == ZERO),
        (AccountResult.ID_MUST_NOT_BE_INT_MAX, account.account_id.int == INT_MAX),
        (AccountResult.EXISTS_WITH_DIFFERENT_LIMIT, known is not None and known.limit != account.limit),
        (AccountResult.EXISTS_WITH_DIFFERENT_OWNER, known is not None and known.owner != account.owner),
        (AccountResult.EXISTS_WITH_DIFFERENT_ROLE, known is not None and known.role != account.role),
        (AccountResult.EXISTS, known is not None),
        (AccountResult.OWNER_MUST_NOT_BE_ZERO, account.owner.int == ZERO),
    )
    return next((result for result, holds in checks if holds), AccountResult.ROLE_MUST_NOT_BE_EMPTY)


_KEY = (1 << 63) - 1
_BELOW = 1 << 63

# The locks are taken in the order of the array, which is sorted: two batches never wait for each other in a circle.
# A plan that was made while the tables were small would scan them when they are large: until `record` is done, plans
# are made once a connection, and by index.
lock = Query(
    Locked,
    """
    SELECT count(pg_advisory_xact_lock(key)) AS locks,
           set_config('plan_cache_mode', 'force_generic_plan', true) AS plans,
           set_config('enable_seqscan', 'off', true) AS scans
    FROM unnest(%(keys)b::bigint[]) AS key
    """,
)

wait = Query(int, "SELECT count(pg_advisory_xact_lock(key)) AS locks FROM unnest(%(keys)b::bigint[]) AS key")

by_ids = Query(
    Account,
    """
    SELECT debits_pending, debits_posted, credits_pending, credits_posted, account_id, "limit", closed_at
    FROM account WHERE account_id = ANY(%(ids)b::uuid[])
    """,
)

owned_by_ids = Query(
    Owned, 'SELECT account_id, role, owner, "limit" FROM account WHERE account_id = ANY(%(ids)b::uuid[])'
)

of_role = Query(Owned, 'SELECT account_id, role, owner, "limit" FROM account WHERE role = %(role)s ORDER BY account_id')

of_role_after = Query(
    Owned,
    """
    SELECT account_id, role, owner, "limit" FROM account
    WHERE role = %(role)s AND account_id > %(after)s ORDER BY account_id LIMIT %(limit)s
    """,
)

insert = Query(
    UUID,
    """
    INSERT INTO account (account_id, role, owner, "limit", debits_pending, debits_posted,
                         credits_pending, credits_posted, opened_at)
    SELECT fresh.account_id, fresh.role, fresh.owner, fresh."limit", 0, 0, 0, 0, %(now)s
    FROM unnest(%(ids)b::uuid[], %(roles)b::text[], %(owners)b::uuid[], %(limits)b::text[])
         AS fresh (account_id, role, owner, "limit")
    ORDER BY fresh.account_id
    ON CONFLICT (account_id) DO NOTHING
    RETURNING account_id
    """,
)

close = Query(
    UUID,
    """
    UPDATE account SET closed_at = %(now)s WHERE account_id = %(account_id)s AND closed_at IS NULL RETURNING account_id
    """,
)
