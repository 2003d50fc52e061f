"""What must hold of every campaign."""

from kith import envelopes, ledger
from kith.campaigns.campaign import Campaign
from kith.campaigns.chosen import Counted


def findings(campaign: Campaign, counted: Counted, tally: envelopes.Tally, left_fen: int) -> list[ledger.Finding]:
    """What does not hold of this one: its envelopes, its budget, and what went back."""
    expected = 0 if campaign.state == "draft" or campaign.ended_at else campaign.budget_fen - _gone(tally)
    checks = (
        ("campaign_gives_once", tally.envelopes != counted.prepared, f"{tally.envelopes} envelopes, {counted}"),
        ("campaign_within_budget", tally.fen > campaign.budget_fen, f"{tally.fen} fen of {campaign.budget_fen}"),
        ("campaign_budget", left_fen != expected, f"{left_fen} fen are left and should be {expected}"),
        ("campaign_ended", campaign.ended_at is not None and tally.unended > 0, f"{tally.unended} may be opened"),
        (
            "campaign_gave_back",
            campaign.back_fen is not None and campaign.back_fen != campaign.budget_fen - tally.taken_fen,
            f"{campaign.back_fen} fen went back, {tally.taken_fen} of {campaign.budget_fen} were taken",
        ),
    )
    return [ledger.Finding(check, str(campaign.campaign_id), said) for check, wrong, said in checks if wrong]


def _gone(tally: envelopes.Tally) -> int:
    """What was taken, and what lies in envelopes that may still be opened."""
    return tally.taken_fen + tally.held_fen
