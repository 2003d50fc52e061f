"""How text is cut for search: bigrams of Chinese, whole words of other scripts, and the pinyin of titles.

A run of Chinese is indexed by its single characters and by every two neighbours, so any part of it of two characters or
more is found without knowing where its words end. Pinyin is indexed from each syllable on, in full and by initials, and
asked for by prefix: `meigui`, `mei gui` and `mg` all find 红玫瑰.
"""

import re
from collections.abc import Iterable

from kith.kit.fold import plain

_HAN = "\u3007\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECES = re.compile(rf"(?P<run>[{_HAN}\u3040-\u30ff\uac00-\ud7af]+)|(?P<word>[^\W_{_HAN}\u3040-\u30ff\uac00-\ud7af]+)")

_LONGEST_WORD = 40
_SYLLABLES = 12
_STORY = 2_000
"""Characters of a story that are indexed."""
_TERMS = 24
"""Terms of a question that are used."""


def lexemes(title: str, story: str, others: Iterable[str]) -> list[str]:
    """Everything by which a product is found, sorted."""
    found: set[str] = set()
    for text in (title, story[:_STORY], *others):
        for run, word in _pieces(text):
            if run:
                found.update(run)
                found.update(_bigrams(run))
            else:
                found.add(word[:_LONGEST_WORD])
    for run, _ in _pieces(title):
        found.update(_pinyin(run))
    return sorted(found)


def question(text: str) -> str | None:
    """The tsquery for what somebody typed; None where it has nothing to look for. All its terms must be there."""
    terms: dict[str, None] = {}
    for run, word in _pieces(text):
        if len(run) == 1:
            terms[f"'{run}'"] = None
        elif run:
            terms.update(dict.fromkeys(f"'{pair}'" for pair in _bigrams(run)))
        else:
            begun = word[:_LONGEST_WORD]
            terms[f"'{begun}':*" if len(begun) > 1 else f"'{begun}'"] = None
    return " & ".join(list(terms)[:_TERMS]) or None


def _pieces(text: str) -> Iterable[tuple[str, str]]:
    for match in _PIECES.finditer(plain(text)):
        yield match["run"] or "", match["word"] or ""


def _bigrams(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _pinyin(run: str) -> set[str]:
    if not run:
        return set()
    from pypinyin import lazy_pinyin  # noqa: PLC0415 its dictionary loads for a third of a second; only imports need it

    syllables: list[str] = lazy_pinyin(run, errors="ignore")
    found: set[str] = set()
    for start in range(len(syllables)):
        heard = syllables[start : start + _SYLLABLES]
        found.add("".join(heard))
        found.add("".join(syllable[0] for syllable in heard))
    return found
