"""Red envelopes: money of one person for the members of a conversation, taken in shares.

An envelope is `unpaid` → `open` → `emptied` | `expired` | `stopped`, or `unpaid` → `lapsed`. Lucky ones are divided by
chance, equal ones evenly, exclusive ones are for one person; all of it is drawn when it is sent.

What always holds:
- How an envelope is divided is settled before anybody can open it, and bound by a commitment on its card. Nobody learns
  it before the end, and everybody can check it then.
- A member takes one share at most, the shares go in the order of coming, and who asks again gets the same answer.
- What was taken and what went back make up what was paid, and each share is one transfer into a wallet. An envelope is
  closed by the statement that says what is left.
- The row of `envelope_state` is locked first, those of several in order of ids; then money, then conversations, then
  events.
- Where an envelope opens is a noised cell, held against what others find of whoever opens it. That somebody was turned
  away is told to nobody else.
- A brake that is pulled leaves a row for the operator.
"""

from kith.envelopes.audit import audit
from kith.envelopes.claiming import Claim, Taken
from kith.envelopes.end import end
from kith.envelopes.envelope import Envelope, EnvelopeId, EnvelopeNotFound
from kith.envelopes.envelope_view import Proof
from kith.envelopes.exported import exported
from kith.envelopes.follow_charge import follow_charge
from kith.envelopes.forget_person import forget_person
from kith.envelopes.fund import fund
from kith.envelopes.hold_envelope import hold_envelope
from kith.envelopes.lane import Opening
from kith.envelopes.list_brakes import list_brakes
from kith.envelopes.password import Passwords
from kith.envelopes.policy import Policy
from kith.envelopes.proving import flaws, read_proof
from kith.envelopes.send import send
from kith.envelopes.sending import NewEnvelope

__all__ = [
    "Claim",
    "Envelope",
    "EnvelopeId",
    "EnvelopeNotFound",
    "NewEnvelope",
    "Opening",
    "Passwords",
    "Policy",
    "Proof",
    "Taken",
    "audit",
    "end",
    "exported",
    "flaws",
    "follow_charge",
    "forget_person",
    "fund",
    "hold_envelope",
    "list_brakes",
    "read_proof",
    "send",
]
