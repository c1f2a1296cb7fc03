"""Who has to keep out of a request for help, and who is left to decide it. The database refuses the same people.

Nobody decides, orders or pays what they asked for, what is for their own household, or what they have declared
themselves too close to. Nobody acts twice: who decided neither decides again, nor orders at once, nor pays.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from households.income_rows import family
from households.models import Community, Household, Membership, Role, User
from lib.errors import Refused
from welfare.models import AidRequest
from welfare.proposals import root

DECIDERS = (Role.Kind.COMMITTEE, Role.Kind.CHAIR)
ASKED = Refused(_("You asked for this help yourself. Others have to decide and to pay."), "asker")
HOUSEHOLD = Refused(_("This help is for your own household. Others have to decide and to pay."), "household")
CONFLICT = Refused(
    _("You have said that you are too close to this. Others have to decide and to pay."), "conflict"
)
DECIDED = Refused(
    _("You have decided on this request already. The next step takes somebody else."), "decided"
)
ORDERED = Refused(_("You let this be paid at once. Others have to decide on it and to pay."), "ordered")
PAID = Refused(_("You paid this out yourself. Others have to decide on it."), "paid")


def why_not_decide(request: AidRequest, user: User) -> Refused | None:
    """Why this person may not decide the request; None for who may, if they sit on the committee."""
    return _first(request, user, (ASKED, HOUSEHOLD, CONFLICT, DECIDED, ORDERED, PAID))


def why_not_order(request: AidRequest, user: User) -> Refused | None:
    """Why this person may not let the fund pay at once."""
    return _first(request, user, (ASKED, HOUSEHOLD, CONFLICT, DECIDED))


def why_not_pay(request: AidRequest, user: User) -> Refused | None:
    """Why this person may not pay it out, or take the payment back."""
    return _first(request, user, (ASKED, HOUSEHOLD, CONFLICT, DECIDED, ORDERED))


def able(request: AidRequest) -> list[User]:
    """Who of the committee may still decide, by name."""
    near = _near(request)
    kept_out = set().union(*near.values())
    seats = Role.objects.active().filter(
        community_id=request.community_id, kind__in=DECIDERS, user__is_active=True
    )
    users = User.objects.filter(pk__in=seats.values("user")).exclude(pk__in=kept_out)
    return list(users.order_by("name", "pk"))


def check_governs(request: AidRequest, user: User) -> None:
    """Raises Refused ("role") for who does not sit on the committee of the request's community."""
    if not Community.objects.governed_by(user).filter(pk=request.community_id).exists():
        raise Refused(_("Only the committee decides on requests for help."), "role")


def _first(request: AidRequest, user: User, reasons: Iterable[Refused]) -> Refused | None:
    near = _near(request)
    for reason in reasons:
        if user.pk in near[reason.code]:
            return Refused(reason.message, reason.code)
    return None


def _near(request: AidRequest) -> dict[str, set[int]]:
    """Keys of accounts by what ties them to the request."""
    household = _members(request.household) if request.household else set()
    if request.person and request.person.user_id:
        household.add(request.person.user_id)
    emergency = getattr(request, "emergency", None)
    payers = request.payouts.filter(paid_by__isnull=False).values_list("paid_by", flat=True)
    return {
        "asker": {request.asked_by_id} if request.asked_by_id else set(),
        "household": household,
        "conflict": set(request.conflicts.values_list("user", flat=True)),
        "decided": set(request.decisions.values_list("decider", flat=True)),
        "ordered": {emergency.ordered_by_id} if emergency else set(),
        "paid": set(payers),
    }


def _members(household: Household) -> set[int]:
    """Keys of the accounts of who lives there, also under an entry that was joined with this one."""
    homes = family(root(household))
    members = Membership.objects.active().filter(household__in=homes, person__user__isnull=False)
    return set(members.values_list("person__user", flat=True))
