"""The whole system's money on one line, and accounts that belong to nobody."""

from uuid import UUID

from msgspec import Struct

from kith.kit.sql import Query


class Books(Struct, frozen=True):
    """In fen. Always: captured + set aside − refunded − settled − fees − withdrawn = held, and
    settled − paid out = owed.
    """

    captured: int
    """Came in through gateways."""
    set_aside: int
    """Came from the house, to be given away."""
    refunded: int
    """Went back through gateways."""
    settled: int
    """Became the shops' own."""
    fees: int
    """Kept by gateways or by the platform."""
    held: int
    """Lies with charges, gifts, envelopes, wallets, and in budgets to be given away."""
    withdrawn: int
    """Sent from wallets to accounts of their owners and not come back."""
    paid_out: int
    """Of what became the shops' own, sent to them and not come back."""
    owed: int
    """Of what became the shops' own, still with us: settled − paid out."""

    @property
    def difference(self) -> int:
        """Zero, or money appeared or vanished."""
        came = self.captured + self.set_aside
        return came - self.refunded - self.settled - self.fees - self.withdrawn - self.held

    @property
    def unpaid(self) -> int:
        """Zero, or a shop's money went where it was not paid out to."""
        return self.settled - self.paid_out - self.owed


class Ownerless(Struct, frozen=True):
    """An account whose owner is not there."""

    account_id: UUID
    role: str


# What reconciling moved on from the gateways' accounts is not counted again.
totals = Query(
    Books,
    """
    WITH moved AS (
        SELECT side.account_id, sum(transfer.fen) FILTER (WHERE side.debit) AS debits,
            sum(transfer.fen) FILTER (WHERE NOT side.debit) AS credits
        FROM bill_move JOIN transfer USING (transfer_id)
        CROSS JOIN LATERAL (VALUES (transfer.debit, true), (transfer.credit, false)) AS side (account_id, debit)
        GROUP BY side.account_id
    ), account AS (
        SELECT role, debits_posted - coalesce(moved.debits, 0) AS debits_posted,
            credits_posted - coalesce(moved.credits, 0) AS credits_posted
        FROM account LEFT JOIN moved USING (account_id)
    )
    SELECT
        coalesce(sum(debits_posted) FILTER (WHERE role = 'gateway-clearing'), 0)::bigint AS captured,
        coalesce(sum(debits_posted - credits_posted) FILTER (WHERE role = 'house'), 0)::bigint AS set_aside,
        coalesce(sum(credits_posted) FILTER (WHERE role = 'gateway-clearing'), 0)::bigint AS refunded,
        coalesce(sum(credits_posted) FILTER (WHERE role = 'merchant-payable'), 0)::bigint
            - coalesce(sum(debits_posted) FILTER (WHERE role = 'gateway-payouts'), 0)::bigint
            + min(wallets.returned) AS settled,
        coalesce(sum(credits_posted) FILTER (WHERE role IN ('gateway-fees', 'platform-fees')), 0)::bigint AS fees,
        coalesce(sum(credits_posted - debits_posted) FILTER (
            WHERE role IN (
                'charge', 'gift', 'envelope', 'placement', 'wallet', 'unclaimed', 'promotion', 'budget'
            )
        ), 0)::bigint AS held,
        min(wallets.sent - wallets.returned) AS withdrawn,
        coalesce(sum(credits_posted - debits_posted) FILTER (WHERE role = 'gateway-payouts'), 0)::bigint
            - min(wallets.sent - wallets.returned) AS paid_out,
        coalesce(sum(credits_posted - debits_posted) FILTER (WHERE role = 'merchant-payable'), 0)::bigint AS owed
    FROM (
        SELECT coalesce(sum(fen), 0)::bigint AS sent,
            coalesce(sum(fen) FILTER (WHERE state = 'returned'), 0)::bigint AS returned
        FROM payout WHERE purpose = 'wallet' AND paid_at IS NOT NULL
    ) AS wallets LEFT JOIN account ON true
    """,
)

ownerless = Query(
    Ownerless,
    """
    SELECT account_id, role FROM account
    WHERE CASE role
        WHEN 'envelope' THEN NOT EXISTS (
            SELECT 1 FROM envelope WHERE envelope.envelope_id = account.owner
        )
        WHEN 'placement' THEN NOT EXISTS (
            SELECT 1 FROM placement WHERE placement.placement_id = account.owner
        )
        WHEN 'gift' THEN NOT EXISTS (SELECT 1 FROM gift WHERE gift.gift_id = account.owner)
        WHEN 'charge' THEN NOT EXISTS (SELECT 1 FROM charge WHERE charge.charge_id = account.owner)
        WHEN 'wallet' THEN NOT EXISTS (SELECT 1 FROM person WHERE person.person_id = account.owner)
        WHEN 'merchant-payable' THEN NOT EXISTS (SELECT 1 FROM merchant WHERE merchant.merchant_id = account.owner)
        WHEN 'gateway-clearing' THEN NOT (account.account_id = ANY (%(clearing)s::uuid[]))
        WHEN 'gateway-payouts' THEN NOT (account.account_id = ANY (%(clearing)s::uuid[]))
        WHEN 'gateway-settled' THEN NOT (account.account_id = ANY (%(clearing)s::uuid[]))
        WHEN 'gateway-suspense' THEN NOT (account.account_id = ANY (%(clearing)s::uuid[]))
        WHEN 'gateway-costs' THEN NOT (account.account_id = ANY (%(clearing)s::uuid[]))
        WHEN 'gateway-bank' THEN NOT (account.account_id = ANY (%(clearing)s::uuid[]))
        WHEN 'house' THEN account_id <> %(house)s
        WHEN 'promotion' THEN account_id <> %(promotion)s
        WHEN 'unclaimed' THEN account_id <> %(unclaimed)s
        WHEN 'budget' THEN NOT EXISTS (SELECT 1 FROM campaign WHERE campaign.campaign_id = account.owner)
            AND NOT EXISTS (SELECT 1 FROM programme WHERE programme.programme_id = account.owner)
        ELSE role NOT IN ('gateway-fees', 'platform-fees')
    END
    ORDER BY account_id
    LIMIT 1000
    """,
)
