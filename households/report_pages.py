"""A report's result made ready for a page: sentences, pictures and tables, all from the result alone."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from households import report_pictures, report_tables, report_words
from households.models import Programme, ReportEdition
from households.reports.places import Parameters, Period, period_name
from lib.dates import thai_date


def page(result: dict[str, Any], place_name: str, programme: Programme | None = None) -> dict[str, Any]:
    """What the templates of a report need."""
    every = report_tables.lines(result)
    first, second = report_words.periods(result)
    return {
        "place": place_name,
        "programme": str(programme or ""),
        "first": first,
        "second": second,
        "for_public": result["parameters"]["audience"] == "public",
        "is_shown": result["is_shown"],
        "headline": report_words.headline(result),
        "changed": report_words.changed(result),
        "is_compared": bool(result["comparison"]) and "did_median" in result["comparison"],
        "why": report_words.why(result),
        "sure": report_words.how_sure(result),
        "baht": report_words.baht_words(result),
        "leavers": report_words.leavers(result),
        "warnings": report_words.warnings(result),
        "has_hidden": "'hidden': True"
        in str({name: result[name] for name in result if name != "parameters"}),
        "threshold": result["parameters"]["threshold"],
        "notes": report_words.notes(result),
        "charts": {
            "who": report_pictures.who(result),
            "spread": report_pictures.spread(result),
            "lorenz": report_pictures.shares(result),
            "communities": report_pictures.communities(result),
            "quarters": report_pictures.quarters(result),
        },
        "tables": {name: report_tables.table(every, name) for name in report_tables.section_names()},
        "sources": report_tables.sources_table(every),
        "community_flow": report_tables.community_flow_table(every),
        "directions": [(row[0], row[-1]) for row in report_tables.table(every, "direction").rows],
    }


def about(
    result: dict[str, Any], place_name: str, edition: ReportEdition | None = None
) -> list[tuple[str, str]]:
    """What a file says of itself: what it is of, in one sentence what it says, and the notes on the method."""
    first, second = report_words.periods(result)
    rows = [
        (_("Report"), edition.title if edition else _("Income before and after")),
        (_("Place"), place_name),
        (_("Compared"), _("%(first)s with %(second)s") % {"first": second, "second": first}),
        (_("In one sentence"), str(report_words.headline(result))),
        (_("How sure"), report_words.how_sure(result)),
        (_("Who is missing"), report_words.leavers(result)),
        *((_("Please note"), words) for words in report_words.warnings(result)),
        (_("About reasons"), report_words.why(result)),
    ]
    rows.insert(1, (_("Edition"), edition_words(edition) if edition else not_published()))
    return [row for row in (*rows, *report_words.notes(result)) if row[1]]


def period_names(parameters: Parameters) -> tuple[str, str]:
    """Names of the first and of the second time."""
    first, second = (period_name(parameters.kind, one) for one in (parameters.baseline, parameters.followup))
    return first, second


def usual_title(parameters: Parameters) -> str:
    """What a report is called unless its publisher has a better name."""
    return _("Household income, %(place)s, %(period)s") % {
        "place": parameters.place,
        "period": period_name(parameters.kind, parameters.followup),
    }


def not_published() -> str:
    """What stands in the place of the edition on what anybody prints or takes away."""
    return _("not published; made on %(day)s") % {"day": thai_date(timezone.localdate())}


def edition_words(edition: ReportEdition) -> str:
    """Number and day of a published report."""
    return _("edition %(number)s, published %(day)s") % {
        "number": edition.number,
        "day": thai_date(edition.published_at),
    }


def file_name(result: dict[str, Any], suffix: str, edition: ReportEdition | None = None) -> str:
    """Without a character that a file system minds."""
    parameters = result["parameters"]
    place = parameters["community"] or parameters["municipality"]
    months = Period.from_json(parameters["followup"])
    own = f"{edition.code}-{edition.number}" if edition else parameters["audience"]
    return f"income-{place}-{months.first:%Y-%m}-{months.last:%Y-%m}-{own}.{suffix}"
