"""The canvas of a picture: a wall, a table, a soft light, and a pen that counts in hundredths of the edge."""

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFilter

EDGE = 480
"""Pixels of a finished picture's edge."""

_FINE = 2
_WIDE = EDGE * _FINE
_TABLE = 74
_SHADOW = (300, 90)

Colour = tuple[int, int, int]
Point = tuple[float, float]

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
GOLD: Colour = (222, 178, 96)
SILVER: Colour = (204, 210, 218)
LEAF: Colour = (108, 146, 104)


class Tone(NamedTuple):
    """The colours of a picture: two of the room, two of the thing and its dark."""

    wall: Colour
    table: Colour
    main: Colour
    second: Colour
    dark: Colour


TONES: dict[str, Tone] = {
    "rose": Tone((252, 238, 238), (244, 217, 217), (214, 84, 102), (240, 150, 160), (122, 40, 58)),
    "coral": Tone((254, 241, 232), (248, 220, 203), (236, 116, 84), (248, 172, 132), (132, 58, 42)),
    "amber": Tone((253, 246, 228), (246, 228, 188), (238, 172, 62), (250, 210, 120), (128, 84, 28)),
    "sage": Tone((240, 246, 238), (214, 228, 211), (112, 156, 118), (170, 200, 166), (48, 82, 60)),
    "sky": Tone((236, 244, 251), (206, 223, 238), (86, 140, 192), (152, 192, 226), (36, 66, 102)),
    "lilac": Tone((245, 240, 251), (224, 212, 238), (150, 112, 184), (196, 166, 220), (76, 50, 104)),
    "ink": Tone((238, 240, 243), (210, 215, 222), (70, 80, 96), (128, 140, 158), (34, 40, 52)),
    "snow": Tone((231, 239, 242), (200, 215, 221), (232, 227, 218), (206, 212, 216), (92, 104, 116)),
}


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the first."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def light(colour: Colour, share: float = 0.3) -> Colour:
    """The colour where light falls on it."""
    return mixed(colour, WHITE, share)


def dark(colour: Colour, share: float = 0.25) -> Colour:
    """The colour in the shade."""
    return mixed(colour, BLACK, share)


def around(x: float, y: float, radius: float, angle: float) -> Point:
    """The point at `angle` on a circle."""
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


class Pen:
    """Draws on a fine canvas; `alpha` (0 to 255) lets through what is below."""

    def __init__(self, tone: Tone) -> None:
        self.tone = tone
        self._image = _room(tone).copy()
        self._opaque = ImageDraw.Draw(self._image)
        self._glaze = ImageDraw.Draw(self._image, "RGBA")

    def finished(self) -> Image.Image:
        """The picture, its edges smooth."""
        return self._image.reduce(_FINE)

    def shadow(self, x: float, y: float, width: float) -> None:
        """Where something `width` wide stands on the table."""
        broad, high = _px(width * 1.5), _px(width * 0.4)
        mask = _resized(_blot(), broad, high)
        ground = Image.new("RGB", (broad, high), dark(self.tone.table, 0.55))
        self._image.paste(ground, (_px(x) - broad // 2, _px(y) - high // 2), mask)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: Colour, alpha: int = 255) -> None:  # noqa: PLR0917 coordinates
        """An ellipse around a middle."""
        box = (_px(x - rx), _px(y - ry), _px(x + rx), _px(y + ry))
        self._pen(alpha).ellipse(box, fill=(*colour, alpha))

    def disc(self, x: float, y: float, radius: float, colour: Colour, alpha: int = 255) -> None:
        """A full circle."""
        self.oval(x, y, radius, radius, colour, alpha)

    def ring(self, x: float, y: float, rx: float, ry: float, colour: Colour, width: float) -> None:  # noqa: PLR0917 coordinates
        """An ellipse's outline."""
        box = (_px(x - rx), _px(y - ry), _px(x + rx), _px(y + ry))
        self._opaque.ellipse(box, outline=colour, width=_px(width))

    def box(
        self, x0: float, y0: float, x1: float, y1: float, colour: Colour, *, radius: float = 0, alpha: int = 255
    ) -> None:
        """A rectangle with round corners."""
        box = (_px(x0), _px(y0), _px(x1), _px(y1))
        self._pen(alpha).rounded_rectangle(box, radius=_px(radius), fill=(*colour, alpha))

    def shape(self, points: Sequence[Point], colour: Colour, alpha: int = 255) -> None:
        """A polygon."""
        self._pen(alpha).polygon([(_px(x), _px(y)) for x, y in points], fill=(*colour, alpha))

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """A line with smooth joints."""
        self._opaque.line([(_px(x), _px(y)) for x, y in points], fill=colour, width=_px(width), joint="curve")

    def arc(
        self, x: float, y: float, rx: float, ry: float, *, start: float, end: float, colour: Colour, width: float
    ) -> None:
        """A part of an ellipse's outline, in degrees clockwise from the right."""
        box = (_px(x - rx), _px(y - ry), _px(x + rx), _px(y + ry))
        self._opaque.arc(box, start, end, fill=colour, width=_px(width))

    def half(self, x: float, y: float, rx: float, ry: float, *, start: float, end: float, colour: Colour) -> None:
        """A part of an ellipse cut by a chord, in degrees clockwise from the right."""
        box = (_px(x - rx), _px(y - ry), _px(x + rx), _px(y + ry))
        self._opaque.chord(box, start, end, fill=colour)

    def petal(self, x: float, y: float, angle: float, length: float, width: float, colour: Colour) -> None:  # noqa: PLR0917 coordinates
        """A leaf or petal that begins at a point and grows towards `angle`."""
        self.shape(_petal(x, y, angle, length, width), colour)

    def _pen(self, alpha: int) -> ImageDraw.ImageDraw:
        # Blending is several times slower than covering.
        return self._opaque if alpha == 255 else self._glaze


def _petal(x: float, y: float, angle: float, length: float, width: float) -> list[Point]:
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    edge = [(step / 8, math.sin(math.pi * (step / 8) ** 0.8) * width / 2) for step in range(9)]
    path = edge + [(far, -off) for far, off in reversed(edge)]
    return [
        (x + far * length * along[0] + off * across[0], y + far * length * along[1] + off * across[1])
        for far, off in path
    ]


def _px(value: float) -> int:
    return round(value * _WIDE / 100)


def _resized(image: Image.Image, broad: int, high: int) -> Image.Image:
    return image.resize((broad, high))  # pyright: ignore[reportUnknownMemberType] its type names numpy


@cache
def _room(tone: Tone) -> Image.Image:
    """A wall that is lit from the upper left, and a table before it."""
    whole = _resized(Image.radial_gradient("L"), _WIDE * 2, _WIDE * 2)
    glow = whole.crop((_WIDE // 2, _WIDE // 2, _WIDE * 3 // 2, _WIDE * 3 // 2))
    bright = Image.new("RGB", (_WIDE, _WIDE), light(tone.wall, 0.7))
    image = Image.composite(Image.new("RGB", (_WIDE, _WIDE), dark(tone.wall, 0.05)), bright, glow)
    edge = _px(_TABLE)
    fade = _resized(Image.linear_gradient("L"), _WIDE, _WIDE - edge)
    table = Image.composite(
        Image.new("RGB", fade.size, dark(tone.table, 0.06)), Image.new("RGB", fade.size, tone.table), fade
    )
    image.paste(table, (0, edge))
    return image


@cache
def _blot() -> Image.Image:
    broad, high = _SHADOW
    blot = Image.new("L", _SHADOW)
    ImageDraw.Draw(blot).ellipse((broad // 6, high // 4, broad * 5 // 6, high * 3 // 4), fill=150)
    return blot.filter(ImageFilter.GaussianBlur(12))
