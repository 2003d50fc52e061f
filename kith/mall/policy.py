"""The numbers of the mall."""

import msgspec


class Policy(msgspec.Struct, frozen=True):
    """What may be listed, and how a feed is read."""

    min_fen: int = 10_000
    """The cheapest price of a variant."""
    max_fen: int = 100_000
    """The dearest price of a variant."""
    ship_within_hours: int = 48
    """The promise of a shop that states none."""
    max_ship_within_hours: int = 24 * 30
    max_variants: int = 100
    max_pictures: int = 11
    """One main picture and ten more, as the Google Merchant feed allows."""
    max_rows: int = 200_000
    """Rows of one feed."""
    max_reported_errors: int = 10_000
    """Rows of one feed whose errors are kept; all are counted."""
    low_stock: int = 3
    """So many units or less of a listed variant are few: the shop is told."""
    picture_tries: int = 3
    """How often a picture is asked for before it counts as failed."""
