"""What the page of a mission shows to whom; other views show it again with a form that has a mistake."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from households.models import Community
from lib.errors import Refused
from welfare.forms.missions import CallForm, CodeForm, OfferForm, ReasonForm
from welfare.models import HelpCase, Mission, Shift, SignUp, Volunteer
from welfare.volunteering import abilities, attendance, callouts, shifts, volunteers, wording
from welfare.volunteering.missions import KEEPERS

Status = SignUp.Status
SHIFTS_SHOWN = 40


@dataclass
class Card:
    """A shift as one person sees it."""

    shift: Shift
    free: int
    mine: SignUp | None = None
    clash: str = ""
    is_over: bool = False
    may_check_in: bool = False
    may_attend: bool = False
    offer_form: OfferForm | None = None
    code_form: CodeForm | None = None

    @property
    def when(self):
        """Day and times in words."""
        return wording.when(self.shift)

    @property
    def offered_name(self) -> str:
        """To whom one's own place is offered."""
        other = self.mine.offered_to if self.mine else None
        return wording.shown_name(other) if other else ""


def visible_to(user):
    """Missions that everybody sees, one's own, and those called off for which one was signed up."""
    found = Q(status__in=("open", "done"))
    if user.is_authenticated:
        mine = SignUp.objects.filter(volunteer__user=user).values("shift__mission")
        found |= Q(pk__in=Mission.objects.coordinated_by(user).values("pk"))
        found |= Q(status="cancelled", pk__in=mine)
    rows = Mission.objects.filter(found).select_related("community", "course", "case", "coordinator")
    return rows.prefetch_related("skills")


def keeps(user, community: Community) -> bool:
    """Whether this person looks after the community's volunteers."""
    return Community.objects.with_role(user, *KEEPERS).filter(pk=community.pk).exists()


def page(request, mission: Mission, *, cancel=None, call=None, offered=None) -> HttpResponse:
    """The mission. `cancel` and `call` are forms with a mistake, `offered` a shift's key and its form."""
    user = request.user
    is_keeper = Mission.objects.coordinated_by(user).filter(pk=mission.pk).exists()
    volunteer = volunteers.of_user(user, mission.community)
    cards = _cards(mission, volunteer, offered)
    held = {card.mine.status for card in cards if card.mine}
    context: dict[str, Any] = {
        "mission": mission,
        "community": mission.community,
        "is_keeper": is_keeper,
        "volunteer": volunteer,
        "coming": [card for card in cards if not card.is_over],
        "over": [card for card in cards if card.is_over and (is_keeper or card.mine)],
        "why_not": _why_not(volunteer, mission),
        "takes_part": is_keeper or bool(held & {Status.GOING, Status.CAME}),
        "is_signed_up": is_keeper or bool(held),
        "offers": _offers(mission, volunteer),
        "is_open": mission.status == Mission.Status.OPEN,
    }
    if is_keeper:
        context |= _for_keepers(user, mission, cancel, call)
    return render(request, "welfare/mission_page.html", context)


def others(volunteer: Volunteer, mission: Mission, shift: Shift) -> list[Volunteer]:
    """Who could take over a place in this shift."""
    there = set(shift.signups.filter(status__in=shifts.HOLDING).values_list("volunteer", flat=True))
    able = abilities.who_can([mission], also_busy=True)[mission.pk]
    return [one for one in able if one.pk not in there and one.user_id != volunteer.user_id]


def _cards(mission: Mission, volunteer: Volunteer | None, offered) -> list[Card]:
    now = timezone.now()
    rows = list(shifts.counted(mission.shifts.all()).order_by("-starts_at", "-pk")[:SHIFTS_SHOWN])[::-1]
    cards = [
        Card(
            shift=shift,
            free=max(shift.places - shift.holding, 0),
            is_over=shift.ends_at <= now,
            may_attend=shift.starts_at <= now,
        )
        for shift in rows
    ]
    if volunteer:
        _add_own(cards, mission, volunteer, offered, now)
    return cards


def _add_own(cards: list[Card], mission: Mission, volunteer: Volunteer, offered, now) -> None:
    """What the volunteer has there, and what else happens at that time."""
    rows = SignUp.objects.filter(volunteer=volunteer, shift__mission=mission).exclude(status=Status.OFF)
    own = {row.shift_id: row for row in rows.select_related("offered_to")}
    clashes = shifts.clashes([card.shift for card in cards if not card.is_over], volunteer)
    able: list[Volunteer] | None = None
    for card in cards:
        card.mine = own.get(card.shift.pk)
        card.clash = in_words(clashes.get(card.shift.pk))
        is_mine = card.mine is not None and card.mine.status == Status.GOING and not card.is_over
        if not is_mine or card.mine is None or card.mine.checked_in_at:
            continue
        card.may_check_in = card.shift.starts_at - attendance.EARLY <= now
        if card.may_check_in:
            card.code_form = CodeForm(auto_id=f"code-{card.shift.pk}-%s")
        if able is None:
            able = abilities.who_can([mission], also_busy=True)[mission.pk]
        if offered and offered[0] == card.shift.pk:
            card.offer_form = offered[1]
        elif len(able) > 1:
            choice = [one for one in able if one.user_id != volunteer.user_id]
            card.offer_form = OfferForm(others=choice, auto_id=f"offer-{card.shift.pk}-%s")


def _offers(mission: Mission, volunteer: Volunteer | None) -> list[dict[str, Any]]:
    """Places in this mission that others offer this volunteer."""
    if volunteer is None:
        return []
    rows = SignUp.objects.filter(
        offered_to=volunteer,
        status=Status.GOING,
        shift__mission=mission,
        shift__ends_at__gt=timezone.now(),
    )
    offers = list(rows.select_related("volunteer", "shift"))
    clashes = shifts.clashes([one.shift for one in offers], volunteer) if offers else {}
    return [
        {
            "signup": one,
            "when": wording.when(one.shift),
            "who": wording.shown_name(one.volunteer),
            "clash": in_words(clashes.get(one.shift_id)),
        }
        for one in offers
    ]


def in_words(clash: SignUp | None) -> str:
    """Where else the volunteer helps at that time."""
    return f"“{clash.shift.mission.title}”, {wording.when(clash.shift)}" if clash else ""


def _why_not(volunteer: Volunteer | None, mission: Mission) -> Refused | None:
    """Why this volunteer cannot sign up, in words and a code."""
    if volunteer is None:
        return None
    try:
        shifts.check_able(volunteer, mission)
    except Refused as refused:
        return refused
    return None


def _for_keepers(user, mission: Mission, cancel, call) -> dict[str, Any]:
    """What only who looks after the mission sees. Its request only when that person handles it."""
    handled = HelpCase.objects.handled_by(user).filter(pk=mission.case_id) if mission.case_id else None
    gap = callouts.next_gap(mission) if mission.status == Mission.Status.OPEN else None
    able = abilities.who_can([mission])[mission.pk] if gap else []
    return {
        "case": handled.first() if handled is not None else None,
        "cancel_form": cancel or ReasonForm(auto_id="cancel-%s"),
        "is_cancel_open": cancel is not None,
        "call_form": call or CallForm(auto_id="call-%s"),
        "gap": gap,
        "can": len(able),
        "distances": callouts.in_words(callouts.by_distance(able, mission.place)),
        "callouts": list(mission.callouts.select_related("sent_by")[:5]),
    }
