"""As whom one can sign in, and what to try then."""

from typing import NamedTuple

from kith.main.demo.residents import residents


class Guest(NamedTuple):
    """Somebody as whom one can sign in, and what to try then."""

    nickname: str
    phone: str
    to_try: str


_TO_TRY = {
    "林晚": "has two gifts to answer, one to pay, and one on its way to a friend",
    "Leo": "has given: one waits for its answer, one is taken back, one is on its way; and has one to answer",
    "秦木": "keeps the shop 窑路 Kiln Road, where an order waits to be sent",
    "苏糖": "keeps the shop 苏糖香铺 Sugar & Scent, and has declined a gift and said so",
    "叶知秋": "is 19, takes gifts up to 200 yuan, two a week, and has blocked somebody",
}

GUESTS = tuple(Guest(name, residents()[name].phone, to_try) for name, to_try in _TO_TRY.items())
"""Nobody else acts in their names while the town lives."""

NAMES = frozenset(_TO_TRY)
