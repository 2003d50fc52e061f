"""Digital things: headphones, earbuds in their case, a speaker, a keyboard."""

from kith.main.drawing.canvas import SILVER, WHITE, Colour, Pen, dark, light, mixed


def headphones(pen: Pen, dice: bytes) -> None:
    """Headphones on a stand."""
    tone = pen.tone
    pen.shadow(50, 89, 40)
    pen.box(48.4, 22, 51.6, 86, SILVER, radius=1)
    pen.oval(50, 88, 15, 3.2, dark(SILVER, 0.3))
    pen.oval(50, 87, 15, 3, light(SILVER, 0.2))
    pen.arc(50, 50, 31, 33, start=180, end=360, colour=tone.main, width=5.4)
    pen.arc(50, 50, 29.4, 31.4, start=200, end=262, colour=light(tone.main, 0.45), width=1.2)
    pen.arc(50, 51, 25.6, 27.6, start=205, end=335, colour=dark(tone.main, 0.35), width=2.4)
    for side in (-1, 1):
        x = 50 + side * 28
        pen.box(x - 2, 46, x + 2, 56, SILVER, radius=1)
        pen.box(x - side * 6 - 5.5, 50, x - side * 6 + 5.5, 76, dark(tone.dark, 0.15), radius=5)
        pen.box(x - 6.5, 48, x + 6.5, 78, tone.main, radius=6)
        pen.box(x - 4, 52, x + 1, 74, light(tone.main, 0.25), radius=2.5)
        pen.disc(x + side * 1.5, 69, 1.2, (108, 214, 150) if dice[0] % 2 else light(tone.second, 0.5))


def earbuds(pen: Pen, dice: bytes) -> None:
    """A case with one bud in it, the other before it."""
    tone = pen.tone
    shell = mixed(tone.main, WHITE, 0.2)
    pen.shadow(44, 86, 54)
    pen.box(18, 22, 68, 62, dark(shell, 0.14), radius=13)
    pen.box(21, 25, 65, 60, light(shell, 0.12), radius=11)
    pen.box(17, 54, 69, 60, dark(shell, 0.3), radius=3)
    _bud(pen, 33, 47, light(shell, 0.55), lean=-4)
    pen.oval(54, 55, 7, 2.4, dark(tone.dark, 0.2))
    pen.box(16, 56, 70, 87, shell, radius=13)
    pen.box(22, 58, 64, 61, light(shell, 0.4), radius=1.5)
    pen.box(21, 66, 27, 80, WHITE, radius=3, alpha=110)
    pen.disc(43, 72, 1.2, (108, 214, 150) if dice[0] % 2 else light(tone.second, 0.6))
    pen.shadow(81, 88, 18)
    _bud(pen, 80, 68, light(shell, 0.55), lean=5)


def speaker(pen: Pen, dice: bytes) -> None:
    """A speaker with a cloth front and a strap."""
    tone = pen.tone
    pen.shadow(50, 89, 54)
    pen.arc(72, 36, 12, 14, start=-100, end=100, colour=dark(tone.main, 0.3), width=2.2)
    pen.box(26, 16, 74, 89, dark(tone.main, 0.2), radius=11)
    pen.box(26, 16, 71, 89, tone.main, radius=11)
    pen.box(31, 28, 66, 83, mixed(tone.main, tone.dark, 0.45), radius=7)
    _weave(pen, light(tone.main, 0.08))
    for y, radius in ((65, 13), (40, 7.5)):
        pen.disc(48.5, y, radius + 1.6, light(tone.main, 0.2))
        pen.disc(48.5, y, radius, tone.dark)
        pen.disc(48.5, y, radius * 0.7, dark(tone.dark, 0.25))
        pen.disc(48.5, y, radius * 0.36, mixed(tone.second, tone.dark, 0.3))
        pen.disc(48.5 - radius * 0.12, y - radius * 0.14, radius * 0.12, WHITE, 170)
    for button in range(3):
        pen.disc(40 + button * 8.5, 22, 1.6, light(tone.main, 0.55))
    pen.disc(66, 22, 0.9, (108, 214, 150) if dice[0] % 2 else (250, 190, 90))


def keyboard(pen: Pen, dice: bytes) -> None:
    """A small keyboard with coloured keys."""
    tone = pen.tone
    pen.arc(38, 14, 14, 24, start=-60, end=95, colour=tone.dark, width=1.6)
    pen.shadow(50, 75, 84)
    pen.shape([(6, 70), (94, 70), (93, 76), (7, 76)], dark(tone.main, 0.45))
    pen.shape([(13, 36), (87, 36), (94, 70), (6, 70)], dark(tone.main, 0.12))
    pen.shape([(15, 38), (85, 38), (91.4, 68), (8.6, 68)], dark(tone.main, 0.35))
    for row in range(4):
        top, left, right = 39 + row * 7.2, 15.4 - row * 1.5, 84.6 + row * 1.5
        wide = (right - left) / 10
        for key in range(10):
            if row < 3 or key not in (3, 4, 5, 6):
                _key(pen, left + key * wide, top, wide, _cap(pen, row, key, dice))
        if row == 3:
            _key(pen, left + 3 * wide, top, wide * 4, tone.main)


def _bud(pen: Pen, x: float, y: float, colour: Colour, *, lean: float) -> None:
    pen.line([(x, y), (x + lean, y + 18)], dark(colour, 0.12), 6)
    pen.line([(x - 0.8, y), (x + lean - 0.8, y + 18)], colour, 4)
    pen.oval(x, y, 8.6, 9.6, dark(colour, 0.1))
    pen.oval(x - 0.6, y - 0.8, 7.8, 8.6, colour)
    pen.oval(x + lean * 1.5, y - 4, 4.4, 4, dark(colour, 0.3))
    pen.oval(x + lean * 1.6, y - 4.4, 2.6, 2.2, dark(colour, 0.12))


def _cap(pen: Pen, row: int, key: int, dice: bytes) -> Colour:
    tone = pen.tone
    if (row, key) in ((0, 0), (2, 9)):
        return tone.main
    return light(tone.second, 0.35) if dice[row * 5 + key % 5] % 4 == 0 else light(tone.wall, 0.5)


def _key(pen: Pen, x: float, y: float, wide: float, colour: Colour) -> None:
    pen.box(x + 0.4, y + 0.5, x + wide - 0.4, y + 6.7, dark(colour, 0.25), radius=1)
    pen.box(x + 0.8, y + 0.2, x + wide - 0.8, y + 5.4, colour, radius=1)


def _weave(pen: Pen, colour: Colour) -> None:
    for row in range(11):
        for column in range(8):
            pen.disc(33.5 + column * 4.3, 30.5 + row * 5, 0.5, colour)
