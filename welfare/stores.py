"""Where goods are kept, and which kinds of goods there are."""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from households.models import Community, User
from lib.errors import Refused
from welfare.models import GoodsKind, Lot, Store


@transaction.atomic
def add_store(*, community: Community, name: str, actor: User) -> Store:
    """A new place where goods are kept. Raises Refused ("role"), ("twice") for a name that is there already."""
    check_committee(community, actor)
    try:
        with transaction.atomic():
            return Store.objects.create(community=community, name=name)
    except IntegrityError as error:
        raise Refused(_("There is a store of this name already."), "twice") from error


@transaction.atomic
def set_open(*, store: Store, is_open: bool, actor: User) -> Store:
    """A store is used again, or no longer. Raises Refused ("role"), ("not_empty") while goods are in it."""
    check_committee(store.community, actor)
    locked = Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    if not is_open and Lot.objects.filter(store=locked, left__gt=0).exists():
        raise Refused(_("There are still goods in this store. Move them to another one first."), "not_empty")
    locked.is_open = is_open
    locked.save(update_fields=["is_open"])
    return locked


@transaction.atomic
def add_kind(
    *, community: Community, name: str, unit: str, actor: User, low_below: Decimal | None = None
) -> GoodsKind:
    """A new kind of goods, counted in `unit`; less than `low_below` of it is said to be low. Raises as `add_store`."""
    check_committee(community, actor)
    try:
        with transaction.atomic():
            return GoodsKind.objects.create(community=community, name=name, unit=unit, low_below=low_below)
    except IntegrityError as error:
        raise Refused(_("These goods are on the list already."), "twice") from error


@transaction.atomic
def set_low(*, kind: GoodsKind, low_below: Decimal | None, actor: User) -> GoodsKind:
    """Below which quantity a kind is said to be low; None: never. Raises Refused ("role")."""
    check_committee(kind.community, actor)
    kind.low_below = low_below
    kind.save(update_fields=["low_below"])
    return kind


def check_committee(community: Community, actor: User) -> None:
    """Raises Refused ("role") for who is not on the community's committee."""
    if not Community.objects.governed_by(actor).filter(pk=community.pk).exists():
        raise Refused(_("Only the committee can do this."), "role")
