"""Who sits at which desk: the communities in which a person may read or change things in the office."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from households.models import Role

COMMITTEE = (Role.Kind.COMMITTEE, Role.Kind.CHAIR)
CHAIR = (Role.Kind.CHAIR,)
TREASURER = (Role.Kind.TREASURER,)
# The auditor reads what the others do and changes nothing.
REGISTER_READERS = (*COMMITTEE, Role.Kind.AUDITOR)
MONEY_READERS = (Role.Kind.TREASURER, Role.Kind.CHAIR, Role.Kind.AUDITOR)
EVERYBODY = Role.IN_ADMIN
TECHNICIAN = ()


class Desk:
    """What one person may do in the office. A superuser is the technician, who sees every community."""

    def __init__(self, user):
        self.user = user
        is_in = user.is_active and user.is_staff
        self.is_technician = is_in and user.is_superuser
        self._places: dict[str, set[int]] = defaultdict(set)
        if is_in and not self.is_technician:
            roles = Role.objects.held_by(user, *Role.IN_ADMIN)
            for kind, community_id in roles.values_list("kind", "community_id"):
                self._places[kind].add(community_id)

    @property
    def is_open(self) -> bool:
        """Whether this person has anything to do here."""
        return self.is_technician or bool(self._places)

    def communities(self, kinds: Iterable[str]) -> set[int]:
        """Keys of the communities in which the person holds one of these roles (not for the technician)."""
        return set().union(*(self._places.get(kind, ()) for kind in kinds))

    def sits(self, kinds: Iterable[str]) -> bool:
        """Whether the person holds one of these roles anywhere."""
        return self.is_technician or bool(self.communities(kinds))

    def keeps(self, community_id: int | None, kinds: Iterable[str]) -> bool:
        """Whether the person holds one of these roles in this community."""
        return self.is_technician or community_id in self.communities(kinds)

    def within(self, rows: QuerySet, path: str, kinds: Iterable[str]) -> QuerySet:
        """Of these rows, those whose community (at `path`) the person serves in one of these roles."""
        return rows if self.is_technician else rows.filter(**{f"{path}__in": self.communities(kinds)})


def desk_of(request) -> Desk:
    """The desk of whoever asks; the roles are read once for each request."""
    desk = getattr(request, "_desk", None)
    if desk is None or desk.user != request.user:
        desk = request._desk = Desk(request.user)
    return desk
