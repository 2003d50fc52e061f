"""Pictures of fictional goods and people, drawn by rule: the same name always gives the same picture.

`SUBJECTS` are the things that can be drawn, by the category they are sold in; `TONES` are the colours they come in.
"""

import hashlib
import io
from collections.abc import Callable

from PIL import ImageOps

from kith import mall
from kith.main.drawing import beauty, digital, flowers, home, jewellery
from kith.main.drawing.canvas import TONES, Pen
from kith.main.drawing.portrait import portrait

__all__ = ["SUBJECTS", "TONES", "draw", "draw_person"]

Drawing = Callable[[Pen, bytes], None]

SUBJECTS: dict[mall.Category, dict[str, Drawing]] = {
    "flowers": {
        "bouquet": flowers.bouquet,
        "tulips": flowers.tulips,
        "sunflowers": flowers.sunflowers,
        "plant": flowers.plant,
    },
    "home": {"lamp": home.lamp, "vase": home.vase, "cup": home.cup, "candle": home.candle},
    "beauty": {"lipstick": beauty.lipstick, "scent": beauty.scent, "jar": beauty.jar, "compact": beauty.compact},
    "digital": {
        "headphones": digital.headphones,
        "earbuds": digital.earbuds,
        "speaker": digital.speaker,
        "keyboard": digital.keyboard,
    },
    "jewellery": {
        "ring": jewellery.ring,
        "necklace": jewellery.necklace,
        "earrings": jewellery.earrings,
        "bracelet": jewellery.bracelet,
    },
}

_CLOSE = (54, 16, 426, 388)
"""The part of a portrait that is shown, in pixels."""

_DRAWINGS = {subject: drawing for drawings in SUBJECTS.values() for subject, drawing in drawings.items()}


def draw(name: str, subject: str = "bouquet", tone: str | None = None) -> bytes:
    """A square PNG of the subject; what is left open is chosen by the name."""
    dice = hashlib.sha256(name.encode()).digest()
    pen = Pen(TONES[tone or list(TONES)[dice[31] % len(TONES)]])
    _DRAWINGS[subject](pen, dice)
    return _png(pen, dice)


def draw_person(name: str, *, long_hair: bool, age: int) -> bytes:
    """A square PNG of somebody who does not exist; always the same for the name."""
    dice = hashlib.sha256(name.encode()).digest()
    pen = Pen(TONES[[tone for tone in TONES if tone != "snow"][dice[31] % (len(TONES) - 1)]])
    portrait(pen, dice, long_hair=long_hair, age=age)
    return _png(pen, dice, _CLOSE)


def _png(pen: Pen, dice: bytes, part: tuple[int, int, int, int] | None = None) -> bytes:
    content = io.BytesIO()
    picture = pen.finished().crop(part)
    # Half of them are seen from the other side.
    turned = ImageOps.mirror(picture) if dice[30] % 2 else picture
    turned.save(content, "PNG", compress_level=1)
    return content.getvalue()
