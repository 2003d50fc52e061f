"""A feed as delimited text: commas, tabs, semicolons or bars; UTF-8, UTF-16 or GB 18030; the names in the first row."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from kith.mall.feed import EXTRA, MAX_ROW_BYTES, MAX_VALUE, MAX_VALUES, FeedBroken, Row, attribute

_DELIMITERS = "\t,;|"
_SAMPLE = 262_144
_PARTS = re.compile(r"\([^)]*\)")
"""The parts that a name may list behind it: `shipping(country, price)` holds no delimiter."""


def rows(file: BinaryIO) -> Iterator[Row]:
    """The rows of the file one by one, numbered as a spreadsheet does: the header is row 1. Raises `FeedBroken`."""
    csv.field_size_limit(MAX_VALUE)
    text = io.TextIOWrapper(file, encoding=_encoding(file), newline="")
    number = 0
    try:
        lines = _lines(text)
        header = next(lines, "")
        delimiter = max(_DELIMITERS, key=_PARTS.sub("", header).count)
        names: list[str] = []
        for cells in csv.reader(_chained(header, lines), delimiter=delimiter):
            number += 1
            if not names:
                names = _names(cells)
            elif any(cell.strip() for cell in cells):
                yield _row(number, names, cells)
    except csv.Error as error:
        raise FeedBroken("value_too_long" if "limit" in str(error) else "csv_broken", number + 1) from error
    except UnicodeError as error:
        raise FeedBroken("encoding", number + 1) from error
    finally:
        text.detach()


def _names(cells: list[str]) -> list[str]:
    names = [attribute(cell.partition("(")[0]) for cell in cells]
    if "id" not in names or len(names) > MAX_VALUES:
        raise FeedBroken("no_header", 1)
    return names


def _row(number: int, names: list[str], cells: list[str]) -> Row:
    values: dict[str, list[str]] = {}
    if any(cell.strip() for cell in cells[len(names) :]):
        values[EXTRA] = ["more cells than names"]
    for name, cell in zip(names, cells, strict=False):
        if name and cell.strip():
            values.setdefault(name, []).append(cell.strip())
    return Row(number, values)


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    # `readline` with a limit: a file without line ends must not come in whole.
    for number in range(1, 2**62):
        line = text.readline(MAX_ROW_BYTES)
        if not line:
            return
        if len(line) >= MAX_ROW_BYTES:
            raise FeedBroken("row_too_long", number)
        yield line


def _encoding(file: BinaryIO) -> str:
    """Spreadsheets in China write GB 18030, everything else writes UTF-8, or says so by its first bytes."""
    head = file.read(_SAMPLE)
    file.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"
