"""A Google Merchant feed in XML: RSS 2.0 `item` or Atom `entry`, attributes in the `g:` namespace or plain."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol, cast
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # pyright: ignore[reportMissingTypeStubs] it has none
from defusedxml.ElementTree import DefusedXMLParser  # pyright: ignore[reportMissingTypeStubs] it has none

from kith.mall.feed import MAX_ROW_BYTES, MAX_VALUE, MAX_VALUES, NAMESPACE, FeedBroken, Row, attribute

_CHUNK = 65_536
_DEEPEST = 12
_ITEMS = {"item", "entry"}
_SAME = {"summary": "description", "content": "description"}


class _Parser(Protocol):
    def feed(self, data: bytes, /) -> None: ...
    def close(self) -> object: ...


def rows(file: BinaryIO) -> Iterator[Row]:
    """The items of the file one by one. Raises `FeedBroken`.

    No tree is built. A document type, an entity or an outside reference ends the reading at its first byte, and so do
    elements too deep, too long or too many for an honest feed.
    """
    target = _Items()
    parser = cast("_Parser", DefusedXMLParser(target=target, forbid_dtd=True))
    try:
        while piece := file.read(_CHUNK):
            target.silent += len(piece)
            parser.feed(piece)
            yield from target.taken()
            if target.silent > MAX_ROW_BYTES:
                raise FeedBroken("row_too_long", target.number + 1)
        parser.close()
    except DefusedXmlException as error:
        raise FeedBroken("xml_with_declarations", target.number + 1) from error
    except (ParseError, LookupError, ValueError) as error:
        raise FeedBroken("xml_broken", target.number + 1) from error
    yield from target.taken()


class _Items:
    """What the parser tells its news to: it gathers the attributes of one item and forgets everything else."""

    def __init__(self) -> None:
        self.number = 0
        self.silent = 0
        """Bytes read since something was last complete."""
        self._ready: list[Row] = []
        self._depth = 0
        self._inside = 0
        """Depth of the item being read; 0 outside of any."""
        self._values: dict[str, list[str]] = {}
        self._named: set[str] = set()
        """Attributes of this item that came with the `g:` namespace: they win over plain ones."""
        self._text: list[str] = []
        self._length = 0

    def taken(self) -> list[Row]:
        ready, self._ready = self._ready, []
        return ready

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FeedBroken("xml_too_deep", self.number + 1)
        if self._depth <= self._inside + 1:
            self._text, self._length = [], 0
        if not self._inside and _local(tag) in _ITEMS:
            self._inside, self._values, self._named, self.silent = self._depth, {}, set(), 0
        elif self._depth == self._inside + 1 and self._inside and _local(tag) == "link" and "href" in attrs:
            self._add(tag, attrs["href"])

    def data(self, text: str) -> None:
        if self._inside:
            self._length += len(text)
            if self._length > MAX_VALUE:
                raise FeedBroken("value_too_long", self.number + 1)
            self._text.append(text)

    def end(self, tag: str) -> None:
        if not self._inside:
            self.silent = 0
        elif self._depth == self._inside:
            self.number += 1
            self._ready.append(Row(self.number, self._values))
            self._inside, self.silent = 0, 0
        elif self._depth == self._inside + 1:
            self._add(tag, "".join(self._text))
        self._depth -= 1

    def close(self) -> None:
        pass

    def _add(self, tag: str, value: str) -> None:
        name = attribute(_SAME.get(_local(tag), _local(tag)))
        if tag.startswith(f"{{{NAMESPACE}}}"):
            if name not in self._named:
                self._named.add(name)
                self._values.pop(name, None)
        elif name in self._named:
            return
        if sum(map(len, self._values.values())) >= MAX_VALUES:
            raise FeedBroken("too_many_attributes", self.number + 1)
        if value.strip():
            self._values.setdefault(name, []).append(value.strip())


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
