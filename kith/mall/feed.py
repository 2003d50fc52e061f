"""A feed file as a stream of rows, whatever its format: what a row is, and how a file breaks.

Two formats are read, both as Google Merchant Center takes them: RSS 2.0 or Atom with the `g:` namespace, and delimited
text with a header. Only one row is in memory at a time; every length is bounded before it is believed.
"""

from typing import BinaryIO

from msgspec import Struct

NAMESPACE = "http://base.google.com/ns/1.0"

MAX_ROW_BYTES = 1_000_000
MAX_VALUE = 65_536
MAX_VALUES = 500
"""Attributes of one row, repeated ones counted each time."""

USED = frozenset({
    "id", "item_group_id", "title", "description", "link", "brand",
    "image_link", "additional_image_link",
    "price", "sale_price", "sale_price_effective_date", "availability",
    "quantity", "sell_on_google_quantity", "inventory",
    "google_product_category", "product_type", "condition", "adult",
    "color", "size", "material", "pattern",
    "max_handling_time", "ship_within_hours", "ship_from", "ships_to", "occasions",
})  # fmt: skip
"""Attributes that say something to Kith. The last four are its own."""

LEFT_ALONE = frozenset({
    "age_group", "ads_redirect", "auto_pricing_min_price", "availability_date", "canonical_link", "carrier_shipping",
    "certification", "cost_of_goods_sold", "custom_label_0", "custom_label_1", "custom_label_2", "custom_label_3",
    "custom_label_4", "disclosure_date", "display_ads_id", "display_ads_link", "display_ads_similar_ids",
    "display_ads_title", "display_ads_value", "energy_efficiency_class", "excluded_destination", "expiration_date",
    "external_seller_id", "free_shipping_threshold", "gender", "gtin", "identifier_exists", "included_destination",
    "installment", "is_bundle", "lifestyle_image_link", "link_template", "loyalty_points", "loyalty_program",
    "max_energy_efficiency_class", "maximum_retail_price", "min_energy_efficiency_class", "min_handling_time",
    "minimum_order_value", "mobile_link", "mobile_link_template", "model_3d_link", "mpn", "multipack", "pause",
    "product_detail", "product_height", "product_highlight", "product_length", "product_weight", "product_width",
    "promotion_id", "return_address_label", "return_policy_label", "shipping", "shipping_handling_business_days",
    "shipping_height", "shipping_label", "shipping_length", "shipping_transit_business_days", "shipping_weight",
    "shipping_width", "ships_from_country", "shopping_ads_excluded_country", "short_title", "size_system", "size_type",
    "structured_description", "structured_title", "subscription_cost", "tax", "tax_category", "transit_time_label",
    "unit_pricing_base_measure", "unit_pricing_measure", "video_link", "virtual_model_link",
})  # fmt: skip
"""Attributes of the specification that say nothing to Kith."""

EXTRA = ""
"""What a row has under no name: more cells than the header."""

_BLANK = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"


class Row(Struct, frozen=True):
    """One item of a feed. `number` is the row a spreadsheet shows, or the how-manieth item of an XML file."""

    number: int
    attributes: dict[str, list[str]]


class FeedBroken(Exception):
    """A file that cannot be read to its end: why, as a code, and at which row it showed."""

    def __init__(self, code: str, number: int = 0) -> None:
        super().__init__(f"{code} at row {number}")
        self.code = code
        self.number = number


def attribute(name: str) -> str:
    """An attribute's name as the specification writes it: `Image Link` is `image_link`."""
    return name.strip().lower().removeprefix("g:").replace(" ", "_").replace("-", "_").replace("\0", "")[:100]


def is_xml(file: BinaryIO) -> bool:
    """Whether the file begins like XML; the file is rewound."""
    head = file.read(4096).lstrip(_BLANK)
    file.seek(0)
    return head.startswith(b"<")
