"""Publishing a report: frozen with its inputs, parameters and prices; corrected only by a new edition."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from households.models import Community, Municipality, ReportEdition, User
from households.reports import figures, snapshots
from households.reports.inputs import Inputs
from households.reports.places import Parameters
from lib import disclosure
from lib.errors import Refused


@transaction.atomic
def publish(
    *,
    parameters: Parameters,
    title: str,
    actor: User,
    corrects: ReportEdition | None = None,
    what_changed: str = "",
) -> ReportEdition:
    """Freeze the report as readers see it. The same report is published once; afterwards a correction follows.

    Raises Refused ("small") when too few households are matched, ("exists") when it is published already,
    ("corrected") when the edition has a correction, ("unsaid") when nothing says what changed, ("unchanged") when the
    figures are the same, ("few_changed") when
    so few households differ from the former edition that the two together would tell about them.
    """
    place = parameters.place
    Municipality.objects.select_for_update().get(pk=place.municipality.pk)
    inputs, result = snapshots.as_shown(parameters)
    if not result["is_shown"]:
        raise Refused(
            _("Too few households have figures in both periods. A report of so few would tell about them."),
            "small",
        )
    if corrects is None:
        _refuse_second(parameters)
    else:
        _check_correction(corrects, inputs, what_changed, result["parameters"]["threshold"])
        if result == corrects.result:
            raise Refused(
                _(
                    "Nothing has changed, or too few answers came since: two editions would tell about those few."
                ),
                "unchanged",
            )
    return ReportEdition.objects.create(
        municipality=place.municipality,
        community=place.community,
        programme=parameters.programme,
        title=title.strip()[:200],
        audience=parameters.audience,
        number=corrects.number + 1 if corrects else 1,
        corrects=corrects,
        what_changed=what_changed.strip()[:300],
        parameters=parameters.as_json(),
        result=result,
        inputs=inputs.as_json(),
        prices=parameters.prices,
        method=figures.METHOD,
        published_by=actor,
    )


def worked_out_again(edition: ReportEdition) -> dict[str, Any]:
    """The result from the kept inputs: the same as the published one, as long as the method is the same."""
    return figures.work_out(Inputs.from_json(edition.inputs), edition.parameters)


def visible_to(user) -> QuerySet[ReportEdition]:
    """Editions that this person may read: those for everybody, and those of the places one reads about."""
    communities = Community.objects.reported_to(user)
    return ReportEdition.objects.defer("inputs").filter(
        Q(audience=ReportEdition.Audience.PUBLIC)
        | Q(community__in=communities.values("pk"))
        | Q(community__isnull=True, municipality__in=communities.values("municipality_id"))
    )


def _refuse_second(parameters: Parameters) -> None:
    wanted = {name: parameters.as_json()[name] for name in ("kind", "baseline", "followup", "programme")}
    rivals = ReportEdition.objects.filter(
        municipality=parameters.place.municipality,
        community=parameters.place.community,
        audience=parameters.audience,
        corrected_by__isnull=True,
    )
    for rival in rivals:
        if all(rival.parameters[name] == value for name, value in wanted.items()):
            raise Refused(
                _("This report is published already. Correct it with a new edition that says what changed."),
                "exists",
            )


def _check_correction(corrects: ReportEdition, inputs: Inputs, what_changed: str, threshold: int) -> None:
    locked = ReportEdition.objects.filter(pk=corrects.pk)
    if locked.filter(corrected_by__isnull=False).exists():
        raise Refused(_("There is a newer edition already. Please correct that one."), "corrected")
    if not what_changed.strip():
        raise Refused(_("Say what changed since the former edition."), "unsaid")
    former = corrects.inputs["panel"]["households"]
    if not disclosure.changed_households(former, inputs.panel.households, threshold):
        raise Refused(
            _(
                "Only a few households differ from the former edition. The two together would tell about them: "
                "wait until more have answered."
            ),
            "few_changed",
        )
