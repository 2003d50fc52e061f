"""The shops' feeds as real files: Google Merchant XML or CSV, with the pictures beside them."""

import csv
import io
from pathlib import Path
from xml.sax.saxutils import escape

from kith.main.demo.catalogue import Goods, Shop, Variant, goods_of
from kith.main.drawing import draw

_DOLLAR_TYPES = {
    "数码 > 耳机": "Audio > Headphones",
    "数码 > 音箱": "Audio > Speakers",
    "数码 > 键盘": "Input > Keyboards",
}
"""What a shop abroad calls the same things; its map leads them back to the five categories."""


def write_feed(shop: Shop, folder: Path) -> Path:
    """Write the shop's feed and draw its pictures into `folder`; the same files every time. The feed's path."""
    folder.mkdir(parents=True, exist_ok=True)
    goods = goods_of(shop)
    for each in goods:
        picture = folder / _picture(each)
        if not picture.exists():
            _write(picture, draw(each.article, each.subject, each.tone))
    lines = [_attributes(shop, each, variant) for each in goods for variant in each.variants]
    feed = folder / f"feed.{shop.format}"
    text = _xml(shop, lines) if shop.format == "xml" else _csv(lines)
    _write(feed, text.encode(shop.encoding))
    return feed


def _attributes(shop: Shop, goods: Goods, variant: Variant) -> dict[str, str]:
    kind = _DOLLAR_TYPES.get(goods.type, goods.type) if shop.currency != "CNY" else goods.type
    return {
        "id": variant.article,
        "item_group_id": goods.article,
        "title": goods.title,
        "description": goods.story,
        "link": f"https://{shop.key}.example/goods/{goods.article}",
        "image_link": _picture(goods),
        "price": variant.price,
        "availability": "in_stock" if variant.units else "out_of_stock",
        "quantity": str(variant.units),
        "condition": "new",
        "brand": shop.name,
        "google_product_category": goods.google,
        "product_type": kind,
        goods.option: variant.value,
        "occasions": ",".join(goods.occasions),
    }


def _xml(shop: Shop, lines: list[dict[str, str]]) -> str:
    items = "\n".join(
        "    <item>\n"
        + "".join(f"      <g:{name}>{escape(value)}</g:{name}>\n" for name, value in line.items())
        + "    </item>"
        for line in lines
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n'
        "  <channel>\n"
        f"    <title>{escape(shop.name)}</title>\n"
        f"    <link>https://{shop.key}.example/</link>\n"
        f"{items}\n"
        "  </channel>\n"
        "</rss>\n"
    )


def _csv(lines: list[dict[str, str]]) -> str:
    names = list(dict.fromkeys(name for line in lines for name in line))
    text = io.StringIO()
    table = csv.DictWriter(text, names, restval="")
    table.writeheader()
    table.writerows(lines)
    return text.getvalue()


def _picture(goods: Goods) -> str:
    return f"{goods.article}.png"


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a picture that was half written when the power went would stay so."""
    fresh = path.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(path)
