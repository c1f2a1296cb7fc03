"""Switching accounts off and on. Nobody is deleted: what a person did keeps its name."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from households.models import User
from lib.errors import Refused


@transaction.atomic
def switch_off(*, user: User, actor: User) -> User:
    """Nobody enters by this account until it is switched on again; whoever is in is out at once. Raises Refused.

    An account with a trusted role is switched off only after the role has ended.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    if row == actor:
        raise Refused(_("This is your own account. Ask somebody else of the committee."), "own_account")
    if row.is_trusted or row.is_superuser:
        raise Refused(_("This person holds a role of trust. End the role first."), "trusted")
    if row.is_active:
        row.is_active = False
        row.save(update_fields=["is_active"])
    return row


@transaction.atomic
def switch_on(*, user: User, actor: User) -> User:
    """The person can enter again."""
    row = User.objects.select_for_update().get(pk=user.pk)
    if not row.is_active:
        row.is_active = True
        row.save(update_fields=["is_active"])
    return row
