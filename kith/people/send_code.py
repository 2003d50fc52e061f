"""Send a sign-in code to a phone number."""

from datetime import datetime, timedelta

from kith.kit import ids, jobs
from kith.kit.sql import Tx
from kith.people import code as codes
from kith.people import message as messages
from kith.people import phone as phones
from kith.people.code import CodePurpose, CodeSent, CodeTooSoon
from kith.people.policy import Policy
from kith.people.secret import Secret


async def send_code(
    tx: Tx, secret: Secret, policy: Policy, phone: str, now: datetime, *, purpose: CodePurpose = "sign_in"
) -> CodeSent:
    """Make a code, keep its hash, and leave the message for a job to send after the commit.

    It never looks whether somebody has joined with the number, so that neither the answer nor its timing can tell.
    Raises, in this order, `NotAPhoneNumber`, `CodeTooSoon`, `TooManyCodes`.
    """
    number = phones.normal(phone, policy.region)
    phone_key = secret.phone_key(number)
    before = await codes.by_phone.maybe(tx, phone_key=phone_key)
    seen = before.sent_at if before else []
    sent_at = [*codes.may_send(seen, policy, now), now]
    code = ids.digits(codes.DIGITS)
    valid_until = now + timedelta(seconds=policy.code_seconds)
    issued = await codes.issue.run(
        tx,
        phone_key=phone_key,
        code_hash=secret.code_hash(phone_key, code, purpose),
        valid_until=valid_until,
        sent_at=sent_at,
        seen=seen,
    )
    if not issued:
        raise CodeTooSoon(retry_after=policy.code_gap_seconds)
    message_id = ids.new(now)
    content = messages.sealable(number, messages.code_text(code, policy, purpose))
    sealed = secret.seal(content, message_id.bytes)
    await messages.post.run(tx, message_id=message_id, sealed=sealed, valid_until=valid_until, now=now)
    await jobs.later(tx, "people.deliver", message_id=str(message_id))
    return CodeSent(valid_until, now + timedelta(seconds=policy.code_gap_seconds))
