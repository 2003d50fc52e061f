"""Jewellery: a ring in its box, a necklace on a bust, earrings on a card, a bracelet."""

import math

from kith.main.drawing.canvas import GOLD, SILVER, WHITE, Colour, Pen, around, dark, light, mixed


def ring(pen: Pen, dice: bytes) -> None:
    """A ring with a stone, in an open box."""
    tone = pen.tone
    metal = _metal(dice)
    pen.shadow(50, 89, 60)
    pen.box(22, 14, 78, 56, dark(tone.main, 0.2), radius=4)
    pen.box(26, 18, 74, 56, light(tone.wall, 0.4), radius=3)
    pen.shape([(22, 56), (78, 56), (84, 70), (16, 70)], light(tone.second, 0.55))
    pen.oval(50, 63, 16, 3.2, dark(tone.second, 0.25))
    pen.ring(50, 52, 14.5, 15.5, dark(metal, 0.18), 3.4)
    pen.ring(49.6, 51.6, 14.2, 15.2, metal, 2.6)
    pen.arc(49.6, 51.6, 13.6, 14.6, start=150, end=235, colour=light(metal, 0.6), width=1)
    pen.shape([(34, 62.5), (66, 62.5), (68, 70), (32, 70)], light(tone.second, 0.4))
    stone(pen, 50, 33, 10.5, tone.main)
    pen.box(16, 69, 84, 89, tone.main, radius=3)
    pen.box(16, 69, 84, 73, light(tone.main, 0.2), radius=2)
    pen.box(46, 73, 54, 78, GOLD, radius=1)


def necklace(pen: Pen, dice: bytes) -> None:
    """A pendant on a bust."""
    tone = pen.tone
    metal = _metal(dice)
    pen.shadow(50, 92, 50)
    cloth = mixed(tone.dark, tone.main, 0.35)
    pen.shape([(42, 8), (58, 8), (59, 26), (76, 36), (80, 58), (64, 90), (36, 90), (20, 58), (24, 36), (41, 26)], cloth)
    pen.oval(50, 90, 14, 2.6, dark(cloth, 0.3))
    pen.oval(50, 8, 8, 1.8, light(cloth, 0.2))
    pen.shape([(42, 9), (46, 9), (44, 28), (30, 38), (27, 56), (38, 84), (36, 88), (22, 58), (26, 37), (41, 27)],
              light(cloth, 0.14))  # fmt: skip
    for side in (-1, 1):
        for bead in range(15):
            down = bead / 15
            x, y = 50 + side * ((1 - down) * 9 + 8 * math.sin(math.pi * down)), 21 + 37 * down**0.85
            pearl = dice[1] % 2 and bead % 3 == 0
            pen.disc(x, y, 1.8 if pearl else 0.9, (250, 246, 240) if pearl else metal)
    pen.disc(50, 58.6, 1.8, metal)
    if dice[2] % 2:
        stone(pen, 50, 66, 7.4, light(tone.second, 0.1))
    else:
        pen.disc(50, 67, 7.6, dark(metal, 0.12))
        pen.disc(50, 67, 6.6, light(metal, 0.2))
        pen.disc(52.2, 66, 5, cloth)


def earrings(pen: Pen, dice: bytes) -> None:
    """A pair of drops on a card."""
    tone = pen.tone
    metal = _metal(dice)
    pen.shadow(50, 89, 56)
    pen.box(22, 13, 80, 89, dark(tone.table, 0.14), radius=3)
    pen.box(21, 12, 78, 88, light(tone.wall, 0.55), radius=3)
    pen.box(40, 19, 59, 20.4, tone.dark)
    pen.box(44, 23, 55, 24, GOLD)
    for x in (36, 63):
        pen.disc(x, 33, 2.4, dark(metal, 0.1))
        pen.disc(x - 0.4, 32.6, 1.8, light(metal, 0.35))
        pen.line([(x, 35), (x, 44)], metal, 0.9)
        if dice[1] % 3 == 0:
            pen.ring(x, 58, 9.5, 13, metal, 1.8)
            stone(pen, x, 66, 5, tone.main)
        elif dice[1] % 3 == 1:
            stone(pen, x, 50, 6.4, tone.main)
            pen.petal(x, 55, math.radians(90), 20, 9, tone.second)
            pen.petal(x - 0.8, 57, math.radians(90), 14, 4, light(tone.second, 0.4))
        else:
            for petal in range(6):
                pen.petal(x, 54, math.tau * petal / 6, 10, 7, tone.second if petal % 2 else light(tone.main, 0.2))
            pen.disc(x, 54, 2.6, metal)
            pen.disc(x, 71, 4.4, (246, 240, 234))
            pen.disc(x - 1.2, 69.6, 1.4, WHITE)


def bracelet(pen: Pen, dice: bytes) -> None:
    """A string of beads on a cushion."""
    tone = pen.tone
    metal = _metal(dice)
    pen.shadow(50, 88, 66)
    pen.oval(50, 72, 38, 17, dark(tone.second, 0.12))
    pen.oval(50, 68, 38, 17, light(tone.second, 0.35))
    pen.oval(46, 64, 26, 9, light(tone.second, 0.55))
    beads = 22
    places = sorted((around(0, 0, 1, math.tau * bead / beads + 0.1), bead) for bead in range(beads))
    for (across, down), bead in sorted(places, key=lambda place: place[0][1]):
        x, y = 50 + across * 29, 52 + down * 19
        colour = metal if bead % 7 == 0 else (tone.main, light(tone.main, 0.2), tone.dark)[dice[bead] % 3]
        radius = 3.4 + down * 0.7
        pen.disc(x + 0.3, y + 0.8, radius, dark(colour, 0.35))
        pen.disc(x, y, radius, colour)
        pen.disc(x - radius * 0.3, y - radius * 0.35, radius * 0.3, light(colour, 0.75))
    pen.line([(50, 74), (50, 79)], metal, 0.9)
    stone(pen, 50, 83, 4.6, light(tone.second, 0.05))


def stone(pen: Pen, x: float, y: float, radius: float, colour: Colour) -> None:
    """A cut stone seen from above, with its facets and a spark."""
    rim = [around(x, y, radius, math.tau * step / 8 + math.pi / 8) for step in range(8)]
    table = [around(x, y, radius * 0.55, math.tau * step / 8 + math.pi / 8) for step in range(8)]
    bright = light(colour, 0.35)
    for step in range(8):
        following = (step + 1) % 8
        share = (0.55, 0.1, 0.0, 0.2, 0.45, 0.75, 0.9, 0.7)[step]
        facet = mixed(dark(colour, 0.15), light(colour, 0.7), share)
        pen.shape([rim[step], rim[following], table[following], table[step]], facet)
    pen.shape(table, bright)
    pen.shape([table[4], table[5], table[6], (x, y)], light(bright, 0.5))
    for angle in range(4):
        pen.petal(x - radius * 0.4, y - radius * 0.5, math.tau * angle / 4, radius * 0.55, radius * 0.13, WHITE)


def _metal(dice: bytes) -> Colour:
    return (GOLD, SILVER, (226, 168, 146))[dice[0] % 3]
