"""What the demo's shops sell, read from goods.txt."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "goods.txt"


@dataclass(frozen=True)
class Good:
    """A line of the table."""

    name: str
    price: Decimal
    unit: str
    sign: str
    category: str
    description: str
    sizes: tuple[tuple[str, Decimal], ...] = ()
    days_to_make: int | None = None
    cap: Decimal | None = None
    months: tuple[int, int] | None = None
    marks: frozenset[str] = frozenset()


@dataclass
class Trade:
    """A kind of shop: names with {who} in them, stories, goods."""

    code: str
    names: list[str]
    stories: list[str] = field(default_factory=list)
    goods: list[Good] = field(default_factory=list)


@cache
def trades() -> dict[str, Trade]:
    """Every kind of shop by its code."""
    found: dict[str, Trade] = {}
    trade = Trade("", [])
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            code, names = line[1:].split("]", 1)
            trade = found[code] = Trade(code, parts(names))
        elif line.startswith(":"):
            trade.stories = parts(line[1:])
        elif line and not line.startswith("#"):
            trade.goods.append(good(line))
    return found


def good(line: str) -> Good:
    """One line of goods.txt."""
    name, price, unit, sign, category, options, description = (cell.strip() for cell in line.split("|"))
    made = re.search(r"made (\d+) (\d+)", options)
    months = re.search(r"months (\d+)-(\d+)", options)
    return Good(
        name=name,
        price=Decimal(price),
        unit=unit,
        sign=sign,
        category=category,
        description=description,
        sizes=tuple((size, Decimal(cost)) for size, cost in re.findall(r"(\S+)=([\d.]+)", options)),
        days_to_make=int(made[1]) if made else None,
        cap=Decimal(made[2]) if made else None,
        months=(int(months[1]), int(months[2])) if months else None,
        marks=frozenset(re.findall(r"used|gift|gone|empty|bare", options)),
    )


def parts(text: str) -> list[str]:
    """What stands between semicolons."""
    return [part.strip() for part in text.split(";")]
