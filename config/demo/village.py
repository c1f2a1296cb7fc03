"""A drawn picture of the demo's village, on which the centre puts its requests: no map of any real place."""

import io
import math
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw

SIZE = (1200, 900)
GRASS, FIELD, FURROW = "#dcebcf", "#cfe0a8", "#b9cf8b"
RIVER, BANK, RIPPLE = "#8fc3de", "#b9d8c2", "#b7dcee"
EARTH, ASPHALT, LINE = "#c9b48f", "#8d9294", "#f4f1e6"
WALL, WOOD, DARK = "#fbf6ea", "#8a5a3a", "#4b4339"
ROOFS = ["#c8553d", "#3f7cac", "#5b8e55", "#b5784a", "#8f4a6b"]
GOLD, TEMPLE, LEAF, TRUNK = "#e2b23a", "#b5452c", "#5f9a57", "#7b5b3c"
# How often everything is drawn larger first, so that edges come out smooth.
FINE = 2

# In thousandths of the picture, left and top: what requests and tests name.
SPOTS = {
    "temple": (205, 235),
    "school": (660, 180),
    "market": (455, 480),
    "hall": (560, 560),
    "bridge": (490, 735),
    "pier": (250, 800),
    "banyan": (800, 445),
    "canal": (700, 770),
    "fields": (880, 230),
}
# Rows of houses: from, to, how many.
LANES = [
    ((70, 400), (380, 400), 6),
    ((560, 330), (900, 330), 6),
    ((90, 560), (250, 572), 4),
    ((650, 570), (930, 590), 5),
    ((620, 890), (940, 900), 5),
    ((90, 930), (380, 930), 5),
]


class Sheet:
    """A picture that is drawn on in thousandths of its width and height."""

    def __init__(self) -> None:
        self.picture = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), GRASS)
        self.draw = ImageDraw.Draw(self.picture)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A place in pixels."""
        return x * SIZE[0] * FINE / 1000, y * SIZE[1] * FINE / 1000

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """A box, in pixels of the finished picture around a place."""
        left, top = self.at(x, y)
        self.draw.rectangle(
            (
                left - width * FINE / 2,
                top - height * FINE / 2,
                left + width * FINE / 2,
                top + height * FINE / 2,
            ),
            fill=fill,
        )

    def shape(self, x: float, y: float, points: Sequence[tuple[float, float]], fill: str) -> None:
        """A shape with corners in pixels of the finished picture around a place."""
        left, top = self.at(x, y)
        self.draw.polygon([(left + px * FINE, top + py * FINE) for px, py in points], fill=fill)

    def dot(self, x: float, y: float, radius: float, fill: str, down: float = 0) -> None:
        """A round spot."""
        left, top = self.at(x, y)
        top += down * FINE
        side = radius * FINE
        self.draw.ellipse((left - side, top - side, left + side, top + side), fill=fill)

    def way(self, places: Sequence[tuple[float, float]], width: float, fill: str) -> None:
        """A road or a river through these places."""
        points = [self.at(*place) for place in places]
        self.draw.line(points, fill=fill, width=round(width * FINE), joint="curve")
        for left, top in points:
            side = width * FINE / 2
            self.draw.ellipse((left - side, top - side, left + side, top + side), fill=fill)


def drawn() -> bytes:
    """The picture as a file, always the same."""
    rng, sheet = random.Random(9), Sheet()  # noqa: S311
    fields(sheet)
    water(sheet)
    roads(sheet)
    trees(sheet, rng)
    for start, end, count in LANES:
        for number in range(count):
            part = number / (count - 1)
            x = start[0] + (end[0] - start[0]) * part
            y = start[1] + (end[1] - start[1]) * part
            house(sheet, x, y + rng.uniform(-9, 9), rng.choice(ROOFS))
    temple(sheet, *SPOTS["temple"])
    school(sheet, *SPOTS["school"])
    market(sheet, *SPOTS["market"])
    hall(sheet, *SPOTS["hall"])
    boats(sheet)
    banyan(sheet, *SPOTS["banyan"])
    output = io.BytesIO()
    sheet.picture.resize(SIZE, Image.Resampling.LANCZOS).save(output, "PNG")
    return output.getvalue()


def fields(sheet: Sheet) -> None:
    """Rice fields in the north-east."""
    for x, y, width, height in [(880, 110, 260, 120), (880, 235, 260, 100), (430, 90, 150, 110)]:
        sheet.box(x, y, width, height, FIELD)
        left, top = sheet.at(x, y)
        for row in range(1, 8):
            level = top + (row / 8 - 0.5) * height * FINE
            sheet.draw.line(
                (left - width * FINE / 2, level, left + width * FINE / 2, level), fill=FURROW, width=3
            )


def water(sheet: Sheet) -> None:
    """The canal from west to east."""
    course = [(x, 745 + 28 * math.sin(x / 150)) for x in range(-40, 1060, 20)]
    sheet.way(course, 112, BANK)
    sheet.way(course, 92, RIVER)
    for x in range(30, 1000, 90):
        y = 742 + 28 * math.sin(x / 150)
        sheet.way([(x, y), (x + 18, y - 5), (x + 36, y)], 3, RIPPLE)


def roads(sheet: Sheet) -> None:
    """The main road over the bridge, and the lanes along the houses."""
    lanes = [
        [(20, 445), (455, 445)],
        [(490, 385), (960, 385)],
        [(40, 635), (490, 630)],
        [(490, 640), (980, 655)],
        [(490, 955), (980, 955)],
        [(40, 985), (490, 960)],
        [(205, 290), (205, 445)],
        [(660, 230), (660, 385)],
    ]
    for lane in lanes:
        sheet.way(lane, 15, EARTH)
    main = [(505, -20), (490, 200), (490, 760), (500, 1020)]
    sheet.way(main, 34, ASPHALT)
    for y in range(10, 1000, 45):
        sheet.way([(491, y), (491, y + 18)], 3, LINE)
    for side in (-22, 22):
        sheet.shape(490, 738, [(side - 4, -68), (side + 4, -68), (side + 4, 68), (side - 4, 68)], LINE)


def trees(sheet: Sheet, rng: random.Random) -> None:
    """Trees where nothing else is."""
    for _tree in range(46):
        x, y = rng.uniform(15, 985), rng.uniform(30, 985)
        if 660 < y < 830 or 430 < x < 560 or (x > 770 and y < 320):
            continue
        size = rng.uniform(10, 17)
        sheet.box(x, y + 10, 5, 26, TRUNK)
        sheet.dot(x, y, size, LEAF, -10)
        sheet.dot(x, y, size * 0.6, "#74ac68", -15)


def house(sheet: Sheet, x: float, y: float, roof: str) -> None:
    """A house with a gable."""
    sheet.box(x, y, 44, 30, WALL)
    sheet.shape(x, y, [(-30, -13), (0, -40), (30, -13)], roof)
    sheet.shape(x, y, [(-7, 15), (-7, -4), (5, -4), (5, 15)], WOOD)
    sheet.shape(x, y, [(10, 2), (10, -7), (18, -7), (18, 2)], "#9cc7d8")


def temple(sheet: Sheet, x: float, y: float) -> None:
    """A hall with three roofs, and a chedi beside it."""
    sheet.box(x, y + 30, 190, 22, "#eee3c8")
    sheet.box(x - 15, y, 96, 52, WALL)
    for level, width in ((-22, 76), (-44, 58), (-64, 40)):
        sheet.shape(x - 15, y, [(-width, level), (0, level - 38), (width, level)], GOLD)
        sheet.shape(x - 15, y, [(-width + 9, level - 1), (0, level - 30), (width - 9, level - 1)], TEMPLE)
    for pillar in (-36, -14, 10, 32):
        sheet.shape(x - 15, y, [(pillar, -22), (pillar + 6, -22), (pillar + 6, 26), (pillar, 26)], GOLD)
    sheet.shape(x + 50, y, [(-30, 26), (-22, -8), (22, -8), (30, 26)], GOLD)
    sheet.shape(x + 50, y, [(-17, -8), (0, -86), (17, -8)], GOLD)
    sheet.dot(x + 50, y, 15, "#efc65a", -12)


def school(sheet: Sheet, x: float, y: float) -> None:
    """Two floors of windows, a yard and a flag."""
    sheet.box(x, y + 55, 220, 46, "#e9d9b4")
    sheet.box(x, y, 180, 72, WALL)
    sheet.shape(x, y, [(-102, -34), (-84, -64), (84, -64), (102, -34)], "#3f7cac")
    for row in (-20, 10):
        for column in range(-74, 75, 30):
            corners = [(column, row), (column + 17, row), (column + 17, row + 16), (column, row + 16)]
            sheet.shape(x, y, corners, "#9cc7d8")
    sheet.shape(x, y, [(118, 60), (118, -66), (121, -66), (121, 60)], DARK)
    for top, bottom, colour in ((-66, -60, "#b5303a"), (-60, -54, "white"), (-54, -44, "#2d3a78"),
                                (-44, -38, "white"), (-38, -32, "#b5303a")):  # fmt: skip
        sheet.shape(x, y, [(121, top), (162, top), (162, bottom), (121, bottom)], colour)


def market(sheet: Sheet, x: float, y: float) -> None:
    """Stalls with striped awnings."""
    for row, (left, top) in enumerate([(-190, -8), (-120, -8), (-190, 48), (-120, 48)]):
        sheet.shape(x, y, [(left, top), (left + 56, top), (left + 56, top + 26), (left, top + 26)], WOOD)
        for stripe in range(7):
            from_ = left - 4 + stripe * 9
            colour = "white" if stripe % 2 else ROOFS[row]
            sheet.shape(
                x, y, [(from_, top), (from_ + 9, top), (from_ + 7, top - 20), (from_ + 2, top - 20)], colour
            )
        for number in range(4):
            sheet.shape(
                x, y, [(left + 6 + 12 * number, top + 8), (left + 14 + 12 * number, top + 8),
                       (left + 10 + 12 * number, top + 16)], ("#f0b441", "#d9583f", "#6fae57")[number % 3]
            )  # fmt: skip


def hall(sheet: Sheet, x: float, y: float) -> None:
    """The open hall of the community, where the centre sits."""
    sheet.box(x, y + 24, 130, 8, "#b9ab8f")
    for pillar in (-56, -20, 16, 50):
        sheet.shape(x, y, [(pillar, -16), (pillar + 7, -16), (pillar + 7, 22), (pillar, 22)], WOOD)
    sheet.shape(x, y, [(-78, -14), (0, -58), (78, -14)], "#1f6f4a")
    # A white cross on green: here one finds help.
    sheet.shape(x, y, [(-4, -40), (4, -40), (4, -20), (-4, -20)], "white")
    sheet.shape(x, y, [(-10, -34), (10, -34), (10, -26), (-10, -26)], "white")


def boats(sheet: Sheet) -> None:
    """The pier, and two boats."""
    sheet.box(250, 792, 26, 70, WOOD)
    for x, y in ((320, 775), (150, 770)):
        sheet.shape(x, y, [(-40, -8), (40, -8), (26, 9), (-26, 9)], WOOD)
        sheet.shape(x, y, [(-12, -8), (-12, -24), (14, -24), (14, -8)], WALL)


def banyan(sheet: Sheet, x: float, y: float) -> None:
    """The old tree at the crossing of lanes."""
    sheet.box(x, y + 8, 14, 46, TRUNK)
    for left, up, radius in ((-22, -6, 24), (20, -8, 25), (0, -26, 28), (0, -2, 22)):
        there = (x + left * 1000 / SIZE[0], y)
        sheet.dot(*there, radius, "#4f8a4c", up)
