"""The report as it was last worked out: kept until so many households changed that none can be told apart.

If each look were worked out anew, a reader who knows who answered between two looks could subtract one from the other.
So a stored result is shown until nothing changed, or enough did; large places are worked out by the worker.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import models, transaction
from django.db.models import Subquery
from django.utils import timezone
from django_tasks import task

from households.models import (
    Consent,
    Household,
    IncomeAnswer,
    IncomeMonth,
    IncomeProposal,
    IncomeRecord,
    Municipality,
    RegisterEvent,
    ReportSnapshot,
    RoundAsk,
    Verification,
)
from households.reports import book, figures
from households.reports.inputs import Inputs, gather
from households.reports.people import registered
from households.reports.places import Parameters
from lib import disclosure

# Up to so many households a report is worked out while the reader waits: well under a second.
AT_ONCE = 600
# Seconds.
ASKED_AGAIN_AFTER = 60


@dataclass(frozen=True)
class Look:
    """What a reader gets: `result` is None while the worker has not yet worked it out."""

    result: dict[str, Any] | None
    made_at: Any = None
    is_settling: bool = False


def look(parameters: Parameters) -> Look:
    """The stored result, worked out first where there is none or where enough households have changed.

    `is_settling` tells that answers came since which are not in it yet.
    """
    key = key_of(parameters)
    # The inputs of a large place are a megabyte, which a look does not need.
    kept = ReportSnapshot.objects.defer("inputs").filter(key=key).first()
    mark = _mark()
    if kept is None:
        return _first(parameters, key)
    changed = _changed(parameters, kept.mark, mark) if kept.mark != mark else set()
    if not changed:
        return Look(kept.result, kept.made_at)
    threshold = parameters.place.threshold(parameters.audience)
    if len(changed) < threshold:
        return Look(kept.result, kept.made_at, is_settling=True)
    if not _is_small(parameters):
        _ask_worker(parameters, key)
        return Look(kept.result, kept.made_at, is_settling=True)
    made = refresh(parameters)
    return Look(made.result, made.made_at)


def as_shown(parameters: Parameters) -> tuple[Inputs, dict[str, Any]]:
    """What a report published now rests on and says: what its readers see."""
    kept = ReportSnapshot.objects.filter(key=key_of(parameters)).first()
    mark = _mark()
    if kept is None or (
        kept.mark != mark
        and len(_changed(parameters, kept.mark, mark)) >= parameters.place.threshold(parameters.audience)
    ):
        kept = refresh(parameters)
    return Inputs.from_json(kept.inputs), kept.result


@transaction.atomic
def refresh(parameters: Parameters) -> ReportSnapshot:
    """Work the report out now. The former one stays when the two could be subtracted from each other."""
    key, mark = key_of(parameters), _mark()
    inputs = gather(parameters)
    inputs.shows_means = book.shows_means(parameters, inputs, key)
    kept = ReportSnapshot.objects.select_for_update().filter(key=key).first()
    threshold = parameters.place.threshold(parameters.audience)
    if kept and not disclosure.changed_households(
        kept.inputs["panel"]["households"], inputs.panel.households, threshold
    ):
        return kept
    result = figures.work_out(inputs, parameters.as_json())
    made, _is_new = ReportSnapshot.objects.update_or_create(
        key=key,
        defaults={
            "parameters": parameters.as_json(),
            "result": result,
            "inputs": inputs.as_json(),
            "mark": mark,
        },
    )
    return made


@task()
def refresh_later(*, parameters: dict[str, Any]) -> None:
    """The worker's part, for large places."""
    refresh(Parameters.from_json(parameters))


def key_of(parameters: Parameters) -> str:
    """The digest of everything that the figures follow from besides the answers, and of the method."""
    starts = (
        sorted(map(str, parameters.programme.participations.values_list("community_id", "started_on")))
        if parameters.programme
        else []
    )
    text = json.dumps([figures.METHOD, parameters.as_json(), starts], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _first(parameters: Parameters, key: str) -> Look:
    if _is_small(parameters):
        made = refresh(parameters)
        return Look(made.result, made.made_at)
    _ask_worker(parameters, key)
    return Look(None, timezone.now(), is_settling=True)


def _ask_worker(parameters: Parameters, key: str) -> None:
    """Once in a while, however many readers wait."""
    if cache.add(f"report:{key}", value=True, timeout=ASKED_AGAIN_AFTER):
        refresh_later.enqueue(parameters=parameters.as_json())


def _is_small(parameters: Parameters) -> bool:
    return registered(parameters.place.communities).order_by()[: AT_ONCE + 1].count() <= AT_ONCE


MARKED: dict[str, type[models.Model]] = {
    "months": IncomeMonth,
    "records": IncomeRecord,
    "proposals": IncomeProposal,
    "answers": IncomeAnswer,
    "consents": Consent,
    "events": RegisterEvent,
    "asks": RoundAsk,
}


def _mark() -> dict[str, Any]:
    """The newest row of each table that only grows, and the newest visit: together the state of the answers.

    One statement: every look at a report asks for it. It hangs on a row that is always there, a municipality.
    """
    newest = {
        name: Subquery(model._default_manager.order_by("-pk").values("pk")[:1])
        for name, model in MARKED.items()
    }
    visits = Verification.objects.filter(recorded_at__isnull=False).order_by("-recorded_at")
    marks = Municipality.objects.order_by("pk").annotate(
        **{f"newest_{name}": one for name, one in newest.items()},
        newest_visits=Subquery(visits.values("recorded_at")[:1]),
    )
    row = marks.values(*(f"newest_{name}" for name in (*MARKED, "visits")))[0]
    found = {name: row[f"newest_{name}"] for name in (*MARKED, "visits")}
    visit = found.pop("visits")
    return {**found, "visits": visit.isoformat() if visit else None}


def _changed(parameters: Parameters, old: dict[str, Any], new: dict[str, Any]) -> set[int]:
    """Households of the place about which something was written since."""
    places = [community.pk for community in parameters.place.communities]
    since = {name: old.get(name) or 0 for name in MARKED}
    here = Household.objects.filter(community__in=places)
    found: set[int] = set()
    for name in ("months", "records", "proposals"):
        rows = MARKED[name]._default_manager.filter(pk__gt=since[name], community__in=places)
        found.update(rows.order_by().values_list("household_id", flat=True).distinct())
    found.update(
        IncomeAnswer.objects.filter(pk__gt=since["answers"], proposal__community__in=places)
        .order_by()
        .values_list("proposal__household_id", flat=True)
    )
    found.update(
        RoundAsk.objects.filter(pk__gt=since["asks"], community__in=places).values_list(
            "household_id", flat=True
        )
    )
    events = RegisterEvent.objects.filter(
        pk__gt=since["events"], community__in=places, household__isnull=False
    )
    found.update(events.order_by().values_list("household_id", flat=True))
    consents = Consent.objects.filter(pk__gt=since["consents"], purpose=Consent.Purpose.INCOME)
    for path in ("memberships__person__user__consents__in", "memberships__person__consents__in"):
        found.update(here.filter(**{path: consents}).order_by().values_list("pk", flat=True))
    if old.get("visits") != new.get("visits"):
        visits = Verification.objects.filter(sample__community__in=places)
        if old.get("visits"):
            visits = visits.filter(recorded_at__gt=old["visits"])
        found.update(visits.order_by().values_list("household_id", flat=True))
    return found
