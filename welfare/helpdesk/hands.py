"""Into whose hands a request may be given, and who reads it at the desk."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from households import notices
from households.models import Community, Role, User
from welfare.helpdesk import cases
from welfare.models import CircleMember, HelpCase, Volunteer

# Of the desk, and who goes out.
HELPERS = (*cases.DESK, Role.Kind.VOLUNTEER)
MOST_OFFERED = 200


def for_case(case: HelpCase) -> QuerySet[User]:
    """Who may have it in hand: the desk and active volunteers; a sensitive one the circle; never who is complained about."""
    rows = User.objects.filter(is_active=True).exclude(pk__in=case.subjects.values("user"))
    if case.is_sensitive:
        return rows.filter(pk__in=_circle(case.community).values("user"))
    roles = Role.objects.active().filter(community=case.community_id, kind__in=HELPERS)
    volunteers = Volunteer.objects.active().filter(community=case.community_id)
    return rows.filter(Q(pk__in=roles.values("user")) | Q(pk__in=volunteers.values("user")))


def offered(case: HelpCase) -> list[User]:
    """Those to choose from, besides the one who has it now."""
    rows = for_case(case)
    if case.assignee and case.status == HelpCase.Status.IN_HAND:
        rows = rows.exclude(pk=case.assignee.pk)
    return list(rows.order_by("name", "pk")[:MOST_OFFERED])


def tell_readers(case: HelpCase, text, *, besides: User | None = None) -> None:
    """Tell everybody who handles the case at the desk; those complained about are not told."""
    readers = cases.circle_of(case.community) if case.is_sensitive else cases.desk_of(case.community)
    complained = set(case.subjects.values_list("user", flat=True))
    for user in readers:
        if user.pk not in complained and user != besides:
            notices.send(to=user, text=text, url=reverse("welfare:case", args=[case.code]))


def has_circle(case: HelpCase) -> bool:
    """Whether somebody in the small circle could read it."""
    complained = case.subjects.values("user")
    return _circle(case.community).exclude(user__in=complained).exists()


def _circle(community: Community) -> QuerySet[CircleMember]:
    today = timezone.localdate()
    ends = Q(until__isnull=True) | Q(until__gte=today)
    return CircleMember.objects.filter(ends, community=community, since__lte=today)
