"""Text as it is compared: what only looks different is made the same."""

import unicodedata


def plain(text: str) -> str:
    """One width and one case."""
    return unicodedata.normalize("NFKC", text).casefold()


def folded(text: str) -> str:
    """One width, one case, no blanks."""
    return "".join(plain(text).split())
