"""Trusting people with tasks, and ending that."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, Municipality, Role, User
from lib.errors import Refused


@transaction.atomic
def grant(
    *,
    user: User,
    kind: str,
    community: Community | None = None,
    municipality: Municipality | None = None,
    actor: User | None,
) -> Role:
    """Give a person a role in a community, or an officer's in a municipality. Raises Refused.

    `actor` is None only when the site is being set up and nobody is there yet.
    """
    if kind not in Role.Kind.values:
        raise Refused(_("There is no such role."), code="unknown_role")
    if (kind == Role.Kind.OFFICER) != (municipality is not None) or (community is None) == (
        municipality is None
    ):
        raise Refused(
            _("An officer belongs to a municipality, every other role to a community."), code="wrong_place"
        )
    User.objects.select_for_update().get(pk=user.pk)
    try:
        with transaction.atomic():
            role = Role.objects.create(
                user=user, kind=kind, community=community, municipality=municipality, granted_by=actor
            )
    except IntegrityError as error:
        raise Refused(_("This person holds the role already."), code="held_already") from error
    _keep_in_step(user)
    place = community or municipality
    notices.send(
        to=user,
        text=format_lazy(_("You are now {role} of {place}."), role=Role.Kind(kind).label, place=str(place)),
        url="/household/",
    )
    return role


@transaction.atomic
def end(*, role: Role, actor: User | None) -> Role:
    """End a role today. It stays on record; ending it twice changes nothing."""
    locked = Role.objects.select_for_update().select_related("user").get(pk=role.pk)
    if locked.until is None:
        # A role held until yesterday is over now; one that began today never counted.
        locked.until = timezone.localdate() - dt.timedelta(days=1)
        locked.save(update_fields=["until"])
        _keep_in_step(locked.user)
        notices.send(
            to=locked.user,
            text=format_lazy(_("Your role as {role} has ended."), role=Role.Kind(locked.kind).label),
            url="/household/",
        )
    return locked


def _keep_in_step(user: User) -> None:
    """What the account may do follows from the roles it holds; a technician's account keeps both."""
    kinds = set(Role.objects.held_by(user).values_list("kind", flat=True))
    user.is_staff = user.is_superuser or bool(kinds & set(Role.IN_ADMIN))
    user.is_trusted = user.is_superuser or bool(kinds & set(Role.TRUSTED))
    user.save(update_fields=["is_staff", "is_trusted"])
