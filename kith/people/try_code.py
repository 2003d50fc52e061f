"""Try a code that somebody typed."""

import hmac
from datetime import datetime

from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.people import code as codes
from kith.people.code import CodePurpose
from kith.people.policy import Policy
from kith.people.secret import PhoneKey, Secret


async def try_code(
    tx: Tx, secret: Secret, policy: Policy, *, phone_key: PhoneKey, code: str, purpose: CodePurpose, now: datetime
) -> Refusal | None:
    """Use the right code up, or count the try. A code is worth nothing for another purpose than it was sent for.

    Returned, because they must leave a trace, are in this order `CodeExpired`, `TooManyTries`, `WrongCode`.
    """
    kept = await codes.lock.maybe(tx, phone_key=phone_key)
    typed = secret.code_hash(phone_key, code, purpose)
    right = hmac.compare_digest(kept.code_hash if kept else b"", typed)
    refusal = codes.refusal_of(kept, right, policy, now)
    if refusal:
        await codes.count_try.run(tx, phone_key=phone_key)
    else:
        await codes.use.run(tx, phone_key=phone_key, now=now)
    return refusal
