"""What lies under the marks of a map: the community's own picture, or tiles where a tile server is set.

A place on a map is counted in thousandths, from the left and from the top. From degrees to thousandths leads a linear
sum, so that the database can work it out for every request at once: over a village the earth is flat enough.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Avg, Max, Min, QuerySet
from django.urls import reverse

from households.models import Community
from welfare.helpdesk import map_pictures
from welfare.models import VillageMap

TILE = 256
DEEPEST, SHALLOWEST = 17, 9
MOST_TILES = 4
# Beyond this (about 20 km from the middle of all) a place is not of the village, and would make it a dot.
FAR = Decimal("0.2")
# Where Mercator's map ends.
LAST_NORTH = 85


@dataclass(frozen=True)
class Linear:
    """`a` × latitude + `b` × longitude + `c`, in thousandths."""

    a: float
    b: float
    c: float

    def of(self, latitude: float, longitude: float) -> float:
        """The sum for one place."""
        return self.a * latitude + self.b * longitude + self.c


@dataclass(frozen=True)
class Piece:
    """One picture of the base: its address, and where it lies in units of the drawing."""

    url: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Base:
    """A base of 1000 units of width. `x` and `y` lead from degrees to thousandths, where that is known.

    `is_picture`: places may be pressed on it.
    """

    height: float
    pieces: tuple[Piece, ...]
    credit: str
    is_picture: bool
    x: Linear | None = None
    y: Linear | None = None

    def place(self, case) -> tuple[int, int] | None:
        """Where a case stands, in units of the drawing; none when it is not known or lies outside."""
        if self.is_picture and case.map_x is not None:
            x, y = float(case.map_x), float(case.map_y)
        elif case.latitude is not None and self.x and self.y:
            where = float(case.latitude), float(case.longitude)
            x, y = self.x.of(*where), self.y.of(*where)
        else:
            return None
        return (round(x), round(y * self.height / 1000)) if 0 <= x <= 1000 and 0 <= y <= 1000 else None


def of(community: Community, cases: QuerySet) -> Base | None:
    """The community's picture; else tiles around these cases, where a tile server is set; else none."""
    village = map_pictures.of(community)
    if village:
        return _from_picture(village)
    return _from_tiles(cases) if settings.MAP_TILES_URL else None


def projection(village: VillageMap) -> tuple[Linear, Linear] | None:
    """From degrees to thousandths of the picture: turned, scaled and moved so that both known points fit."""
    if len(village.points) < 2:
        return None
    first, second = village.points[:2]
    # At this latitude a degree to the east is so much shorter than one to the north.
    shorter = math.cos(math.radians((first["latitude"] + second["latitude"]) / 2))
    earth = [complex(p["longitude"] * shorter, -p["latitude"]) for p in (first, second)]
    paper = [complex(p["x"] * village.width, p["y"] * village.height) / 1000 for p in (first, second)]
    turn = (paper[1] - paper[0]) / (earth[1] - earth[0])
    move = paper[0] - turn * earth[0]
    wide, high = 1000 / village.width, 1000 / village.height
    x = Linear(turn.imag * wide, turn.real * shorter * wide, move.real * wide)
    y = Linear(-turn.real * high, turn.imag * shorter * high, move.imag * high)
    return x, y


def _from_picture(village: VillageMap) -> Base:
    height = round(1000 * village.height / village.width, 1)
    address = reverse("welfare:desk_map_file", args=[village.community.code])
    # The end of the file's name, so that a new picture is fetched anew.
    url = f"{address}?v={village.picture[-17:-5]}"
    known = projection(village)
    return Base(
        height=height,
        pieces=(Piece(url, 0, 0, 1000, height),),
        credit=village.credit,
        is_picture=True,
        x=known[0] if known else None,
        y=known[1] if known else None,
    )


def _from_tiles(cases: QuerySet) -> Base | None:
    located = cases.filter(latitude__isnull=False, latitude__range=(-LAST_NORTH, LAST_NORTH)).order_by()
    middle = located.aggregate(north=Avg("latitude"), east=Avg("longitude"))
    if middle["north"] is None:
        return None
    north, east = (Decimal(str(round(float(value), 5))) for value in middle.values())
    near = located.filter(
        latitude__range=(north - FAR, north + FAR), longitude__range=(east - FAR, east + FAR)
    )
    edges = near.aggregate(
        south=Min("latitude"), north=Max("latitude"), west=Min("longitude"), east=Max("longitude")
    )
    if edges["south"] is None:
        return None
    return tiles_around(**{name: float(value) for name, value in edges.items()})


def tiles_around(*, south: float, north: float, west: float, east: float) -> Base:
    """A grid of tiles around these edges in degrees, as deep as at most four tiles a side allow."""
    for zoom in range(DEEPEST, SHALLOWEST - 1, -1):
        left, top = _tile(north, west, zoom)
        right, bottom = _tile(south, east, zoom)
        first = (math.floor(left - 0.3), math.floor(top - 0.3))
        count = (math.floor(right + 0.3) - first[0] + 1, math.floor(bottom + 0.3) - first[1] + 1)
        if max(count) <= MOST_TILES:
            break
    unit = 1000 / count[0]
    pieces = tuple(
        Piece(
            settings.MAP_TILES_URL.format(z=zoom, x=first[0] + column, y=first[1] + row),
            round(column * unit, 2),
            round(row * unit, 2),
            round(unit, 2),
            round(unit, 2),
        )
        for row in range(min(count[1], MOST_TILES + 2))
        for column in range(min(count[0], MOST_TILES + 2))
    )
    degrees_wide = 360 / 2**zoom * count[0]
    west_edge = first[0] / 2**zoom * 360 - 180
    north_edge, south_edge = (_latitude(row, zoom) for row in (first[1], first[1] + count[1]))
    x = Linear(0, 1000 / degrees_wide, -1000 * west_edge / degrees_wide)
    down = 1000 / (south_edge - north_edge)
    y = Linear(down, 0, -north_edge * down)
    return Base(unit * count[1], pieces, settings.MAP_TILES_CREDIT, is_picture=False, x=x, y=y)


def _tile(latitude: float, longitude: float, zoom: int) -> tuple[float, float]:
    """The tile's number from the west and from the north, with the part of the tile."""
    there = math.asinh(math.tan(math.radians(latitude)))
    return (longitude + 180) / 360 * 2**zoom, (1 - there / math.pi) / 2 * 2**zoom


def _latitude(row: float, zoom: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**zoom))))
