"""The sentences of a report: what changed, how sure, who is missing, and how it was worked out.

They say "changed", never "caused"; only beside communities that have not started do they say "more than there".
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from households.reports import figures
from households.reports.places import Period, period_name
from households.reports.shown import BAHT_STEP
from lib.chart_pictures import Gap, plain, signed
from lib.statistics import DRAWS, SEED

Cell = Decimal | Gap | None
PER_CENT = 100


class Pair(TypedDict):
    """A figure at both times."""

    before: Cell
    after: Cell


class Span(TypedDict, total=False):
    """A figure with the bounds of its interval; empty where there is none."""

    value: Cell
    low: Cell
    high: Cell


@dataclass(frozen=True)
class Sentence:
    """A sentence whose figure is drawn out: the words before it, the figure, the words after it."""

    before: str
    figure: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}{self.figure}{self.after}"


def cell(value: Any) -> Cell:
    """A figure of a result as a number, `Gap.HIDDEN` for a hidden one, None for one that is not there."""
    if value is None:
        return None
    return Gap.HIDDEN if isinstance(value, dict) else Decimal(value)


def shown(value: Any) -> Decimal | None:
    """A figure of a result, None where there is none or where it is hidden."""
    found = cell(value)
    return found if isinstance(found, Decimal) else None


def headline(result: dict[str, Any]) -> Sentence:
    """The one sentence: beside communities that have not started where there are any, otherwise what changed."""
    comparison = result["comparison"]
    if comparison and "did_median" in comparison:
        return compared(comparison["did_median"])
    return changed(result)


def changed(result: dict[str, Any]) -> Sentence:
    """What changed for the household in the middle, and between what bounds; or why nobody can say."""
    if not result["is_shown"]:
        return Sentence(
            _(
                "It cannot be said yet how incomes changed: fewer than %(threshold)s households have full figures at both times."
            )
            % {"threshold": result["parameters"]["threshold"]}
        )
    value, low, high = _span(result["headline"]["median_change"])
    if value is None:
        return Sentence(_("It cannot be said how incomes changed: the group is small, and hidden."))
    if low is None or high is None:
        return _with_figure(
            _("The household in the middle changed by %(figure)s. It cannot be said how sure that is."),
            _change(value),
        )
    if value == low == high == 0:
        return Sentence(_("The household in the middle has as much as before."))
    if low <= 0 <= high:
        return _with_figure(
            _(
                "It cannot be told whether incomes changed: in the middle %(figure)s, but it may be anything from %(low)s to %(high)s."
            ),
            _change(value),
            low=_way(low),
            high=_way(high),
        )
    up = _("The household in the middle has %(figure)s more (between %(low)s and %(high)s baht).")
    down = _("The household in the middle has %(figure)s less (between %(low)s and %(high)s baht).")
    return _between(up if value > 0 else down, value, low, high)


def compared(span: dict[str, Any]) -> Sentence:
    """How communities that started fared beside those that have not."""
    value, low, high = _span(span)
    if value is None or low is None or high is None or low <= 0 <= high:
        return Sentence(
            _(
                "It cannot be told whether incomes changed otherwise in communities that started than in those that have not yet."
            )
        )
    better = _(
        "In communities that started, incomes went %(figure)s further up than in those that have not yet (between %(low)s and %(high)s baht)."
    )
    worse = _(
        "In communities that started, incomes fell %(figure)s behind those that have not yet (between %(low)s and %(high)s baht)."
    )
    return _between(better if value > 0 else worse, value, low, high)


def why(result: dict[str, Any]) -> str:
    """Whether the report can say anything of causes."""
    comparison = result["comparison"]
    if not result["is_shown"]:
        return ""
    if comparison is None:
        return _("Whether the market is the reason cannot be said: there is no group to compare with.")
    if "did_median" not in comparison:
        return _(
            "Whether the market is the reason cannot be said: the group to compare with is small, and hidden."
        )
    slopes = comparison["earlier_slopes"]
    if slopes is None:
        return _(
            "Too few earlier quarters are known to say whether both groups went the same way before. Take the difference with care."
        )
    return _(
        "Before the start, the middle income changed by %(started)s baht a quarter in communities that started, and by %(later)s in the others. The further apart these are, the less the difference says."
    ) % {name: signed(Decimal(slopes[name])) for name in ("started", "later")}


def how_sure(result: dict[str, Any]) -> str:
    """The interval in words."""
    if not result["is_shown"]:
        return ""
    value, low, high = _span(result["headline"]["median_change"])
    if value is None or low is None or high is None:
        return _("There are too few households to say how sure the figure is.")
    words = _(
        "If other households like these had answered, the change in the middle would in 95 of 100 cases lie between %(low)s and %(high)s baht a month. It stands on %(count)s households that answered for every month of both times."
    )
    n = shown(result["headline"]["n"])
    count = Gap.HIDDEN.words() if n is None else plain(n)
    return words % {"low": signed(low), "high": signed(high), "count": count}


def leavers(result: dict[str, Any]) -> str:
    """Who answered before and is missing now, and what they had then."""
    count, median = cell(result["leavers"]["count"]), shown(result["leavers"]["baseline_median"])
    if count is Gap.HIDDEN:
        return _(
            "A few households that answered the first time did not answer the second time. They are so few that their figures are hidden."
        )
    if not count:
        return _("Every household that answered the first time answered the second time too.")
    words = ngettext(
        "%(count)s household answered the first time but not the second.",
        "%(count)s households answered the first time but not the second.",
        int(count),  # type: ignore[arg-type]
    ) % {"count": plain(count)}  # type: ignore[arg-type]
    if median is None:
        return words
    had = _("The one in the middle of them had %(amount)s baht a month then.") % {"amount": plain(median)}
    everyone = shown((result["headline"] or {}).get("baseline_median"))
    if everyone is None:
        return f"{words} {had}"
    beside = _("Those who stayed had %(amount)s baht.") % {"amount": plain(everyone)}
    return f"{words} {had} {beside}"


def warnings(result: dict[str, Any]) -> list[str]:
    """What to know before believing the figures, as plain sentences."""
    words = {
        "few_matched": _(
            "Fewer than %(count)s households could be compared. One of them more or less can change the result."
        )
        % {"count": figures.FEW_MATCHED},
        "many_missing": _(
            "More than %(percent)s in 100 households that were asked are missing. The others may be doing better or worse."
        )
        % {"percent": int(figures.MANY_MISSING * PER_CENT)},
        "mixed_origin": _(
            "Some households told their figures themselves at one time, and the committee wrote them at the other. They are left out: the two cannot be compared."
        ),
        "different_questions": _(
            "Some households were asked other questions at one time than at the other. They are left out."
        ),
        "no_prices": _(
            "Prices are not taken into account. If things became dearer, the same baht buys less than before."
        ),
        "prices_missing_months": _(
            "The price index lacks some months, so the change in prices is less certain."
        ),
    }
    found = [words[code] for code in result["warnings"] if code in words]
    if left_out := result.get("left_out"):
        found.append(
            ngettext(
                "%(count)s community has too few compared households to be counted in the whole.",
                "%(count)s communities have too few compared households to be counted in the whole.",
                left_out,
            )
            % {"count": left_out}
        )
    return found


def periods(result: dict[str, Any]) -> tuple[str, str]:
    """Names of the first and of the second time."""
    parameters = result["parameters"]
    first, second = (
        period_name(parameters["kind"], Period.from_json(parameters[name]))
        for name in ("baseline", "followup")
    )
    return first, second


def baht_words(result: dict[str, Any]) -> str:
    """In whose prices the baht of the report are."""
    prices = result["prices"]
    if not prices or not prices["baseline"] or not prices["followup"]:
        return _("Baht as they were said at the time (nominal).")
    return _(
        "Baht of the first time are made into those of the second with the price index “%(source)s” (%(year)s = 100): %(before)s then, %(after)s now."
    ) % {
        "source": prices["source"],
        "year": prices["base_year"] + 543,
        "before": f"{Decimal(prices['baseline']):.2f}",
        "after": f"{Decimal(prices['followup']):.2f}",
    }


def notes(result: dict[str, Any]) -> list[tuple[str, str]]:
    """How it was worked out, by heading: for the page, the print and the files."""
    parameters = result["parameters"]
    first, second = periods(result)
    line = parameters["line"]
    return [
        (_("The two times"), _("%(first)s and %(second)s.") % {"first": first, "second": second}),
        (
            _("Income"),
            _(
                "What a household has left in a month after costs, all sources together, as it told itself or as the committee wrote down for it; the mean of the months of the time. Sales alone are not income."
            ),
        ),
        (
            _("Who is compared"),
            _(
                "The same households at both times: those that let their figures be counted, answered for every month of both times, to the same questions, told by the same kind of person. A missing answer, “don't know” and “prefer not to say” are never taken for zero."
            ),
        ),
        (
            _("The change in the middle"),
            _(
                "The median of what changed for each household: half of them changed by more, half by less. It is not the difference of the two middle incomes."
            ),
        ),
        (
            _("95 % interval"),
            _(
                "The households were drawn again %(draws)s times, with replacement and within each community (bootstrap, percentiles, seed %(seed)s)."
            )
            % {"draws": plain(Decimal(DRAWS)), "seed": SEED},
        ),
        (
            _("More, the same, less"),
            _("A change of up to %(amount)s baht a month counts as the same.")
            % {"amount": figures.SAME_WITHIN},
        ),
        (
            _("Trimmed mean"),
            _("The mean without the tenth that changed most to either side."),
        ),
        (
            _("Gini"),
            _(
                "0 when all have the same, 1 when one has everything; the corrected figure allows for few households (n ÷ (n − 1))."
            ),
        ),
        (
            _("Line"),
            _("%(amount)s baht for one person in a month, set by the municipality or for this look.")
            % {
                "amount": plain(
                    Decimal(line).normalize().quantize(Decimal(1))
                    if Decimal(line) % 1 == 0
                    else Decimal(line)
                )
            }
            if line is not None
            else _("None is set."),
        ),
        (_("Prices"), baht_words(result)),
        (
            _("Small groups"),
            _(
                "A figure of fewer than %(threshold)s households is hidden, and so is what it could be worked out from. Amounts are rounded to %(step)s baht, counts beside others to the nearest %(threshold)s households."
            )
            % {"threshold": parameters["threshold"], "step": BAHT_STEP},
        ),
        (_("Version of the method"), str(result["method"])),
    ]


def _span(found: dict[str, Any]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    value, low, high = (shown(found.get(name)) for name in ("value", "low", "high"))
    return value, low, high


def _between(words: str, value: Decimal, low: Decimal, high: Decimal) -> Sentence:
    """With bounds without a sign, the smaller one first: the word says which way."""
    ends = sorted((abs(low), abs(high)))
    return _with_figure(words, _month(abs(value)), low=plain(ends[0]), high=plain(ends[1]))


def _with_figure(words: str, figure: str, **others: str) -> Sentence:
    before, after = (words % {**others, "figure": "\0"}).split("\0")
    return Sentence(before, figure, after)


def _month(amount: Decimal) -> str:
    return _("%(amount)s baht a month") % {"amount": plain(amount)}


def _change(value: Decimal) -> str:
    """A change with its direction in words."""
    if value == 0:
        return _("no change")
    more, less = _("%(amount)s baht a month more"), _("%(amount)s baht a month less")
    return (more if value > 0 else less) % {"amount": plain(abs(value))}


def _way(value: Decimal) -> str:
    """An end of an interval with its direction in words."""
    if value == 0:
        return _("no change")
    return (_("%(amount)s baht more") if value > 0 else _("%(amount)s baht less")) % {
        "amount": plain(abs(value))
    }
