"""Feed files of both formats are read row by row, and hostile ones not at all."""

import contextlib
import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.mall import feed as feeds
from kith.mall import feed_csv, feed_xml
from kith.mall.feed import FeedBroken, Row
from kith.mall.tests.feeds import HEAD, RSS, item, row, text


def read(raw: bytes) -> list[Row]:
    file = io.BytesIO(raw)
    return list((feed_xml if feeds.is_xml(file) else feed_csv).rows(file))


def test_google_s_own_example() -> None:
    raw = b"""<?xml version="1.0"?>
    <rss xmlns:g="http://base.google.com/ns/1.0" version="2.0">
      <channel>
        <title>Example - Online Store</title>
        <link>http://www.example.com</link>
        <description>A sample feed</description>
        <item>
          <title>Plain title</title>
          <link>http://www.example.com/tv</link>
          <g:id>TV_123456</g:id>
          <g:title>Google Chromecast &amp; TV</g:title>
          <g:description>Up to <![CDATA[<b>4K</b>]]> HDR</g:description>
          <g:image_link>https://images.example.com/TV_123456.png</g:image_link>
          <g:additional_image_link>https://images.example.com/2.png</g:additional_image_link>
          <g:additional_image_link>https://images.example.com/3.png</g:additional_image_link>
          <g:price>49.99 USD</g:price>
          <g:shipping>
            <g:country>US</g:country>
            <g:service>Standard</g:service>
            <g:price>14.95 USD</g:price>
          </g:shipping>
          <g:gtin></g:gtin>
        </item>
      </channel>
    </rss>"""
    (only,) = read(raw)
    assert only.number == 1
    assert {name: values for name, values in only.attributes.items() if name != "shipping"} == {
        "title": ["Google Chromecast & TV"],
        "link": ["http://www.example.com/tv"],
        "id": ["TV_123456"],
        "description": ["Up to <b>4K</b> HDR"],
        "image_link": ["https://images.example.com/TV_123456.png"],
        "additional_image_link": ["https://images.example.com/2.png", "https://images.example.com/3.png"],
        "price": ["49.99 USD"],
    }


def test_atom() -> None:
    raw = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
      <title>Shop</title><id>tag:shop</id>
      <entry><id>tag:1</id><title>Vase</title><summary>A <b>blue</b> vase</summary>
        <link href="https://shop.example/1"/><g:id>A1</g:id></entry>
      <entry><g:id>A2</g:id></entry>
    </feed>"""
    first, second = read(raw)
    assert first.attributes == {
        "id": ["A1"],
        "title": ["Vase"],
        "description": ["A blue vase"],
        "link": ["https://shop.example/1"],
    }
    assert (second.number, second.attributes) == (2, {"id": ["A2"]})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimited_text(encoding: str, delimiter: str) -> None:
    rows = read(text([row(title="红玫瑰, 礼盒", description="a\nb"), row("A2")], delimiter, encoding))
    assert [found.number for found in rows] == [2, 3]
    assert rows[0].attributes["title"] == ["红玫瑰, 礼盒"]
    assert rows[0].attributes["description"] == ["a\nb"]


def test_names_are_read_as_people_write_them() -> None:
    (only,) = read(b"ID,Image Link,g:price,shipping(country:price),image link\nA1,x,1,US:2, y \n\n , \n")
    assert only == Row(2, {"id": ["A1"], "image_link": ["x", "y"], "price": ["1"], "shipping": ["US:2"]})


def test_an_export_of_google_merchant_center() -> None:
    """Tabs between, commas inside; quotes only around what needs them, doubled inside."""
    raw = (
        b"id\ttitle\tdescription\tadditional image link\tshipping(country, region, service, price)\tsale price\r\n"
        b'A1\tRoses, red\t"A ""big"" bunch\twith a tab"\thttps://a/1.jpg,https://a/2.jpg\tCN:::5 CNY\t\r\n'
        b'A2\tA 12" vase\t\t\t\t9.00 CNY\r\n'
    )
    first, second = read(raw)
    assert first == Row(
        2,
        {
            "id": ["A1"],
            "title": ["Roses, red"],
            "description": ['A "big" bunch\twith a tab'],
            "additional_image_link": ["https://a/1.jpg,https://a/2.jpg"],
            "shipping": ["CN:::5 CNY"],
        },
    )
    assert second == Row(3, {"id": ["A2"], "title": ['A 12" vase'], "sale_price": ["9.00 CNY"]})


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))

HOSTILE = {
    "billion laughs": (
        f"<!DOCTYPE rss [{LAUGHS}]>" + RSS.format("<item><title>&l9;</title></item>"),
        "xml_with_declarations",
    ),
    "quadratic blowup": (
        f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>' + RSS.format("<item>" + "&a;" * 50_000 + "</item>"),
        "xml_with_declarations",
    ),
    "external entity": (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + RSS.format("<item><title>&x;</title></item>"),
        "xml_with_declarations",
    ),
    "external document type": (
        '<!DOCTYPE rss SYSTEM "http://10.0.0.1/x.dtd">' + RSS.format(""),
        "xml_with_declarations",
    ),
    "parameter entity": (
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://10.0.0.1/x.dtd"> %x;]>' + RSS.format(""),
        "xml_with_declarations",
    ),
    "bare document type": ("<!DOCTYPE rss>" + RSS.format(""), "xml_with_declarations"),
    "unknown entity": (RSS.format("<item><title>&nothing;</title></item>"), "xml_broken"),
    "deep nesting": (RSS.format("<item>" + "<a>" * 100_000), "xml_too_deep"),
    "deep nesting outside": ("<a>" * 100_000, "xml_too_deep"),
    "huge attribute": (RSS.format(f'<item a="{"x" * 3_000_000}"></item>'), "row_too_long"),
    "huge name": (RSS.format(f"<item><{'x' * 3_000_000}/></item>"), "row_too_long"),
    "huge value": (RSS.format(f"<item><title>{'x' * 3_000_000}</title></item>"), "value_too_long"),
    "huge comment": (RSS.format(f"<!--{'x' * 3_000_000}-->"), "row_too_long"),
    "endless item": (RSS.format("<item>" + "<b></b>" * 300_000 + "</item>"), "row_too_long"),
    "many attributes": (RSS.format("<item>" + "<b>x</b>" * 600 + "</item>"), "too_many_attributes"),
    "cut off": (RSS.format(item(row()))[:-20], "xml_broken"),
    "crossed": (RSS.format("<item><a></item></a>"), "xml_broken"),
    "unknown encoding": ('<?xml version="1.0" encoding="utf-99"?><rss/>', "xml_broken"),
    "xinclude is only an element": (
        RSS.format('<item><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/></item>'),
        None,
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml(name: str) -> None:
    body, code = HOSTILE[name]
    raw = (body if body.startswith("<?xml") else HEAD + body).encode()
    tracemalloc.start()
    try:
        if code is None:
            assert read(raw) == [Row(1, {})]
        else:
            with pytest.raises(FeedBroken) as broken:
                read(raw)
            assert broken.value.code == code
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("raw", "code", "number"),
    [
        (b"", "no_header", 1),
        (b"id\n", None, 0),
        (b"name,price\nA,1\n", "no_header", 1),
        (b'id,title\nA1,"' + b"x" * 200_000, "value_too_long", 2),
        (b"id,title\nA1," + b"x" * 3_000_000, "row_too_long", 2),
        (b"\x00" * 5_000_000, "row_too_long", 1),
        (b"id,title\nA1,\xff\xff\xff\n", "encoding", 1),
        (b"id," + b"x," * 600 + b"\n", "no_header", 1),
    ],
)
def test_hostile_text(raw: bytes, code: str | None, number: int) -> None:
    if code is None:
        assert read(raw) == []
        return
    with pytest.raises(FeedBroken) as broken:
        read(raw)
    assert (broken.value.code, broken.value.number) == (code, number)


@given(raw=st.binary(max_size=400) | st.text(max_size=200).map(lambda s: f"<rss><item>{s}".encode(errors="replace")))
@settings(deadline=None)
def test_any_bytes_are_rows_or_refused(raw: bytes) -> None:
    with contextlib.suppress(FeedBroken):
        assert all(isinstance(found, Row) for found in read(raw))


class Endless(io.RawIOBase):
    """A feed of many rows that is never whole in memory."""

    def __init__(self, count: int) -> None:
        self._pieces = self._made(count)
        self._rest = b""

    def _made(self, count: int) -> Iterator[bytes]:
        head, _, tail = (HEAD + RSS).partition("{}")
        yield head.encode()
        for number in range(count):
            yield item(row(f"A{number}", description="x" * 500)).encode()
        yield tail.encode()

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (piece := next(self._pieces, b"")):
            self._rest += piece
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        found = sum(1 for _ in feed_xml.rows(Endless(count)))
        assert found == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(4_000) < peak(400) * 1.5


def test_the_file_is_left_open_for_its_owner() -> None:
    file = io.BytesIO(text([row()]))
    assert len(list(feed_csv.rows(file))) == 1
    assert not file.closed
