"""Red envelopes: money of one person for the members of a conversation, taken in shares.

An envelope is `unpaid` → `open` → `emptied` | `expired` | `stopped`, or `unpaid` → `lapsed`. One of the operator's is
`open` at once, from a moment that is still to come, and may be `paused` for a while. Lucky ones are divided by
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
from kith.envelopes.brake import Brake
from kith.envelopes.claiming import Claim, Taken
from kith.envelopes.end import end
from kith.envelopes.end_from import end_from
from kith.envelopes.envelope import Envelope, EnvelopeId, EnvelopeNotFound
from kith.envelopes.envelope_view import Proof
from kith.envelopes.exported import exported
from kith.envelopes.follow_charge import follow_charge
from kith.envelopes.forget_person import forget_person
from kith.envelopes.fund import fund
from kith.envelopes.hold_envelope import hold_envelope
from kith.envelopes.hold_up import hold_up
from kith.envelopes.house import Gift, Outcome, Tally, TallyMinute
from kith.envelopes.lane import Opening
from kith.envelopes.list_brakes import list_brakes
from kith.envelopes.list_outcomes import list_outcomes
from kith.envelopes.password import Passwords
from kith.envelopes.policy import Policy
from kith.envelopes.prepare import prepare
from kith.envelopes.proving import flaws, read_proof
from kith.envelopes.send import send
from kith.envelopes.sending import (
    Cover,
    Greeting,
    NewEnvelope,
    SharesUneven,
    ShareTooLarge,
    ShareTooSmall,
    TooManyShares,
    can_divide,
)
from kith.envelopes.tally import tally
from kith.envelopes.tally_minutes import tally_minutes

__all__ = [
    "Brake",
    "Claim",
    "Cover",
    "Envelope",
    "EnvelopeId",
    "EnvelopeNotFound",
    "Gift",
    "Greeting",
    "NewEnvelope",
    "Opening",
    "Outcome",
    "Passwords",
    "Policy",
    "Proof",
    "ShareTooLarge",
    "ShareTooSmall",
    "SharesUneven",
    "Taken",
    "Tally",
    "TallyMinute",
    "TooManyShares",
    "audit",
    "can_divide",
    "end",
    "end_from",
    "exported",
    "flaws",
    "follow_charge",
    "forget_person",
    "fund",
    "hold_envelope",
    "hold_up",
    "list_brakes",
    "list_outcomes",
    "prepare",
    "read_proof",
    "send",
    "tally",
    "tally_minutes",
]
