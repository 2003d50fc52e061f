"""Portraits of fictional people: head and shoulders, drawn by rule."""

from kith.main.drawing.canvas import BLACK, WHITE, Colour, Pen, dark, light, mixed

_SKINS: tuple[Colour, ...] = ((250, 220, 196), (242, 203, 172), (226, 180, 144), (190, 138, 102), (140, 96, 70))
_HAIRS: tuple[Colour, ...] = ((38, 32, 34), (54, 40, 36), (86, 58, 42), (128, 84, 52), (176, 128, 76))
_GREY: Colour = (192, 190, 188)
_INK: Colour = (48, 40, 42)
_ROSE: Colour = (226, 110, 104)


def portrait(pen: Pen, dice: bytes, *, long_hair: bool, age: int) -> None:
    """Somebody of that age, with long hair or short."""
    skin = _SKINS[dice[0] % len(_SKINS)]
    dyed = _HAIRS[dice[1] % (3 if dice[0] % len(_SKINS) > 2 else len(_HAIRS))]
    hair = mixed(dyed, _GREY, min(max((age - 42) / 24, 0), 1))
    if long_hair:
        _behind(pen, dice, hair)
    _body(pen, dice, skin)
    _head(pen, skin)
    _features(pen, dice, skin, age)
    if long_hair:
        _long(pen, dice, hair)
    else:
        _short(pen, dice, hair)
    if dice[6] % 4 == 0 or age > 60:
        _glasses(pen, dice)


def _behind(pen: Pen, dice: bytes, hair: Colour) -> None:
    if dice[2] % 3 == 0:
        pen.disc(50, 15, 10, dark(hair, 0.1))
        pen.oval(50, 42, 23, 25, dark(hair, 0.15))
    else:
        deep = 84 if dice[2] % 3 == 1 else 70
        pen.box(26, 36, 74, deep, dark(hair, 0.15), radius=16)
        pen.oval(50, 38, 24, 24, dark(hair, 0.15))


def _body(pen: Pen, dice: bytes, skin: Colour) -> None:
    tone = pen.tone
    cloth = (tone.main, tone.dark, tone.second)[dice[3] % 3]
    pen.oval(50, 108, 40, 36, cloth)
    pen.oval(50, 112, 34, 36, light(cloth, 0.08))
    pen.box(43, 56, 57, 78, dark(skin, 0.12), radius=6)
    if dice[4] % 3 == 0:
        pen.shape([(40, 74), (60, 74), (50, 88)], dark(skin, 0.06))
        pen.shape([(38, 73), (50, 88), (44, 92), (34, 78)], light(cloth, 0.5))
        pen.shape([(62, 73), (50, 88), (56, 92), (66, 78)], light(cloth, 0.5))
    elif dice[4] % 3 == 1:
        pen.oval(50, 75, 12, 5, dark(cloth, 0.2))
        pen.oval(50, 73.5, 9, 4, dark(skin, 0.06))
    else:
        pen.box(40, 68, 60, 80, light(cloth, 0.2), radius=4)


def _head(pen: Pen, skin: Colour) -> None:
    for side in (-1, 1):
        pen.oval(50 + side * 17.5, 47, 3.4, 5, dark(skin, 0.1))
    pen.oval(50, 44, 18, 20, skin)
    pen.oval(50, 50, 15.6, 17, skin)
    pen.oval(45, 42, 9, 12, light(skin, 0.35), 70)


def _features(pen: Pen, dice: bytes, skin: Colour, age: int) -> None:
    for side in (-1, 1):
        x = 50 + side * 7
        pen.oval(x, 46.5, 1.9, 2.3, _INK)
        pen.disc(x + 0.6, 45.7, 0.6, WHITE)
        pen.arc(x, 42.6, 3.6, 2.2, start=200, end=340, colour=mixed(_INK, skin, 0.25), width=0.9)
        pen.oval(50 + side * 10, 53, 3.4, 2.2, _ROSE, 46)
        if age > 50:
            pen.arc(x + side * 3.4, 47, 2.4, 3, start=300 if side > 0 else 120, end=60 if side > 0 else 240,
                    colour=dark(skin, 0.22), width=0.5)  # fmt: skip
    pen.arc(50, 49.5, 1.8, 2.2, start=20, end=150, colour=dark(skin, 0.28), width=0.8)
    lips = mixed(_ROSE, dark(skin, 0.2), 0.35)
    if dice[5] % 3:
        pen.arc(50, 54.5, 5, 3.6, start=25, end=155, colour=lips, width=1.2)
    else:
        pen.half(50, 55, 4.6, 4, start=0, end=180, colour=mixed(lips, BLACK, 0.12))
        pen.box(46.4, 55, 53.6, 56.3, WHITE, radius=0.6)


def _long(pen: Pen, dice: bytes, hair: Colour) -> None:
    pen.half(50, 40, 19.5, 19.5, start=180, end=360, colour=hair)
    if dice[7] % 2:
        pen.half(50, 36, 17.6, 5.4, start=0, end=180, colour=hair)
    else:
        pen.shape([(31, 38), (33, 30), (52, 24), (40, 38), (33, 47)], hair)
        pen.shape([(69, 38), (67, 30), (50, 24), (62, 36), (67, 47)], hair)
    pen.arc(50, 38, 15, 14, start=205, end=262, colour=light(hair, 0.25), width=1.1)


def _short(pen: Pen, dice: bytes, hair: Colour) -> None:
    style = dice[7] % 4
    if style == 3:
        pen.half(50, 36, 18.4, 13.5, start=180, end=360, colour=hair)
    else:
        pen.half(50, 39, 19, 18.5, start=180, end=360, colour=hair)
    if style == 0:
        pen.shape([(31, 39), (36, 27), (66, 26), (69, 39), (60, 33), (42, 35)], hair)
    elif style == 1:
        for x in (36, 43, 50, 57, 64):
            pen.disc(x, 25.5, 6.4, hair)
    elif style == 2:
        pen.shape([(31, 41), (32, 28), (50, 22), (68, 28), (66, 34), (44, 33)], hair)
    pen.arc(50, 37, 15, 14, start=205, end=258, colour=light(hair, 0.25), width=1.1)
    if dice[8] % 4 == 0:
        pen.half(50, 52, 15.6, 15.4, start=10, end=170, colour=hair)
        pen.oval(50, 56, 5, 2.4, light(_ROSE, 0.1))


def _glasses(pen: Pen, dice: bytes) -> None:
    frame = _INK if dice[6] % 2 else pen.tone.dark
    for side in (-1, 1):
        pen.ring(50 + side * 7.2, 46.5, 5.6, 5, frame, 1)
        pen.line([(50 + side * 12.6, 46), (50 + side * 17.5, 45)], frame, 0.9)
    pen.line([(48.4, 46), (51.6, 46)], frame, 0.9)
