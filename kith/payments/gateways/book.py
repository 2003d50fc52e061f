"""The simulator's book, in place of the bills that the real Alipay sends."""

import msgspec
from msgspec import Struct

from kith.payments.gateway import Book


class _Trade(Struct):
    number: str
    paid_fen: int


class _Refund(Struct):
    refund_number: str
    fen: int


class _Transfer(Struct):
    number: str
    fen: int
    returned: bool


class _Book(Struct):
    trades: list[_Trade]
    refunds: list[_Refund]
    transfers: list[_Transfer]


def read(body: bytes) -> Book | None:
    """The book; None where it cannot be read."""
    try:
        told = msgspec.json.decode(body, type=_Book)
    except msgspec.DecodeError:
        return None
    return Book(
        paid={trade.number: trade.paid_fen for trade in told.trades if trade.paid_fen},
        refunded={refund.refund_number: refund.fen for refund in told.refunds},
        paid_out={transfer.number: transfer.fen for transfer in told.transfers},
        returned={transfer.number: transfer.fen for transfer in told.transfers if transfer.returned},
    )
