"""Beauty: a lipstick, a scent, a jar of cream, a powder compact."""

from kith.main.drawing.canvas import GOLD, WHITE, Colour, Pen, dark, light, mixed


def lipstick(pen: Pen, dice: bytes) -> None:
    """A lipstick beside its cap."""
    tone = pen.tone
    case = tone.dark if dice[0] % 2 else mixed(tone.main, tone.dark, 0.5)
    pen.shadow(40, 88, 26)
    pen.shadow(68, 88, 24)
    _tube(pen, 30, 58, 50, 88, case)
    _tube(pen, 32, 45, 48, 59, GOLD)
    colour = tone.main
    pen.shape([(34, 45), (34, 27), (37, 20), (44, 14.5), (46, 18), (46, 45)], colour)
    pen.shape([(37, 20), (44, 14.5), (46, 18), (46, 22), (39, 27), (34.6, 27)], light(colour, 0.3))
    pen.box(36, 29, 38, 44, light(colour, 0.45), radius=1, alpha=150)
    _tube(pen, 58, 52, 78, 88, case)
    _tube(pen, 58, 82, 78, 86, GOLD)
    pen.oval(68, 52, 10, 2, light(case, 0.25))


def scent(pen: Pen, dice: bytes) -> None:
    """A bottle of scent with a glass stopper."""
    tone = pen.tone
    pen.shadow(50, 88, 48)
    pen.box(29, 38, 71, 88, light(tone.second, 0.5), radius=7 if dice[0] % 2 else 3)
    pen.box(33, 50, 67, 84, tone.second, radius=4)
    pen.box(33, 50, 67, 66, light(tone.second, 0.2), radius=4)
    pen.box(32, 41, 35.5, 84, WHITE, radius=1.6, alpha=150)
    pen.shape([(60, 40), (69, 40), (69, 86), (64, 86)], dark(tone.second, 0.2), 50)
    _tube(pen, 43, 30, 57, 38, GOLD)
    if dice[1] % 2:
        pen.disc(50, 22, 10, light(tone.main, 0.25))
        pen.disc(46.5, 18.5, 3, WHITE, 190)
    else:
        pen.box(41, 13, 59, 31, tone.main, radius=3)
        pen.box(43.5, 15, 46, 29, WHITE, radius=1, alpha=130)
    pen.box(38, 57, 62, 74, light(tone.wall, 0.6), radius=1)
    pen.box(41, 61, 59, 62.4, tone.dark)
    pen.box(44, 65, 56, 66, GOLD)
    pen.box(44, 69, 56, 70, GOLD)


def jar(pen: Pen, dice: bytes) -> None:
    """A jar of cream, its lid leaning beside it, and a dab of what is inside."""
    tone = pen.tone
    pen.shadow(44, 86, 56)
    pen.shadow(78, 87, 24)
    pen.box(20, 52, 68, 87, light(tone.main, 0.35), radius=6)
    pen.box(20, 52, 68, 70, light(tone.main, 0.45), radius=6)
    pen.box(23, 56, 27, 82, WHITE, radius=2, alpha=150)
    pen.shape([(58, 54), (66, 54), (66, 85), (61, 85)], dark(tone.main, 0.15), 60)
    pen.oval(44, 52, 24, 6, light(tone.main, 0.6))
    pen.oval(44, 51.5, 20, 4.6, (255, 252, 246))
    pen.oval(42, 46, 9, 5, (255, 250, 242))
    pen.oval(44, 42, 5, 3.4, (255, 253, 249))
    pen.petal(44, 43, -1.2, 7, 4, (255, 250, 242))
    pen.box(32, 66, 56, 78, light(tone.wall, 0.5), radius=1)
    pen.box(35, 69, 53, 70.2, tone.dark)
    pen.box(38, 73, 50, 74, GOLD)
    lid = GOLD if dice[0] % 2 else tone.main
    pen.oval(78, 75, 13, 13, dark(lid, 0.15))
    pen.oval(76.4, 74.4, 13, 13, lid)
    pen.oval(76.4, 74.4, 9.4, 9.4, light(lid, 0.25))
    pen.arc(76.4, 74.4, 11.2, 11.2, start=190, end=270, colour=light(lid, 0.6), width=1)


def compact(pen: Pen, dice: bytes) -> None:
    """An open compact: a mirror and four colours."""
    tone = pen.tone
    pen.shadow(50, 86, 56)
    pen.disc(50, 37, 25, dark(GOLD, 0.08))
    pen.disc(50, 37, 23.4, light(GOLD, 0.25))
    pen.disc(50, 37, 20.5, (222, 234, 242))
    pen.shape([(36, 30), (43, 22), (60, 48), (54, 54)], WHITE, 110)
    pen.box(45, 60, 55, 66, dark(GOLD, 0.2), radius=1)
    pen.oval(50, 77, 32, 14, dark(GOLD, 0.22))
    pen.oval(50, 74.5, 32, 13.4, light(GOLD, 0.12))
    colours = (tone.main, tone.second, light(tone.main, 0.45), mixed(tone.dark, tone.main, 0.5))
    for number in range(4):
        colour = colours[(number + dice[0]) % 4]
        x, y = (36, 50, 64, 50)[number], (74.5, 69, 74.5, 80)[number]
        pen.oval(x, y + 0.4, 9, 4.2, dark(colour, 0.25))
        pen.oval(x, y, 9, 4, colour)
        pen.oval(x - 2, y - 0.8, 4.5, 1.4, light(colour, 0.35))


def _tube(pen: Pen, x0: float, y0: float, x1: float, y1: float, colour: Colour) -> None:  # noqa: PLR0917 coordinates
    wide = x1 - x0
    pen.box(x0, y0, x1, y1, colour, radius=1)
    pen.box(x0 + wide * 0.12, y0, x0 + wide * 0.28, y1, light(colour, 0.5), alpha=190)
    pen.box(x0 + wide * 0.78, y0, x1, y1, dark(colour, 0.3), radius=1, alpha=150)
