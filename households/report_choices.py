"""What a reader chose to see, from an address: the places one reads about, and the parameters of the report."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from households import prices, programmes
from households.forms.reports import ChoiceForm
from households.models import Community, Municipality, PriceTable, Round
from households.reports.places import (
    MONTHS,
    Parameters,
    Period,
    Place,
    ended_periods,
    months_later,
    period,
    period_code,
    period_name,
)

# How many ended periods of each kind can be chosen.
OFFERED = {"quarter": 12, "month": 24, "fiscal_year": 4}
KINDS = (*OFFERED, "round")
WHOLE = "all:"
SATANG = Decimal("0.01")


@dataclass(frozen=True)
class Choice:
    """The chosen report: its parameters, the form to choose anew, and whether its reader is the place's officer.

    `data` holds every choice as it stands in the address.
    """

    form: ChoiceForm
    data: dict[str, str]
    parameters: Parameters
    kinds: list[tuple[str, str]]
    is_officer: bool

    @property
    def query(self) -> str:
        """All choices for an address."""
        return urlencode(self.data)

    def query_with(self, **changes: str) -> str:
        """The same choices but for these, for an address."""
        return urlencode({**self.data, **changes})


def places_of(user) -> dict[str, Place]:
    """Places this person reads about, by their names in addresses: whole municipalities, then communities."""
    towns = {f"{WHOLE}{town.code}": Place(town) for town in programmes.municipalities_served_by(user)}
    communities = Community.objects.reported_to(user).select_related("municipality").order_by("name", "pk")
    return {**towns, **{one.code: Place(one.municipality, one) for one in communities}}


def may_publish(user, place: Place) -> bool:
    """A community's report is published by its committee, the municipality's by its officer."""
    if place.community:
        return Community.objects.governed_by(user).filter(pk=place.community.pk).exists()
    return programmes.municipalities_served_by(user).filter(pk=place.municipality.pk).exists()


def choose(*, places: Mapping[str, Place], query: Mapping[str, Any]) -> Choice | None:
    """The report that an address asks for. What is left out or makes no sense is as usual; None for a place that
    this person does not read about.
    """
    place_code = query.get("place") or next(iter(places))
    if place_code not in places:
        return None
    place = places[place_code]
    is_officer = any(
        code.startswith(WHOLE) and other.municipality == place.municipality for code, other in places.items()
    )
    rounds = _rounds(place.municipality)
    kind = query.get("kind", "quarter")
    kind = kind if kind in OFFERED or (kind == "round" and rounds) else "quarter"
    periods = rounds if kind == "round" else {period_code(kind, one): one for one in _offered(kind)}
    table = prices.newest(place.municipality)
    form = ChoiceForm(
        _sent(query, place_code, periods),
        choices={
            "place": [(code, _place_name(one)) for code, one in places.items()],
            "period": [(code, _name(kind, one)) for code, one in periods.items()],
        },
        asks={"against": kind != "round", "prices": table is not None, "line": is_officer},
    )
    wanted = _wanted(form, place_code, periods)
    chosen = periods[wanted["period"]]
    parameters = _parameters(place, kind, chosen, wanted)
    parameters = replace(parameters, prices=_table(parameters, table, wanted))
    wanted["prices"] = "real" if parameters.prices else "nominal"
    # The form shows what is really shown, not what was left out of the address.
    form.data = {**form.data, **{name: wanted[name] for name in form.fields if name in wanted}}
    return Choice(form, _data(form, kind, wanted), parameters, _kinds(rounds), is_officer)


def _sent(query: Mapping[str, Any], place: str, periods: Mapping[str, Any]) -> dict[str, str]:
    """What the address says of the form's fields; a period of another kind counts as left out."""
    names = ("against", "prices", "line", "audience")
    sent = {name: str(query[name]) for name in names if query.get(name)}
    code = str(query.get("period", ""))
    return {**sent, "place": place, "period": code if code in periods else next(iter(periods))}


def _wanted(form: ChoiceForm, place: str, periods: Mapping[str, Any]) -> dict[str, Any]:
    """The choices that make sense, the usual ones for the others."""
    form.is_valid()
    said = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
    usual = {"period": next(iter(periods)), "against": "year", "audience": "officers", "line": None}
    return {**usual, "prices": "", **said, "place": place}


def _parameters(
    place: Place, kind: str, chosen: "Period | tuple[Round, Round]", wanted: dict[str, Any]
) -> Parameters:
    """The parameters without prices."""
    line = wanted["line"] if wanted["line"] is not None else place.municipality.reference_line
    line = None if line is None else line.quantize(SATANG)
    common = {"place": place, "kind": kind, "audience": wanted["audience"], "line": line}
    if isinstance(chosen, Period):
        steps = {"year": max(12, MONTHS[kind]), "before": MONTHS[kind], "two_years": 24}
        baseline = period(kind, months_later(chosen.first, -steps[wanted["against"]]))
        return Parameters(baseline=baseline, followup=chosen, **common)
    first, one = chosen
    return Parameters(
        baseline=Period(first.first_month, first.last_month),
        followup=Period(one.first_month, one.last_month),
        programme=one.programme,
        round=one,
        **common,
    )


def _table(parameters: Parameters, table: PriceTable | None, wanted: dict[str, Any]) -> PriceTable | None:
    """The newest price index: where it was asked for, or, without a word, where it knows all months."""
    if table is None or wanted["prices"] == "nominal":
        return None
    if wanted["prices"] == "real":
        return table
    both = (parameters.baseline, parameters.followup)
    months = Q()
    for one in both:
        months |= Q(month__gte=one.first, month__lte=one.last)
    return table if table.prices.filter(months).count() == sum(one.months for one in both) else None


def _rounds(municipality: Municipality) -> dict[str, tuple[Round, Round]]:
    """Follow-ups that are over, each after the baseline of its programme, the newest first."""
    rows = list(
        Round.objects.filter(programme__municipality=municipality)
        .select_related("programme__municipality")
        .order_by("-last_month", "-pk")
    )
    first = {one.programme_id: one for one in rows if one.number == 0}
    this_month = timezone.localdate().replace(day=1)
    return {
        f"{one.programme.code}-{one.number}": (first[one.programme_id], one)
        for one in rows
        if one.number and one.programme_id in first and one.last_month < this_month
    }


def _offered(kind: str) -> list[Period]:
    return ended_periods(kind, OFFERED[kind])


def _name(kind: str, one: "Period | tuple[Round, Round]") -> str:
    if isinstance(one, Period):
        return period_name(kind, one)
    follow = one[1]
    return f"{follow.programme} · {follow} ({Period(follow.first_month, follow.last_month)})"


def _place_name(place: Place) -> str:
    if place.community:
        return place.community.name
    return _("All of %(municipality)s") % {"municipality": place.municipality}


def _kinds(rounds: Mapping[str, Any]) -> list[tuple[str, str]]:
    names = {
        "quarter": _("Quarter"),
        "month": _("Month"),
        "fiscal_year": _("Fiscal year"),
        "round": _("Before and after a programme"),
    }
    return [(kind, names[kind]) for kind in KINDS if kind != "round" or rounds]


def _data(form: ChoiceForm, kind: str, wanted: dict[str, Any]) -> dict[str, str]:
    """Every choice as text for an address."""
    line = wanted["line"]
    text = {**wanted, "line": f"{line.normalize():f}" if isinstance(line, Decimal) else ""}
    kept = {name: str(text[name]) for name in form.fields if text.get(name)}
    return {"place": wanted["place"], "kind": kind, **kept}
