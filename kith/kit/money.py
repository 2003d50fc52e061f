"""Money is integer fen (1/100 yuan). Text with a decimal point exists only at the borders: gateways, feeds, screens."""

import re
from decimal import ROUND_HALF_UP, Decimal

_YUAN = re.compile(r"\d{1,13}(\.\d{1,2})?")


def yuan(fen: int) -> str:
    """`12345` → `"123.45"`: the form gateways want."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def fen(text: str) -> int:
    """`"123.45"`, `"123.4"` or `"123"` → fen. `ValueError` for anything else: signs, exponents, a third decimal."""
    if not _YUAN.fullmatch(text):
        raise ValueError(f"not an amount in yuan: {text!r}")
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or "0")


def converted(amount: Decimal, rate: Decimal) -> int:
    """A foreign amount at `rate` yuan a unit, in fen, half a fen rounded up."""
    return int((amount * rate * 100).quantize(Decimal(1), ROUND_HALF_UP))
