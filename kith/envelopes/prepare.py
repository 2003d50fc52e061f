"""Prepare envelopes of the operator."""

from collections.abc import Mapping
from datetime import datetime

from kith import chat, ledger
from kith.envelopes import envelope as envelopes
from kith.envelopes import house, money
from kith.envelopes.envelope import EnvelopeId
from kith.envelopes.house import Gift
from kith.kit.sql import Tx


async def prepare(tx: Tx, gift: Gift, wanted: Mapping[EnvelopeId, chat.ConversationId], now: datetime) -> int:
    """Divide, fund and show one in each of these conversations; all may be opened from one moment on. How many are new.

    Those that there are already stay as they are, and cost nothing again. Raises `ledger.TransferRefused`, and makes
    none of them, where the account that pays has not enough.
    """
    drawn = [house.draw(gift, envelope_id, where) for envelope_id, where in wanted.items()]
    fresh = set(
        await house.insert.all(
            tx,
            kind=gift.kind,
            fen=gift.fen,
            count=gift.count,
            greeting=gift.greeting,
            cover=gift.cover,
            source_id=gift.source_id,
            opens_at=gift.opens_at,
            ends_at=gift.ends_at,
            now=now,
            **house.columns(drawn),
        )
    )
    made = [one for one in drawn if one.envelope_id in fresh]
    if not made:
        return 0
    await ledger.want_accounts(tx, [money.account_of(one.envelope_id) for one in made], now)
    await ledger.transfer_all(tx, [money.funding(one.envelope_id, gift.source_id, gift.fen) for one in made], now)
    for one in made:
        await chat.post_card_in(tx, one.conversation_id, envelopes.OPERATOR, "envelope", one.envelope_id, now=now)
    return len(made)
