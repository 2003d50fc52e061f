"""Flowers: a bouquet in paper, tulips in a glass, sunflowers, a plant in its pot."""

import math

from kith.main.drawing.canvas import LEAF, WHITE, Pen, Point, around, dark, light, mixed

_HEADS: tuple[Point, ...] = ((34, 37), (66, 37), (42, 24), (58, 24), (28, 26), (72, 26), (50, 14), (50, 33))


def bouquet(pen: Pen, dice: bytes) -> None:
    """Round blossoms over leaves, in paper with a ribbon."""
    tone = pen.tone
    pen.shadow(50, 90, 34)
    for number in range(9):
        angle = math.radians(195 + number * 150 / 8)
        pen.petal(50, 50, angle, 40, 9, LEAF if number % 2 else dark(LEAF, 0.15))
    pen.shape([(20, 38), (50, 46), (80, 38), (57, 91), (43, 91)], light(tone.second, 0.55))
    for number, (x, y) in enumerate(_HEADS):
        blossom(pen, x, y + 4, 12.5, dice[number])
    pen.shape([(20, 42), (50, 60), (57, 91), (43, 91)], light(tone.second, 0.72))
    pen.shape([(80, 42), (50, 60), (46, 91), (57, 91)], light(tone.second, 0.42))
    pen.box(42, 70, 58, 74, tone.main, radius=1)
    for side in (-1, 1):
        pen.petal(50, 72, math.radians(90 - side * 62), 15, 9, tone.main)
        pen.shape([(50, 72), (50 + side * 9, 87), (50 + side * 5, 87)], dark(tone.main, 0.12))
    pen.disc(50, 72, 2.6, dark(tone.main, 0.2))


def tulips(pen: Pen, dice: bytes) -> None:
    """Five tulips in a glass of water."""
    tone = pen.tone
    pen.shadow(50, 89, 32)
    heads = ((26, 32), (74, 33), (38, 23), (62, 22), (50, 34))
    for number, (x, y) in enumerate(heads):
        pen.line([(x, y + 8), (50 + (x - 50) * 0.4, 60), (50 + (x - 50) * 0.2, 84)], dark(LEAF, 0.08), 1.5)
        if number < 4:
            pen.petal(50 + (x - 50) * 0.25, 76, math.atan2(y - 66, (x - 50) * 1.3), 37, 7, LEAF)
    for number, (x, y) in enumerate(heads):
        colour = (tone.main, tone.second, light(tone.main, 0.15))[dice[number] % 3]
        pen.oval(x, y + 3, 8, 9.5, dark(colour, 0.1))
        for lean, shade in ((-112, 0.04), (-68, 0.04), (-90, -1)):
            petal = light(colour, 0.22) if shade < 0 else dark(colour, shade)
            pen.petal(x + (lean + 90) * -0.08, y + 12, math.radians(lean), 24, 12.5, petal)
    pen.box(37, 58, 63, 89, WHITE, radius=4, alpha=110)
    pen.box(39, 67, 61, 87, mixed((150, 196, 222), tone.wall, 0.3), radius=3, alpha=120)
    pen.box(40, 60, 42.5, 84, WHITE, radius=1, alpha=170)


def sunflowers(pen: Pen, dice: bytes) -> None:
    """Three large suns in a jug."""
    tone = pen.tone
    pen.shadow(50, 90, 34)
    heads = ((32, 36, 17), (68, 38, 16), (50, 24, 18))
    for x, y, _ in heads:
        pen.line([(x, y), (50 + (x - 50) * 0.2, 74)], dark(LEAF, 0.1), 2)
        pen.petal(50 + (x - 50) * 0.5, 58, math.radians(-20 if x > 50 else 200), 18, 9, LEAF)
    for number, (x, y, size) in enumerate(heads):
        turn = dice[number] / 40
        for ring, colour in ((1.0, tone.main), (0.86, tone.second)):
            for petal in range(16):
                angle = math.tau * petal / 16 + turn + ring
                pen.petal(x, y, angle, size * ring, 5.4, colour)
        pen.disc(x, y, size * 0.46, (104, 68, 44))
        pen.disc(x, y, size * 0.36, (130, 88, 54))
        for seed in range(9):
            pen.disc(*around(x, y, size * 0.24, math.tau * seed / 9), 0.9, (92, 58, 38))
    jug = mixed(tone.wall, WHITE, 0.5)
    pen.shape([(36, 62), (64, 62), (68, 76), (62, 90), (38, 90), (32, 76)], jug)
    pen.shape([(57, 62), (64, 62), (68, 76), (62, 90), (54, 90)], dark(jug, 0.08))
    pen.arc(69, 73, 7, 8, start=-90, end=90, colour=dark(jug, 0.08), width=2.4)
    pen.oval(50, 62, 14, 2.2, dark(jug, 0.18))


def plant(pen: Pen, dice: bytes) -> None:
    """A plant with broad leaves in a striped pot."""
    tone = pen.tone
    pen.shadow(50, 90, 36)
    for number in range(11):
        angle = math.radians(200 + number * 14)
        length = 34 + dice[number] % 16
        shade = mixed(LEAF, tone.main, 0.25) if number % 3 else light(LEAF, 0.2)
        pen.petal(50, 63, angle, length, 12, shade)
        pen.line([(50, 63), around(50, 63, length * 0.86, angle)], dark(shade, 0.14), 0.6)
    for number in range(3):
        x, y = around(50, 50, 24, math.radians(225 + number * 45))
        blossom(pen, x, y, 7, dice[11 + number])
    pen.shape([(33, 62), (67, 62), (62, 91), (38, 91)], tone.second)
    pen.shape([(58, 62), (67, 62), (62, 91), (55, 91)], dark(tone.second, 0.1))
    pen.box(31, 60, 69, 66, tone.main, radius=1.5)
    pen.shape([(35, 75), (65, 75), (64.3, 79), (35.7, 79)], light(tone.second, 0.45))


def blossom(pen: Pen, x: float, y: float, radius: float, die: int) -> None:
    """A round blossom whose petals lie over one another."""
    tone = pen.tone
    colour = (tone.main, tone.second, light(tone.main, 0.25), light(tone.second, 0.3))[die % 4]
    turn = die / 30
    for petals, far, size, shade in ((9, 0.62, 0.46, 0.14), (7, 0.42, 0.4, 0.02), (5, 0.2, 0.3, -0.18)):
        hue = dark(colour, shade) if shade > 0 else light(colour, -shade)
        for petal in range(petals):
            px, py = around(x, y, radius * far, math.tau * petal / petals + turn + far)
            pen.disc(px, py, radius * size, dark(hue, 0.05 * (petal % 2)))
    pen.disc(x, y, radius * 0.2, light(colour, 0.5))
