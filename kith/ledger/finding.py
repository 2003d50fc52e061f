"""Findings: what an audit reports, and the one statement that looks for it."""

from msgspec import Struct

from kith.kit.sql import Query


class Finding(Struct, frozen=True):
    """Something that does not add up: which check, the id of what is wrong, and how."""

    check: str
    subject: str
    detail: str


# `moved` is derived from transfers and resolutions alone: entries and balances have to agree with it, each on its own.
everything = Query(
    Finding,
    """
    WITH moved AS (
        SELECT leg.account_id, transfer.transfer_id, transfer.created_at AS at, leg.side,
               CASE transfer.kind WHEN 'pending' THEN transfer.fen WHEN 'posted' THEN 0 ELSE -hold.fen END AS pending,
               CASE WHEN transfer.kind IN ('posted', 'post') THEN transfer.fen ELSE 0 END AS posted
        FROM transfer LEFT JOIN transfer AS hold ON hold.transfer_id = transfer.pending_id,
             LATERAL (VALUES (transfer.debit, 'debit'), (transfer.credit, 'credit')) AS leg (account_id, side)
        UNION ALL
        SELECT leg.account_id, hold.transfer_id, resolution.resolved_at, leg.side, -hold.fen, 0
        FROM resolution JOIN transfer AS hold ON hold.transfer_id = resolution.transfer_id,
             LATERAL (VALUES (hold.debit, 'debit'), (hold.credit, 'credit')) AS leg (account_id, side)
        WHERE resolution.outcome = 'expired'
    ), by_transfers AS (
        SELECT account_id,
               coalesce(sum(pending) FILTER (WHERE side = 'debit'), 0) AS debits_pending,
               coalesce(sum(posted) FILTER (WHERE side = 'debit'), 0) AS debits_posted,
               coalesce(sum(pending) FILTER (WHERE side = 'credit'), 0) AS credits_pending,
               coalesce(sum(posted) FILTER (WHERE side = 'credit'), 0) AS credits_posted
        FROM moved GROUP BY account_id
    ), ended AS (
        SELECT transfer.transfer_id, transfer.kind, transfer.debit, transfer.credit, transfer.fen,
               transfer.pending_id, transfer.created_at,
               CASE transfer.kind WHEN 'post' THEN 'posted' ELSE 'voided' END AS outcome
        FROM transfer WHERE transfer.kind IN ('post', 'void')
    )

    SELECT 'debits_equal_credits' AS check, 'ledger' AS subject,
           concat('posted ', sum(debits_posted), ' and ', sum(credits_posted),
                  ', pending ', sum(debits_pending), ' and ', sum(credits_pending)) AS detail
    FROM account
    HAVING sum(debits_posted) <> sum(credits_posted) OR sum(debits_pending) <> sum(credits_pending)

    UNION ALL
    SELECT 'balance_is_sum_of_transfers', coalesce(account.account_id, by_transfers.account_id)::text,
           concat('debits ', account.debits_posted, '+', account.debits_pending,
                  ', credits ', account.credits_posted, '+', account.credits_pending,
                  '; by its transfers debits ', by_transfers.debits_posted, '+', by_transfers.debits_pending,
                  ', credits ', by_transfers.credits_posted, '+', by_transfers.credits_pending)
    FROM account FULL JOIN by_transfers ON by_transfers.account_id = account.account_id
    WHERE account.account_id IS NOT NULL
      AND (account.debits_pending <> coalesce(by_transfers.debits_pending, 0)
           OR account.debits_posted <> coalesce(by_transfers.debits_posted, 0)
           OR account.credits_pending <> coalesce(by_transfers.credits_pending, 0)
           OR account.credits_posted <> coalesce(by_transfers.credits_posted, 0))

    UNION ALL
    SELECT 'transfer_has_its_accounts', moved.transfer_id::text, concat('account ', moved.account_id, ' does not exist')
    FROM moved LEFT JOIN account ON account.account_id = moved.account_id
    WHERE account.account_id IS NULL

    UNION ALL
    SELECT 'entries_match_transfers', coalesce(entry.transfer_id, moved.transfer_id)::text,
           concat('account ', coalesce(entry.account_id, moved.account_id),
                  ': entry ', entry.side, ' ', entry.posted, '+', entry.pending,
                  ', transfer ', moved.side, ' ', moved.posted, '+', moved.pending)
    FROM entry FULL JOIN moved ON moved.account_id = entry.account_id AND moved.transfer_id = entry.transfer_id
                              AND moved.at = entry.created_at AND moved.side = entry.side
    WHERE (entry.pending, entry.posted) IS DISTINCT FROM (moved.pending, moved.posted)

    UNION ALL
    SELECT 'hold_ends_once', coalesce(ended.transfer_id, resolution.transfer_id)::text,
           CASE WHEN ended.transfer_id IS NULL THEN concat('marked as ended by ', resolution.resolved_by)
                ELSE concat('hold ', ended.pending_id, ' is not marked as ended by it') END
    FROM ended FULL JOIN resolution
         ON resolution.transfer_id = ended.pending_id AND resolution.resolved_by = ended.transfer_id
        AND resolution.outcome = ended.outcome AND resolution.resolved_at = ended.created_at
    WHERE (ended.transfer_id IS NULL AND resolution.outcome <> 'expired') OR resolution.transfer_id IS NULL

    UNION ALL
    SELECT 'end_fits_hold', coalesce(ended.transfer_id, resolution.transfer_id)::text,
           concat('hold ', coalesce(ended.pending_id, resolution.transfer_id), ': ', coalesce(hold.kind, 'missing'))
    FROM ended FULL JOIN resolution ON resolution.resolved_by = ended.transfer_id
         LEFT JOIN transfer AS hold ON hold.transfer_id = coalesce(ended.pending_id, resolution.transfer_id)
    WHERE hold.kind IS DISTINCT FROM 'pending' OR ended.debit <> hold.debit OR ended.credit <> hold.credit
       OR ended.fen > hold.fen OR (ended.kind = 'void' AND ended.fen <> hold.fen)
       OR (resolution.outcome = 'expired' AND hold.timeout = 0)

    UNION ALL
    SELECT 'hold_is_due_once', coalesce(hold.transfer_id, pending_due.transfer_id)::text,
           concat('due ', coalesce(pending_due.due_at::text, 'never'))
    FROM (
        SELECT transfer.transfer_id, transfer.created_at + transfer.timeout * interval '1 second' AS due_at
        FROM transfer LEFT JOIN resolution ON resolution.transfer_id = transfer.transfer_id
        WHERE transfer.timeout > 0 AND resolution.transfer_id IS NULL
    ) AS hold FULL JOIN pending_due ON pending_due.transfer_id = hold.transfer_id
    WHERE pending_due.due_at IS DISTINCT FROM hold.due_at

    UNION ALL
    SELECT 'balance_within_limit', account_id::text,
           concat('debits ', debits_posted, '+', debits_pending, ', credits ', credits_posted, '+', credits_pending,
                  ', limit ', "limit")
    FROM account
    WHERE least(debits_pending, debits_posted, credits_pending, credits_posted) < 0
       OR ("limit" = 'debits' AND debits_pending::numeric + debits_posted > credits_posted)
       OR ("limit" = 'credits' AND credits_pending::numeric + credits_posted > debits_posted)

    UNION ALL
    SELECT 'account_has_an_owner', account_id::text, concat('role "', role, '", owner ', owner)
    FROM account
    WHERE role = '' OR owner = '00000000-0000-0000-0000-000000000000'

    ORDER BY 1, 2, 3
    """,
)
