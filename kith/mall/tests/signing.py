"""Callbacks as the tracking service would sign them."""

from datetime import datetime

import msgspec

from kith.mall import Carriers, Tracker
from kith.mall.carriers.tracker import SIGNATURE, TIMESTAMP
from kith.mall.tests.order_cast import HOUR, NUMBER

SECRET = "a secret that only the tests know"


def tracker(
    url: str = "http://127.0.0.1:9", *, key: str = "key", secret: str = SECRET, callback_url: str = ""
) -> Tracker:
    return Tracker("tracker", url=url, key=key, secret=secret, callback_url=callback_url, timeout=0.5)


def carriers() -> Carriers:
    return Carriers(tracker())


def news(now: datetime, hours: float, status: str, *, number: str = NUMBER, carrier: str = "sf") -> bytes:
    """The body that tells of one event, so many hours after `now`."""
    event = {"status": status, "at": now + hours * HOUR, "note": ""}
    return msgspec.json.encode({"carrier": carrier, "tracking_no": number, "events": [event]})


def signed(body: bytes, at: datetime, secret: str = SECRET) -> dict[str, str]:
    """The headers of a callback that is sent at this moment of real time."""
    stamp = str(int(at.timestamp()))
    return {TIMESTAMP: stamp, SIGNATURE: tracker(secret=secret).sign(stamp, body)}
