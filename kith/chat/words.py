"""What may be said: words that an operator does not want, and links that are not to be followed."""

import re
from urllib.parse import urlsplit

from msgspec import Struct

from kith.chat.policy import Policy
from kith.kit.fold import folded, plain
from kith.kit.refusal import Refusal


class WordsNotAllowed(Refusal, status=403):
    """This message has words that are not written here."""


class Link(Struct, frozen=True):
    """A link in a text: where it begins and where it has ended, counted in UTF-16 units as browsers do."""

    start: int
    end: int


# What ends a sentence is no part of an address, and a backslash would let browsers and this program read different
# hosts in it.
_URL = re.compile(r"https?://[^\s<>\"'`\\{}|^，。！？；：、（）【】《》「」『』“”‘’…\x00-\x1f\x7f]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]"
_WORD = re.compile(r"[a-z0-9 ]+")
_MOST_LINKS = 50


def check_words(text: str, policy: Policy) -> None:
    """Raise `WordsNotAllowed`, whatever the width, the case and the blanks."""
    if any(_has(text, word) for word in policy.blocked_words):
        raise WordsNotAllowed


def links(text: str, policy: Policy) -> list[Link]:
    """The links in a text that may be followed; an address of a blocked domain stays text."""
    if "://" not in text:
        return []
    found: list[Link] = []
    for match in _URL.finditer(text):
        url = match[0].rstrip(_TRAILING)
        if len(found) < _MOST_LINKS and _may_follow(url, policy):
            start = _units(text[: match.start()])
            found.append(Link(start, start + _units(url)))
    return found


def _has(text: str, word: str) -> bool:
    """Words of Latin letters stand alone; others, as Chinese ones, are found anywhere."""
    wanted = plain(word).strip()
    if _WORD.fullmatch(wanted):
        return re.search(rf"(?<![a-z0-9]){re.escape(wanted)}(?![a-z0-9])", plain(text)) is not None
    return bool(wanted) and folded(wanted) in folded(text)


def _may_follow(url: str, policy: Policy) -> bool:
    host = _host(url)
    return host is not None and not any(
        host == domain or host.endswith(f".{domain}") for domain in map(_ascii, policy.blocked_domains) if domain
    )


def _host(url: str) -> str | None:
    """The host that a browser would ask, None where that is in doubt."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        return None
    del port
    if not host or "%" in host or parts.username is not None:
        return None
    return _ascii(host)


def _ascii(host: str) -> str | None:
    try:
        return plain(host).rstrip(".").encode("idna").decode().lower() or None
    except UnicodeError:
        return None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
