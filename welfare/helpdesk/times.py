"""The centre's own target times: set, taken back to the usual ones, and what is open counted anew."""

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from households.models import Community, User
from lib.errors import Refused
from welfare.helpdesk import targets
from welfare.helpdesk.targets import Target
from welfare.models import CaseEvent, HelpCase, TargetTime

HOUR, DAY = 60, 24 * 60
LONGEST = 365 * DAY
AT_ONCE = 1000
AGAIN = (CaseEvent.Kind.NOT_SOLVED, CaseEvent.Kind.REOPENED)


def in_words(minutes: int) -> str:
    """90 as "1 hour 30 minutes"."""
    days, rest = divmod(max(0, minutes), DAY)
    hours, left = divmod(rest, HOUR)
    parts = []
    if days:
        parts.append(ngettext("%(count)s day", "%(count)s days", days) % {"count": days})
    if hours:
        parts.append(ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours})
    if left or not parts:
        parts.append(ngettext("%(count)s minute", "%(count)s minutes", left) % {"count": left})
    return " ".join(parts)


@transaction.atomic
def choose(*, community: Community, times: dict[str, Target], actor: User) -> int:
    """Let these times hold from now on; one that is the usual one needs no row. Gives how many requests got another time.

    Raises Refused ("not_theirs") for somebody not on the committee, ("order") where solving would be due before
    answering.
    """
    _check_actor(community, actor)
    for target in times.values():
        if not 1 <= target.answer <= target.solve <= LONGEST:
            raise Refused(gettext_lazy("Solving cannot be due before answering."), "order")
    for urgency, target in times.items():
        rows = TargetTime.objects.filter(community=community, urgency=urgency)
        if target == targets.USUAL[targets.Urgency(urgency)]:
            rows.delete()
        else:
            TargetTime.objects.update_or_create(
                community=community,
                urgency=urgency,
                defaults={"answer_minutes": target.answer, "solve_minutes": target.solve},
            )
    return count_anew(community)


@transaction.atomic
def reset(*, community: Community, actor: User) -> int:
    """The usual times hold again. Gives how many requests got another time. Raises Refused ("not_theirs")."""
    _check_actor(community, actor)
    TargetTime.objects.filter(community=community).delete()
    return count_anew(community)


@transaction.atomic
def count_anew(community: Community) -> int:
    """Work out by when the next thing has to happen for all that is open, a thousand at a time."""
    times = targets.of(community)
    again = CaseEvent.objects.filter(case=OuterRef("pk"), kind__in=AGAIN).order_by("-id").values("at")[:1]
    rows = HelpCase.objects.open().filter(community=community).order_by("pk")
    rows = rows.select_for_update(of=("self",), no_key=True).annotate(again_at=Subquery(again))
    changed, after = 0, 0
    while batch := list(rows.filter(pk__gt=after)[:AT_ONCE]):
        after = batch[-1].pk
        moved = []
        for case in batch:
            due = targets.due_at(case, now=case.again_at, times=times)
            if due != case.due_at:
                case.due_at = due
                moved.append(case)
        HelpCase.objects.bulk_update(moved, ["due_at"], batch_size=250)
        changed += len(moved)
    return changed


def said(changed: int) -> str:
    """What is told once the times are set."""
    kept = _("The times hold from now on.")
    if not changed:
        return kept
    counted = ngettext(
        "%(count)s open request has a new time.", "%(count)s open requests have a new time.", changed
    ) % {"count": changed}
    return f"{kept} {counted}"


def _check_actor(community: Community, actor: User) -> None:
    if not Community.objects.governed_by(actor).filter(pk=community.pk).exists():
        raise Refused(gettext_lazy("Only the committee sets these times."), "not_theirs")
