"""Feed files, for tests."""

import csv
import io
from collections.abc import Iterable
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
RSS = '<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title>{}</channel></rss>'


def row(item_id: str = "A1", **other: object) -> dict[str, object]:
    """A row that nothing is wrong with; None takes an attribute away."""
    content: dict[str, object] = {
        "id": item_id,
        "title": f"Vase {item_id}",
        "description": "A vase.",
        "link": f"https://shop.example/{item_id}",
        "image_link": f"https://shop.example/{item_id}.jpg",
        "availability": "in_stock",
        "price": "288.00 CNY",
        "google_product_category": "Home & Garden > Decor > Vases",
        "quantity": "5",
    }
    return {name: value for name, value in (content | other).items() if value is not None}


def item(values: dict[str, object]) -> str:
    lists = {name: value if isinstance(value, list) else [value] for name, value in values.items()}
    parts = [f"<g:{name}>{escape(str(one))}</g:{name}>" for name, many in lists.items() for one in many]
    return f"<item>{''.join(parts)}</item>"


def xml(rows: Iterable[dict[str, object]]) -> bytes:
    return (HEAD + RSS.format("".join(item(values) for values in rows))).encode()


def tsv(rows: list[dict[str, object]]) -> bytes:
    """As Google Merchant Center exports it."""
    return text(rows, "\t")


def text(rows: list[dict[str, object]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    names = list(dict.fromkeys(name for values in rows for name in values))
    writer = csv.DictWriter(out, names, delimiter=delimiter)
    writer.writeheader()
    for values in rows:
        writer.writerow({key: ",".join(v) if isinstance(v, list) else v for key, v in values.items()})
    return out.getvalue().encode(encoding)
