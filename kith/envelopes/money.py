"""What envelopes write into the ledger: one account an envelope, and one transfer for each thing that happens to it.

Each transfer's id is derived from what it belongs to, so that writing it twice changes nothing.
"""

from uuid import UUID

from kith import ledger, payments, people
from kith.envelopes.envelope import Envelope, EnvelopeId
from kith.kit import ids


def envelope_account(envelope_id: UUID) -> UUID:
    """What is in an envelope and was neither taken nor went back. Never below zero."""
    return ledger.account_id("envelope", envelope_id)


def account_of(envelope_id: EnvelopeId) -> ledger.NewAccount:
    """The account, to be opened; opening it again is harmless."""
    return ledger.NewAccount(envelope_account(envelope_id), "envelope", envelope_id, "debits")


def deposit(envelope_id: EnvelopeId, charge_id: payments.ChargeId, fen: int) -> ledger.Transfer:
    """It was paid."""
    return ledger.Transfer(
        id=ids.derived(envelope_id, "envelope-deposit"),
        debit=payments.charge_account(charge_id),
        credit=envelope_account(envelope_id),
        fen=fen,
        reason="envelope-deposit",
    )


def claim(envelope_id: EnvelopeId, person_id: people.PersonId, wallet: UUID, fen: int) -> ledger.Transfer:
    """Somebody took a share."""
    return ledger.Transfer(
        id=ids.derived(envelope_id, f"share of {person_id}"),
        debit=envelope_account(envelope_id),
        credit=wallet,
        fen=fen,
        reason="envelope-claim",
    )


def funding(envelope_id: EnvelopeId, source_id: UUID, fen: int) -> ledger.Transfer:
    """The operator paid it from an account of its own."""
    return ledger.Transfer(
        id=ids.derived(envelope_id, "envelope-deposit"),
        debit=source_id,
        credit=envelope_account(envelope_id),
        fen=fen,
        reason="campaign-envelope",
    )


def house_rest(envelope_id: EnvelopeId, source_id: UUID, fen: int) -> ledger.Transfer:
    """One of the operator's is over: what is left goes back to the account that paid it."""
    return ledger.Transfer(
        id=ids.derived(envelope_id, "envelope-rest"),
        debit=envelope_account(envelope_id),
        credit=source_id,
        fen=fen,
        reason="campaign-rest",
    )


def rest(envelope: Envelope, fen: int) -> ledger.Transfer:
    """It is over: what is left goes back to where it came from."""
    if envelope.source_id is not None:
        return house_rest(envelope.envelope_id, envelope.source_id, fen)
    assert envelope.charge_id is not None
    return ledger.Transfer(
        id=ids.derived(envelope.envelope_id, "envelope-rest"),
        debit=envelope_account(envelope.envelope_id),
        credit=payments.charge_account(envelope.charge_id),
        fen=fen,
        reason="envelope-rest",
    )


def refund_id(envelope_id: EnvelopeId) -> payments.RefundId:
    """The refund of what is left, by the name it keeps for ever."""
    return payments.RefundId(ids.derived(envelope_id, "envelope-refund"))
