"""Search finds Chinese by any part of it, latin by its beginning, and titles by pinyin."""

import re
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.kit.fold import folded
from kith.kit.sql import Query, Tx
from kith.mall import words

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=30)
MIXED = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60)

matches = Query(
    bool, "SELECT array_to_tsvector(%(lexemes)s::text[]) @@ %(question)s::text::tsquery FROM (VALUES (1)) AS one"
)


def asked(question: str | None) -> list[str]:
    return re.findall(r"'([^']*)'", question or "")


@settings(deadline=None)  # the first title loads the dictionary of pinyin
@given(title=HAN, cut=st.data())
def test_every_part_of_a_chinese_title_is_found(title: str, cut: st.DataObject) -> None:
    start = cut.draw(st.integers(0, len(title) - 2))
    part = title[start : cut.draw(st.integers(start + 2, len(title)))]
    assert set(asked(words.question(part))) <= set(words.lexemes(title, "", []))


@settings(deadline=None)
@given(text=MIXED)
def test_whatever_is_typed_is_a_question_or_none(text: str) -> None:
    question = words.question(text)
    assert question is None or re.fullmatch(r"'[^'\\\s]+'(:\*)?( & '[^'\\\s]+'(:\*)?)*", question)
    assert all(lexeme and len(lexeme) <= 100 for lexeme in words.lexemes(text, text, [text]))


TITLE = "云南红玫瑰礼盒 Rose Box·香薰Ｌ号"


@pytest.mark.parametrize(
    "typed",
    [
        "玫瑰",
        "红玫瑰",
        "南红",
        "瑰",
        "玫瑰 礼盒",
        "礼盒玫瑰"[:2],
        "rose",
        "ROSE box",
        "ros",
        "ｒｏｓｅ",
        "rose玫瑰",
        "L号",
        "meigui",
        "hongmeigui",
        "mei gui",
        "meig",
        "mg",
        "ynhmg",
        "yunnan",
        "故事里",
    ],
)
async def test_found(tx: Tx, typed: str) -> None:
    lexemes = words.lexemes(TITLE, "故事里有花", [])
    assert await matches.one(tx, lexemes=lexemes, question=words.question(typed))


@pytest.mark.parametrize("typed", ["百合", "玫红", "ose", "oxb", "guimei", "瑰玫", "rose lily", "红玫瑰花"])
async def test_not_found(tx: Tx, typed: str) -> None:
    lexemes = words.lexemes(TITLE, "故事里有花", [])
    assert not await matches.one(tx, lexemes=lexemes, question=words.question(typed))


def test_titles_are_compared_without_width_case_and_blanks() -> None:
    assert folded("Ｒose 红 玫瑰") == folded("rose红玫瑰")


def test_a_very_long_question_is_cut(now: datetime) -> None:
    assert len(asked(words.question("红玫瑰礼盒" * 100))) <= 24
