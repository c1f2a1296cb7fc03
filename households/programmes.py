"""Programmes that are compared before and after: who takes part since when, and the months that are asked about."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import Community, Municipality, Participation, Programme, Role, Round, RoundAsk, User
from lib.dates import month_start
from lib.errors import Refused

# A round asks for each of its months; a year is already much to answer.
MOST_MONTHS = 12


def municipalities_of(user: User) -> QuerySet[Municipality]:
    """Where this person may start a programme: an officer's municipality, and that of one's own committee."""
    if user.is_superuser:
        return Municipality.objects.all()
    own = Community.objects.governed_by(user).values("municipality")
    return Municipality.objects.filter(Q(pk__in=municipalities_served_by(user).values("pk")) | Q(pk__in=own))


def municipalities_served_by(user: User) -> QuerySet[Municipality]:
    """Municipalities whose officer this person is."""
    if user.is_superuser:
        return Municipality.objects.all()
    roles = Role.objects.held_by(user, Role.Kind.OFFICER)
    return Municipality.objects.filter(pk__in=roles.values("municipality"))


def readable_by(user: User) -> QuerySet[Programme]:
    """Programmes of one's municipality."""
    return Programme.objects.filter(municipality__in=municipalities_of(user).values("pk"))


def managed_by(user: User) -> QuerySet[Programme]:
    """Programmes whose rounds this person sets: the officer's, and those that one's own community takes part in."""
    own = Participation.objects.filter(community__in=Community.objects.governed_by(user).values("pk"))
    return Programme.objects.filter(
        Q(municipality__in=municipalities_served_by(user).values("pk")) | Q(pk__in=own.values("programme"))
    )


def communities_set_by(user: User, programme: Programme) -> QuerySet[Community]:
    """Communities whose day in the programme this person sets: an officer all, a committee its own."""
    communities = Community.objects.filter(municipality=programme.municipality_id)
    if municipalities_served_by(user).filter(pk=programme.municipality_id).exists():
        return communities
    return communities.filter(pk__in=Community.objects.governed_by(user).values("pk"))


@transaction.atomic
def create(
    *, municipality: Municipality, name: str, about: str, actor: User, community: Community | None = None
) -> Programme:
    """Make a programme. A committee's own `community` takes part from the first day on. Raises Refused."""
    try:
        with transaction.atomic():
            programme = Programme.objects.create(
                municipality=municipality, name=name, about=about, created_by=actor
            )
    except IntegrityError as error:
        raise Refused(_("There is a programme with this name already."), "name_taken") from error
    if community is not None:
        Participation.objects.create(programme=programme, community=community)
    return programme


@transaction.atomic
def take_part(
    *, programme: Programme, community: Community, started_on: dt.date | None, actor: User
) -> Participation:
    """A community takes part, and its market started on this day (None: not yet). Raises Refused.

    Reports compare communities by this day: those that start later are the comparison.
    """
    _lock(programme)
    if community.municipality_id != programme.municipality_id:
        raise Refused(_("This community belongs to another municipality."), "elsewhere")
    if started_on and started_on > timezone.localdate():
        raise Refused(_("This day is still to come. Leave it empty until the market has started."), "future")
    return Participation.objects.update_or_create(
        programme=programme, community=community, defaults={"started_on": started_on}
    )[0]


@transaction.atomic
def leave(*, programme: Programme, community: Community, actor: User) -> None:
    """A community that was entered by mistake no longer takes part. Raises Refused once households were asked."""
    _lock(programme)
    if RoundAsk.objects.filter(round__programme=programme, community=community).exists():
        raise Refused(
            _("Households of this community were asked already, so it stays in the programme."), "asked"
        )
    Participation.objects.filter(programme=programme, community=community).delete()


@transaction.atomic
def add_round(*, programme: Programme, first_month: dt.date, last_month: dt.date, actor: User) -> Round:
    """The next round: the baseline if it is the first. It begins after the one before ended. Raises Refused."""
    _lock(programme)
    latest = programme.rounds.order_by("number").last()
    first_month, last_month = month_start(first_month), month_start(last_month)
    if last_month < first_month:
        raise Refused(_("The last month cannot come before the first."), "order")
    months = (last_month.year - first_month.year) * 12 + last_month.month - first_month.month + 1
    if months > MOST_MONTHS:
        raise Refused(_("A round has at most twelve months."), "too_long")
    if first_month > month_start(timezone.now()):
        raise Refused(_("This round has not begun yet. Enter it when its first month is here."), "future")
    if latest and first_month <= latest.last_month:
        raise Refused(
            _("The months must come after those of the round before. Each month belongs to one round only."),
            "overlap",
        )
    return Round.objects.create(
        programme=programme,
        number=latest.number + 1 if latest else 0,
        first_month=first_month,
        last_month=last_month,
        created_by=actor,
    )


@transaction.atomic
def remove_round(*, round: Round, actor: User) -> None:
    """Take back the latest round as long as nobody was asked. Raises Refused."""
    _lock(round.programme)
    locked = Round.objects.select_for_update().filter(pk=round.pk).first()
    if locked is None:
        return
    if locked.asks.exists():
        raise Refused(_("Households were asked for this round already, so it stays."), "asked")
    if Round.objects.filter(programme=locked.programme_id, number__gt=locked.number).exists():
        raise Refused(_("Take back the newer round first."), "not_the_last")
    locked.delete()


def _lock(programme: Programme) -> Programme:
    """One at a time decides about a programme's rounds and communities."""
    return Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
