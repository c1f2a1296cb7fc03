"""Everything that a report is worked out from, gathered once: numbers of households, without names."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from households import rollups
from households.models import IncomeProposal, IncomeRecord, RoundAsk, Verification
from households.reports.people import consenting, ever_registered, registered
from households.reports.places import Parameters, Period, months_later
from households.rollups import PeriodRow

SOURCES = tuple(IncomeRecord.Source.values)
# Quarters drawn before and up to the follow-up.
QUARTERS_DRAWN = 12
NEVER = 0


@dataclass
class Panel:
    """Households with figures in every month of both periods: one place in each list for one household.

    Amounts are satang of all months of a period together. `started` is 1 for households of communities in which the
    programme began between the periods, 0 for those where it had not begun by the end, -1 for others.
    """

    households: list[int] = field(default_factory=list)
    communities: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    members_before: list[float | None] = field(default_factory=list)
    members_after: list[float | None] = field(default_factory=list)
    sources_before: list[list[int]] = field(default_factory=list)
    sources_after: list[list[int]] = field(default_factory=list)
    started: list[int] = field(default_factory=list)


@dataclass
class Inputs:
    """What `figures.work_out` needs. `people` holds the groups behind each count, by community."""

    panel: Panel = field(default_factory=Panel)
    people: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    communities: dict[str, dict[str, str]] = field(default_factory=dict)
    leavers: dict[str, dict[str, int]] = field(default_factory=dict)
    largest_seller: int | None = None
    trend: list[dict[str, Any]] = field(default_factory=list)
    visits: list[dict[str, Any]] = field(default_factory=list)
    prices: dict[str, Any] | None = None
    # Communities whose panel is too small: they are in no sum, so that nothing is left over from it.
    left_out: int = 0
    # Whether means may be shown beside the reports that were shown before; see `book`.
    shows_means: bool = True
    mixed_origin: int = 0
    other_questions: int = 0

    def as_json(self) -> dict[str, Any]:
        """For keeping beside a published report."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Inputs":
        """The inputs that `as_json` wrote."""
        return replace(cls(**row), panel=Panel(**row["panel"]))


def gather(parameters: Parameters) -> Inputs:
    """Read what the report needs: some dozen statements, whatever the number of households."""
    places = parameters.place.communities
    everyone = ever_registered(places)
    agreed = set(consenting(everyone).order_by().values_list("pk", flat=True))
    asked = _asked(parameters)
    before = _complete(everyone, parameters.baseline)
    after = _complete(everyone, parameters.followup)
    inputs = Inputs(communities={str(place.pk): {"code": place.code, "name": place.name} for place in places})
    if asked is not None:
        after = {pk: row for pk, row in after.items() if pk in asked}
    here = dict(registered(places).order_by().values_list("pk", "community_id"))
    _fill_panel(inputs, parameters, before, after, agreed)
    matched = set(inputs.panel.households)
    _leave_out_small(inputs, parameters.place.threshold(parameters.audience))
    groups = {
        "registered": here,
        "asked": {pk: place for pk, place in here.items() if asked is None or pk in asked},
        "answered": {pk: row.community for pk, row in after.items() if pk in here},
        "agreed": {pk: row.community for pk, row in after.items() if pk in here and pk in agreed},
        "matched": {pk: row.community for pk, row in after.items() if pk in matched},
    }
    inputs.people = {name: _by_community(group) for name, group in groups.items()}
    for pk, row in before.items():
        if pk in agreed and pk not in after:
            inputs.leavers.setdefault(str(row.community), {})[str(pk)] = row.net
    inputs.largest_seller = _largest_seller(parameters, matched)
    inputs.trend = _trend(parameters, everyone, agreed)
    inputs.visits = _visits(parameters, agreed)
    inputs.prices = _prices(parameters)
    return inputs


def _asked(parameters: Parameters) -> set[int] | None:
    """Households asked for the round; None where there is no round: then every household is asked each month."""
    if parameters.round is None:
        return None
    asks = RoundAsk.objects.filter(round=parameters.round, community__in=parameters.place.communities)
    return set(asks.order_by().values_list("household_id", flat=True))


def _complete(households, period: Period) -> dict[int, PeriodRow]:
    """Households with a complete answer for every month of the period, by number."""
    rows = rollups.panel_rows(households=households, first=period.first, last=period.last)
    return {row.household: row for row in rows if row.months == period.months}


def _fill_panel(inputs: Inputs, parameters: Parameters, before, after, agreed: set[int]) -> None:
    """Like is compared with like: the same questions, told by the same kind of teller, in every month."""
    starts = _starts(parameters)
    panel = inputs.panel
    for pk in sorted(before.keys() & after.keys() & agreed):
        first, second = before[pk], after[pk]
        if not first.origin or first.origin != second.origin:
            inputs.mixed_origin += 1
            continue
        if first.questions == NEVER or first.questions != second.questions:
            inputs.other_questions += 1
            continue
        panel.households.append(pk)
        panel.communities.append(second.community)
        panel.before.append(first.net)
        panel.after.append(second.net)
        panel.members_before.append(first.members)
        panel.members_after.append(second.members)
        panel.sources_before.append([getattr(first, source) for source in SOURCES])
        panel.sources_after.append([getattr(second, source) for source in SOURCES])
        panel.started.append(starts.get(second.community, -1))


def _leave_out_small(inputs: Inputs, threshold: int) -> None:
    """A community with a few matched households is left out of the whole: else it is the whole less the others."""
    if len(inputs.communities) < 2:
        return
    panel = inputs.panel
    sizes = Counter(panel.communities)
    small = {community for community, size in sizes.items() if size < threshold}
    inputs.left_out = len(small)
    kept = [at for at, community in enumerate(panel.communities) if community not in small]
    inputs.panel = Panel(**{name: [row[at] for at in kept] for name, row in asdict(panel).items()})


def _starts(parameters: Parameters) -> dict[int, int]:
    """1 for communities that started between the periods, 0 for those that had not by the end of the follow-up."""
    if parameters.programme is None:
        return {}
    after_last = months_later(parameters.followup.last, 1)
    found = {}
    for community, started_on in parameters.programme.participations.values_list(
        "community_id", "started_on"
    ):
        if started_on is None or started_on >= after_last:
            found[community] = 0
        elif parameters.baseline.first < started_on <= parameters.followup.last:
            found[community] = 1
    return found


def _by_community(group: dict[int, int]) -> dict[str, list[int]]:
    lists: dict[str, list[int]] = {}
    for pk, community in sorted(group.items()):
        lists.setdefault(str(community), []).append(pk)
    return lists


def _largest_seller(parameters: Parameters, matched: set[int]) -> int | None:
    """The matched household with the highest sales in the market in the follow-up, if anybody sold."""
    totals: dict[int, Decimal] = {}
    proposals = IncomeProposal.objects.filter(
        community__in=parameters.place.communities,
        month__gte=parameters.followup.first,
        month__lte=parameters.followup.last,
    )
    for household, gross in proposals.order_by().values_list("household_id", "gross"):
        if household in matched:
            totals[household] = totals.get(household, Decimal(0)) + gross
    best = max(totals, key=lambda pk: (totals[pk], -pk), default=None)
    return best if best is not None and totals[best] > 0 else None


def _trend(parameters: Parameters, households, agreed: set[int]) -> list[dict[str, Any]]:
    """Each quarter's incomes, by whether the community had started by the follow-up (all, without a programme)."""
    starts = _starts(parameters)
    last = rollups.quarter_start(parameters.followup.last)
    quarters = [months_later(last, -3 * back) for back in range(QUARTERS_DRAWN - 1, -1, -1)]
    quarters = [first for first in quarters if months_later(first, 2) <= parameters.followup.last]
    groups: dict[date, dict[str, list[int]]] = {first: {"started": [], "later": []} for first in quarters}
    for row in rollups.quarter_rows(households=households, quarters=quarters):
        if row.household in agreed:
            is_later = starts.get(row.community, 1) == 0
            groups[row.quarter]["later" if is_later else "started"].append(row.net)
    return [
        {
            "quarter": first.isoformat(),
            "is_before": months_later(first, 2) <= parameters.baseline.last,
            **groups[first],
        }
        for first in quarters
    ]


def _visits(parameters: Parameters, agreed: set[int]) -> list[dict[str, Any]]:
    """Drawn households of the follow-up's months: what they had reported, what was found, in satang."""
    drawn = Verification.objects.filter(
        sample__community__in=parameters.place.communities,
        sample__month__gte=parameters.followup.first,
        sample__month__lte=parameters.followup.last,
    ).order_by("pk")
    return [
        {
            "household": visit.household_id,
            "community": visit.sample.community_id,
            "reported": _satang(visit.reported) if visit.status == "done" else None,
            "verified": _satang(visit.verified) if visit.status == "done" else None,
        }
        for visit in drawn.select_related("sample")
        if visit.household_id in agreed
    ]


def _prices(parameters: Parameters) -> dict[str, Any] | None:
    """The mean index of each period's months, and which months have none."""
    if parameters.prices is None:
        return None
    known = dict(parameters.prices.prices.values_list("month", "index"))
    means, missing = {}, []
    for name in ("baseline", "followup"):
        months = list(_months(getattr(parameters, name)))
        missing += [month.isoformat() for month in months if month not in known]
        found = [known[month] for month in months if month in known]
        means[name] = str(sum(found, Decimal(0)) / len(found)) if found else None
    return {
        "source": parameters.prices.source,
        "base_year": parameters.prices.base_year,
        "missing": missing,
        **means,
    }


def _months(period: Period) -> Iterable[date]:
    return (months_later(period.first, step) for step in range(period.months))


def _satang(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)
