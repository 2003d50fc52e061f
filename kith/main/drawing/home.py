"""Things for a home: a lamp, a vase, a cup, a candle."""

import math

from kith.main.drawing.canvas import GOLD, LEAF, WHITE, Pen, dark, light, mixed


def lamp(pen: Pen, dice: bytes) -> None:
    """A table lamp that is on."""
    tone = pen.tone
    glow = (255, 244, 208)
    for radius, alpha in ((40, 40), (32, 50), (24, 60)):
        pen.oval(50, 48, radius, radius * 0.8, glow, alpha)
    pen.shadow(50, 87, 36)
    if dice[0] % 2:
        pen.oval(50, 74, 12, 13, tone.second)
        pen.oval(46, 70, 3.5, 6, light(tone.second, 0.4))
    else:
        pen.box(48.6, 48, 51.4, 84, GOLD, radius=1)
        pen.disc(50, 66, 4, light(GOLD, 0.2))
    pen.oval(50, 87, 15, 3.4, dark(tone.main, 0.2))
    pen.oval(50, 86, 15, 3.2, tone.dark)
    pen.shape([(36, 22), (64, 22), (77, 55), (23, 55)], tone.main)
    pen.shape([(36, 22), (44, 22), (38, 55), (23, 55)], light(tone.main, 0.22))
    pen.shape([(58, 22), (64, 22), (77, 55), (64, 55)], dark(tone.main, 0.1))
    pen.oval(50, 55, 27, 4.4, glow)
    pen.oval(50, 22, 14, 2.4, light(tone.main, 0.4))
    pen.line([(63, 57), (63, 66)], GOLD, 0.6)
    pen.disc(63, 67, 1.2, GOLD)


def vase(pen: Pen, dice: bytes) -> None:
    """A glazed vase with three twigs."""
    tone = pen.tone
    pen.shadow(50, 90, 36)
    for lean in (-24, 2, 22):
        top = (50 + lean, 14 + abs(lean) * 0.25)
        pen.line([(50, 52), (50 + lean * 0.45, 34), top], dark(LEAF, 0.25), 1)
        for step in range(5):
            share = 0.25 + step * 0.17
            x, y = 50 + lean * share, 50 + (top[1] - 50) * share
            for side in (-1, 1):
                angle = math.radians(-90 + lean + side * 48)
                pen.petal(x, y, angle, 8, 4, light(LEAF, 0.1 + 0.1 * (step % 2)))
    pen.shape([(44, 44), (56, 44), (55, 56), (45, 56)], tone.main)
    pen.oval(50, 71, 21, 19, tone.main)
    pen.box(40, 82, 60, 91, tone.main, radius=2)
    pen.oval(42, 66, 6, 10, light(tone.main, 0.35), 150)
    pen.oval(41, 62, 2, 5, WHITE, 150)
    bands = 1 + dice[1] % 3
    for band in range(bands):
        y = 71 + (band - (bands - 1) / 2) * 6
        half = 21 * math.sqrt(max(0.0, 1 - ((y - 71) / 19) ** 2))
        pen.arc(50, y - 2, half, 4, start=2, end=178, colour=light(tone.second, 0.5), width=1.2)
    pen.oval(50, 44, 7.6, 2.2, light(tone.main, 0.2))
    pen.oval(50, 44, 5.6, 1.4, dark(tone.main, 0.45))


def cup(pen: Pen, dice: bytes) -> None:
    """A cup on its saucer, steaming."""
    tone = pen.tone
    glaze = mixed(tone.main, WHITE, 0.1)
    pen.shadow(50, 86, 58)
    pen.oval(50, 84, 36, 7, dark(glaze, 0.12))
    pen.oval(50, 82.5, 36, 6.6, light(glaze, 0.35))
    pen.oval(50, 82.5, 22, 3.8, light(glaze, 0.12))
    pen.ring(74, 60, 10, 10, dark(glaze, 0.12), 3.6)
    pen.half(50, 50, 26, 34, start=0, end=180, colour=glaze)
    pen.half(44, 50, 16, 31, start=70, end=180, colour=light(glaze, 0.2))
    spots = 4 + dice[0] % 3
    for spot in range(spots):
        x = 50 + (spot - (spots - 1) / 2) * 8
        pen.disc(x, 63 - abs(x - 50) * 0.1, 2.2, light(tone.second, 0.65))
    pen.oval(50, 50, 26, 6, light(glaze, 0.45))
    pen.oval(50, 50.6, 23, 4.8, (150, 104, 66))
    pen.oval(46, 50, 12, 2.2, (196, 152, 110))
    for side in (-8, 0, 8):
        curve = [(50 + side + 2.2 * math.sin(y / 4), 42 - y) for y in range(0, 22 - abs(side), 2)]
        pen.line(curve, light(tone.wall, 0.6), 1.3)


def candle(pen: Pen, dice: bytes) -> None:
    """A scented candle in a glass, burning."""
    tone = pen.tone
    for radius, alpha in ((26, 45), (18, 60), (11, 80)):
        pen.disc(50, 32, radius, (255, 238, 186), alpha)
    pen.shadow(50, 88, 46)
    pen.box(30, 42, 70, 88, light(tone.main, 0.5), radius=5)
    pen.box(32, 52, 68, 86, tone.main, radius=4)
    pen.oval(50, 52, 18, 4, light(tone.main, 0.35))
    pen.line([(50, 52), (50, 42)], (70, 56, 48), 1)
    pen.petal(50, 44, math.radians(-90), 20, 9, (250, 176, 72))
    pen.petal(50, 43, math.radians(-90), 12, 5, (255, 236, 168))
    pen.box(33, 44, 36.5, 84, WHITE, radius=1.6, alpha=120)
    pen.box(38, 62, 62, 78, light(tone.wall, 0.5), radius=1.5)
    pen.ring(50, 70, 4.5, 4.5, tone.dark, 0.8)
    for leaf in range(3 + dice[0] % 3):
        pen.petal(50, 73, math.radians(-150 + leaf * 30), 6, 2.2, tone.main)
