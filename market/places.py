"""Where a visitor is at home: the community whose market opens first."""

from households.models import Community, Household
from lib.remember import for_a_while

COOKIE = "community"


def visitor_community(request) -> Community | None:
    """The community looked at last (by cookie), else that of one's own household, else the only one there is."""
    if not hasattr(request, "visitor_community"):
        request.visitor_community = _find(request)
    return request.visitor_community


@for_a_while
def by_code(code: str) -> Community | None:
    """The community with this code."""
    return Community.objects.filter(code=code).first()


@for_a_while
def the_only_one() -> Community | None:
    """The community of a site that has just one."""
    found = list(Community.objects.order_by("id")[:2])
    return found[0] if len(found) == 1 else None


@for_a_while
def network_ids(network_id: int) -> tuple[int, ...]:
    """The communities of a network."""
    return tuple(Community.objects.filter(network=network_id).order_by("id").values_list("pk", flat=True))


def open_to(community: Community) -> tuple[int, ...]:
    """The communities whose goods people of this one see first: its network, or itself alone."""
    return network_ids(community.network_id) if community.network_id else (community.pk,)


def _find(request) -> Community | None:
    code = request.COOKIES.get(COOKIE, "")
    found = by_code(code) if code else None
    if found is None and request.user.is_authenticated:
        home = Household.objects.of_member(request.user).select_related("community").first()
        found = home.community if home else None
    return found or the_only_one()
