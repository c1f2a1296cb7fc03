"""The figures of a report as lines: one list for the tables on the page, for print, and for CSV and XLSX."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from households.models import IncomeRecord
from households.report_words import Cell, Pair, Span, cell
from households.reports.places import quarter_number
from lib.chart_pictures import Gap, plain, signed
from lib.dates import thai_fiscal_year

BAHT, PER_CENT, HOUSEHOLDS, RATIO = "baht", "percent", "households", "ratio"
NOTHING = "–"
# A column for the sake of one line.
ONLY_IN_FILES = {("inequality", "n")}
STEPS = ("registered", "asked", "answered", "agreed", "matched")


@dataclass(frozen=True)
class Line:
    """One line of figures. `value` is a change, or a figure that belongs to no one time; `n` counts households."""

    section: str
    item: str
    group: str = ""
    before: Cell = None
    after: Cell = None
    value: Cell = None
    low: Cell = None
    high: Cell = None
    n: Cell = None
    unit: str = BAHT
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the page: words of its caption, heads and cells."""

    title: str
    heads: list[str]
    rows: list[list[str]]


def lines(result: dict[str, Any]) -> list[Line]:
    """Every figure of the report, in the order of the page."""
    found = [*_who(result)]
    if result["is_shown"]:
        found += [
            *_change(result["headline"]),
            *_direction(result["headline"]),
            *_spread(result["distribution"]),
            *_inequality(result["inequality"]),
            *_sources(result["sources"]),
            *_communities(result["communities"]),
            *_comparison(result["comparison"]),
        ]
    return [*found, *_trend(result["trend"]), *_visits(result["verification"])]


def section_names() -> dict[str, str]:
    """The sections of a report in words."""
    return {
        "who": _("Who answered"),
        "change": _("How much incomes changed"),
        "direction": _("How many have more, the same, less"),
        "spread": _("How incomes are spread"),
        "percentiles": _("From poor to rich"),
        "inequality": _("How equal incomes are"),
        "lorenz": _("Share of all income"),
        "sources": _("Where income comes from"),
        "source_shares": _("Share of all income by source"),
        "communities": _("Communities"),
        "community_flow": _("Who answered in each community"),
        "comparison": _("Beside communities that have not started"),
        "trend": _("Quarter by quarter"),
        "verification": _("Checked at home"),
    }


def unit_names() -> dict[str, str]:
    """The units of lines in words."""
    return {
        BAHT: _("baht a household a month"),
        PER_CENT: _("per cent"),
        HOUSEHOLDS: _("households"),
        RATIO: _("from 0 to 1"),
    }


def column_names() -> dict[str, str]:
    """The columns of lines in words."""
    return {
        "section": _("Section"),
        "item": _("Item"),
        "group": _("Group"),
        "before": _("Before"),
        "after": _("After"),
        "value": _("Change or figure"),
        "low": _("95 % interval from"),
        "high": _("95 % interval to"),
        "n": _("Households"),
        "unit": _("Unit"),
        "note": _("Note"),
    }


def table(
    every: Iterable[Line], section: str, *, first: str = "", named: dict[str, str] | None = None
) -> Table:
    """The lines of one section as a table for people: only columns with something in them.

    `first` heads the first column, `named` gives columns other heads.
    """
    own = [line for line in every if line.section == section]
    columns = [
        name
        for name in ("group", "before", "after", "value", "low", "high", "n")
        if any(getattr(line, name) not in (None, "") for line in own) and (section, name) not in ONLY_IN_FILES
    ]
    heads = {**column_names(), **(named or {})}
    rows = [[line.item, *(_words(line, name) for name in columns)] for line in own]
    return Table(section_names()[section], [first or heads["item"], *(heads[name] for name in columns)], rows)


def sources_table(every: Sequence[Line]) -> Table:
    """What came from each source, and beside it its share of all income."""
    amounts, shares = (
        [line for line in every if line.section == name] for name in ("sources", "source_shares")
    )
    names = column_names()
    heads = [_("Source"), names["before"], names["after"], _("Share before"), _("Share after"), names["n"]]
    rows = [
        [
            amount.item,
            *(_words(line, time) for line in (amount, share) for time in ("before", "after")),
            _words(amount, "n"),
        ]
        for amount, share in zip(amounts, shares, strict=True)
    ]
    return Table(section_names()["sources"], heads, rows)


def community_flow_table(every: Iterable[Line]) -> Table:
    """Who answered, with a row for each community and a column for each step."""
    rows: dict[str, list[str]] = {}
    for line in every:
        if line.section == "community_flow":
            rows.setdefault(line.group, []).append(_words(line, "n"))
    heads = [_("Community"), *step_names().values()]
    return Table(section_names()["community_flow"], heads, [[name, *counts] for name, counts in rows.items()])


def file_rows(result: dict[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """Heads and rows of the long table for files: numbers as numbers, hidden ones as the words for it."""
    names, units = section_names(), unit_names()
    rows = []
    for line in lines(result):
        row = {one.name: getattr(line, one.name) for one in fields(line)}
        row |= {"section": names[line.section], "unit": units[line.unit]}
        rows.append([value.words() if isinstance(value, Gap) else value for value in row.values()])
    return list(column_names().values()), rows


def show(unit: str) -> Callable[[Decimal], str]:
    """How a figure of this unit is written."""
    return (lambda number: f"{plain(number)} %") if unit == PER_CENT else plain


def source_name(codes: Sequence[str]) -> str:
    """The name of a source; of several, that they stand together because few households have them."""
    names = [str(IncomeRecord.Source(code).label) for code in codes]
    if len(names) == 1:
        return names[0]
    others = [name for name in names if name != IncomeRecord.Source.OTHER.label]
    return _("Other, and where few have it: %(sources)s") % {"sources": ", ".join(others)}


def quarter_name(iso: str) -> str:
    """A quarter in short: 4/2569 is the last quarter of fiscal year 2569."""
    day = date.fromisoformat(iso)
    return f"{quarter_number(day)}/{thai_fiscal_year(day)}"


def step_names() -> dict[str, str]:
    """The steps from the register to what is compared, in order."""
    return {
        "registered": _("In the register"),
        "asked": _("Asked"),
        "answered": _("Answered for every month of the second time"),
        "agreed": _("Let their figures be counted"),
        "matched": _("Compared: answered at both times"),
    }


def _words(line: Line, column: str) -> str:
    """A cell for people."""
    value = getattr(line, column)
    if value is None or value == "":
        return NOTHING
    if isinstance(value, Gap):
        return value.words()
    if isinstance(value, str):
        return value
    if column == "n":
        return plain(value)
    is_change = column in ("value", "low", "high") and line.section in ("change", "communities", "comparison")
    is_change = is_change or (column != "n" and line.section == "verification" and line.low is not None)
    return signed(value) if is_change else show(line.unit)(value)


def _span(found: dict[str, Any] | None) -> Span:
    """Value and bounds of a figure; all hidden where it is."""
    if not found:
        return {}
    if "hidden" in found:
        return Span(value=Gap.HIDDEN, low=Gap.HIDDEN, high=Gap.HIDDEN)
    return Span(value=cell(found["value"]), low=cell(found["low"]), high=cell(found["high"]))


def _pair(found: Any) -> Pair:
    """Before and after of a list of two, or both hidden."""
    if isinstance(found, dict):
        return {"before": Gap.HIDDEN, "after": Gap.HIDDEN}
    return {"before": cell(found[0]), "after": cell(found[1])}


def steps(flow: dict[str, Any]) -> dict[str, Cell]:
    """How many are left at each step. Only the last is exact: a rounded one before it is never below it."""
    found: dict[str, Cell] = {}
    floor = Decimal(0)
    for name in reversed(STEPS):
        count = cell(flow[name])
        if isinstance(count, Decimal):
            count = floor = max(count, floor)
        found[name] = count
    return {name: found[name] for name in STEPS}


def _who(result: dict[str, Any]) -> Iterable[Line]:
    names = step_names()
    for step, count in steps(result["flow"]).items():
        yield Line("who", names[step], n=count, unit=HOUSEHOLDS)
    gone = result["leavers"]
    yield Line(
        "who",
        _("Answered the first time, missing the second (and what the middle one had then)"),
        before=cell(gone["baseline_median"]),
        n=cell(gone["count"]),
    )


def _change(headline: dict[str, Any]) -> Iterable[Line]:
    n = cell(headline["n"])
    middle = _pair([headline["baseline_median"], headline["followup_median"]])
    mean = _pair([headline["baseline_mean"], headline["followup_mean"]])
    without, member = headline["without_largest_seller"], headline["per_member"]
    yield Line("change", _("In the middle (median)"), **middle, **_span(headline["median_change"]), n=n)
    yield Line("change", _("On average (mean)"), **mean, **_span(headline["mean_change"]), n=n)
    yield Line(
        "change",
        _("On average without the outermost tenths (trimmed)"),
        **_span(headline["trimmed_mean"]),
        n=n,
    )
    if without is not None:
        yield Line("change", _("In the middle, without the largest seller"), **_span(without))
    if member is not None:
        yield Line(
            "change",
            _("In the middle, for each member of the household"),
            **_span(member),
            n=cell(member.get("n")),
        )


def _direction(headline: dict[str, Any]) -> Iterable[Line]:
    names = {"up": _("Have more"), "same": _("Have about the same"), "down": _("Have less")}
    for part, name in names.items():
        yield Line("direction", name, value=cell(headline[part]), unit=PER_CENT)


def _spread(found: dict[str, Any] | None) -> Iterable[Line]:
    if not found:
        return
    for one in found["bins"]:
        counts = _pair([one["before"], one["after"]])
        yield Line("spread", bin_name(one), **counts, unit=HOUSEHOLDS)
    for part, both in found["percentiles"].items():
        yield Line("percentiles", f"P{part}", **_pair(both))


def bin_name(one: dict[str, Any]) -> str:
    """From and up to how many baht."""
    low, high = cell(one["lower"]), cell(one["upper"])
    if not isinstance(low, Decimal):
        return _("Less than %(amount)s") % {"amount": plain(high)}  # type: ignore[arg-type]
    if not isinstance(high, Decimal):
        return _("%(amount)s and more") % {"amount": plain(low)}
    return f"{plain(low)}–{plain(high)}"


def _inequality(found: dict[str, Any]) -> Iterable[Line]:
    gini = found["gini"]
    for key, name in (
        ("value", _("Gini")),
        ("corrected", _("Gini, corrected for few households")),
        ("low", _("Gini, 95 % interval from")),
        ("high", _("Gini, 95 % interval to")),
    ):
        yield Line("inequality", name, **_pair([gini["before"][key], gini["after"][key]]), unit=RATIO)
    for key, name in (
        ("poorest_fifth", _("The poorest fifth has, of all income")),
        ("poorest_two_fifths", _("The poorest two fifths have, of all income")),
        ("negative", _("Households with less than nothing left")),
    ):
        yield Line("inequality", name, **_pair(found[key]), unit=PER_CENT)
    if below := found["below_line"]:
        both = below if "hidden" in below else [below["before"], below["after"]]
        yield Line(
            "inequality", _("Households below the line"), **_pair(both), n=cell(below.get("n")), unit=PER_CENT
        )
    if curves := found["lorenz"]:
        for (part, before), (_same, after) in zip(curves["before"], curves["after"], strict=True):
            name = _("The poorest %(percent)s %%") % {"percent": part}
            yield Line("lorenz", name, before=cell(before), after=cell(after), unit=PER_CENT)


def _sources(found: list[dict[str, Any]]) -> Iterable[Line]:
    for one in found:
        amounts = _pair([one["before"], one["after"]])
        yield Line("sources", source_name(one["sources"]), **amounts, n=cell(one["households"]))
    for one in found:
        shares = _pair([one["share_before"], one["share_after"]])
        yield Line("source_shares", source_name(one["sources"]), **shares, unit=PER_CENT)


def _communities(found: list[dict[str, Any]]) -> Iterable[Line]:
    names = step_names()
    for one in found:
        yield Line("communities", one["name"], **_span(one["median_change"]), n=cell(one["n"]))
    for one in found:
        for step, count in steps(one["flow"]).items():
            yield Line("community_flow", names[step], group=one["name"], n=count, unit=HOUSEHOLDS)


def _comparison(found: dict[str, Any] | None) -> Iterable[Line]:
    if not found:
        return
    if "hidden" in found:
        yield Line("comparison", _("Difference in differences"), value=Gap.HIDDEN)
        return
    n = cell(found["n_started"] + found["n_later"])
    yield Line("comparison", _("Difference of the changes in the middle"), **_span(found["did_median"]), n=n)
    yield Line("comparison", _("Difference of the changes on average"), **_span(found["did"]), n=n)
    yield Line("comparison", _("Households where it started"), n=cell(found["n_started"]), unit=HOUSEHOLDS)
    yield Line(
        "comparison", _("Households where it has not started"), n=cell(found["n_later"]), unit=HOUSEHOLDS
    )
    if slopes := found["earlier_slopes"]:
        yield Line(
            "comparison",
            _("Change a quarter before the start, where it started"),
            value=cell(slopes["started"]),
        )
        yield Line(
            "comparison", _("Change a quarter before the start, elsewhere"), value=cell(slopes["later"])
        )


def _trend(found: list[dict[str, Any]]) -> Iterable[Line]:
    groups = [("started", _("Started")), ("later", _("Not started yet"))]
    groups = [(key, name) for key, name in groups if any(row[key] is not None for row in found)]
    for key, name in groups:
        for row in found:
            if row[key] is not None:
                group = name if len(groups) > 1 else ""
                yield Line("trend", quarter_name(row["quarter"]), group=group, value=cell(row[key]))


def _visits(found: dict[str, Any] | None) -> Iterable[Line]:
    if not found:
        return
    yield Line("verification", _("Households drawn by lot"), n=cell(found["sampled"]), unit=HOUSEHOLDS)
    yield Line("verification", _("Households visited"), n=cell(found["visited"]), unit=HOUSEHOLDS)
    if "reported_mean" in found:
        yield Line(
            "verification", _("What they had reported, on average"), value=cell(found["reported_mean"])
        )
        yield Line("verification", _("What was found, on average"), value=cell(found["verified_mean"]))
    if found["difference"]:
        yield Line("verification", _("Found less reported"), **_span(found["difference"]))
