"""Pictures of fictional goods, drawn by rule: the same name always gives the same picture."""

import hashlib
import io
import math

from PIL import Image, ImageDraw

_SIZE = 720
_PAPER = ((250, 244, 235), (240, 246, 244), (246, 241, 250), (253, 240, 238), (240, 243, 250))
_INK = ((214, 92, 92), (226, 148, 78), (118, 152, 96), (86, 132, 168), (148, 104, 164), (206, 112, 148))


def draw(name: str) -> bytes:
    """A PNG of 720 × 720 pixels: flowers in a ring of petals, their number and colours chosen by the name."""
    dice = hashlib.sha256(name.encode()).digest()
    image = Image.new("RGB", (_SIZE, _SIZE), _PAPER[dice[0] % len(_PAPER)])
    pen = ImageDraw.Draw(image)
    heads = 3 + dice[1] % 5
    middle = _SIZE // 2
    for number in range(heads):
        angle = math.tau * number / heads + dice[2] / 40
        x, y = middle + 130 * math.cos(angle), middle - 60 + 130 * math.sin(angle)
        pen.line((x, y, middle, _SIZE - 70), fill=(104, 136, 92), width=9)
    for number in range(heads):
        angle = math.tau * number / heads + dice[2] / 40
        x, y = middle + 130 * math.cos(angle), middle - 60 + 130 * math.sin(angle)
        _flower(pen, x, y, _INK[dice[3 + number] % len(_INK)], 5 + dice[10 + number] % 4)
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def _flower(pen: ImageDraw.ImageDraw, x: float, y: float, ink: tuple[int, int, int], petals: int) -> None:
    for number in range(petals):
        angle = math.tau * number / petals
        px, py = x + 52 * math.cos(angle), y + 52 * math.sin(angle)
        pen.ellipse((px - 40, py - 40, px + 40, py + 40), fill=ink)
    pen.ellipse((x - 28, y - 28, x + 28, y + 28), fill=(248, 220, 140))
