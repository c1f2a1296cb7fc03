"""Volunteers: signing up, saying what one can do and when, resting, coming back, leaving."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices, roles
from households.models import Community, Role, User
from lib.errors import Refused
from welfare.helpdesk import cases
from welfare.models import HelpCase, Skill, Volunteer, VolunteerSkill
from welfare.volunteering import shifts, skills

Kind, Status = Volunteer.Kind, Volunteer.Status
DAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
PARTS = {"morning": _("morning"), "afternoon": _("afternoon"), "evening": _("evening")}
# As they are kept: "sat-morning".
TIMES = [f"{day}-{part}" for day in DAYS for part in PARTS]


@dataclass(frozen=True)
class Offer:
    """What somebody says when they sign up. Texts and phone are shaped by the form that took them."""

    kind: str
    name: str
    phone: str
    people: int = 1
    area: str = ""
    times: Collection[str] = ()
    words: str = ""
    skills: Collection[Skill] = ()


def of_user(user: User, community: Community) -> Volunteer | None:
    """This person's place among the community's volunteers, active or resting; None for who never was or has left."""
    if not user.is_authenticated:
        return None
    rows = Volunteer.objects.filter(user=user, community=community).exclude(status=Status.LEFT)
    return rows.select_related("community", "user").first()


def who_can(community: Community, wanted: Iterable[Skill]) -> QuerySet[Volunteer]:
    """Active volunteers who have every one of these skills and tools, looked at by the committee where that is needed."""
    rows = Volunteer.objects.active().filter(community=community)
    for skill in wanted:
        having = VolunteerSkill.objects.filter(volunteer=OuterRef("pk"), skill=skill)
        if skill.needs_check:
            having = having.filter(checked_at__isnull=False)
        rows = rows.filter(Exists(having))
    return rows


@transaction.atomic
def join(*, user: User, community: Community, offer: Offer, consented: bool) -> Volunteer:
    """Sign up. Who left and comes back as the same kind gets the old place with its hours and certificates.

    Raises Refused ("consent") without consent, ("already") for who is a volunteer here, and as `change`.
    """
    if not consented:
        raise Refused(
            _("Please say that the centre may keep this. Without it nobody can ask you."), "consent"
        )
    # Two sign-ups of one person come one after the other.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if of_user(user, community):
        raise Refused(_("You are a volunteer here already."), "already")
    left = Volunteer.objects.filter(user=user, community=community, kind=offer.kind).order_by("-id").first()
    volunteer = left or Volunteer(user=user, community=community)
    volunteer.status, volunteer.left_on, volunteer.consented_at = Status.ACTIVE, None, timezone.now()
    _write(volunteer, offer)
    _tell(cases.desk_of(community), volunteer, _("A volunteer has signed up ({kind})."))
    return volunteer


@transaction.atomic
def change(*, volunteer: Volunteer, offer: Offer, actor: User) -> Volunteer:
    """Say it anew. A skill that stays keeps the committee's look at it.

    Raises Refused ("not_theirs"), ("left"), ("unknown") for a kind or time that there is not, ("people") for nobody,
    ("whose") for a skill of another community, ("off_list") for one that is no longer on the list.
    """
    volunteer = _locked_own(volunteer, actor)
    _refuse_left(volunteer)
    _write(volunteer, offer)
    return volunteer


@transaction.atomic
def pause(*, volunteer: Volunteer, actor: User) -> Volunteer:
    """Rest for a while: nobody asks. Doing it twice changes nothing. Raises Refused ("not_theirs"), ("left")."""
    return _stand(volunteer, Status.PAUSED, actor)


@transaction.atomic
def come_back(*, volunteer: Volunteer, actor: User) -> Volunteer:
    """Help again after a rest. Raises Refused ("not_theirs"), ("left")."""
    return _stand(volunteer, Status.ACTIVE, actor)


@transaction.atomic
def leave(*, volunteer: Volunteer, actor: User) -> Volunteer:
    """Leave at once, without giving a reason. Hours and certificates stay; phone, times, words and skills go.

    Places in shifts to come are free again, the task of collecting and writing down for the centre ends, and the desk
    hears of requests that are still in the person's hand. Doing it twice changes nothing. Raises Refused ("not_theirs").
    """
    volunteer = _locked_own(volunteer, actor)
    if volunteer.status == Status.LEFT:
        return volunteer
    volunteer.status, volunteer.left_on = Status.LEFT, timezone.localdate()
    volunteer.phone = volunteer.area = volunteer.words = ""
    volunteer.times = []
    volunteer.save()
    volunteer.skills.all().delete()
    shifts.release(volunteer)
    for role in trusted(volunteer):
        roles.end(role=role, actor=actor)
    in_hand = HelpCase.objects.filter(community=volunteer.community).given_to(volunteer.user)
    if in_hand.exists():
        text = _("A volunteer has left and still has requests in hand. Please give them to somebody else.")
        _tell(cases.desk_of(volunteer.community), volunteer, text)
    return volunteer


@transaction.atomic
def trust(*, volunteer: Volunteer, actor: User) -> Role:
    """The committee lets a volunteer collect for the fund and write down for the centre what people tell.

    Raises Refused ("role"), ("left"), ("held_already").
    """
    skills.check_committee(volunteer.community, actor)
    if volunteer.status == Status.LEFT:
        raise Refused(_("This volunteer has left."), "left")
    return roles.grant(
        user=volunteer.user, kind=Role.Kind.VOLUNTEER, community=volunteer.community, actor=actor
    )


def trusted(volunteer: Volunteer) -> list[Role]:
    """The volunteer's role in the community: collecting for the fund and writing down what people tell."""
    return list(
        Role.objects.held_by(volunteer.user, Role.Kind.VOLUNTEER)
        .filter(community=volunteer.community)
        .select_related("user")
    )


def times_in_words(volunteer: Volunteer) -> list[str]:
    """When the volunteer can help, a line for each day; none for who is asked each time."""
    said = {
        day: [str(words) for part, words in PARTS.items() if f"{day}-{part}" in volunteer.times]
        for day in DAYS
    }
    return [f"{DAYS[day]}: {', '.join(parts)}" for day, parts in said.items() if parts]


def _write(volunteer: Volunteer, offer: Offer) -> None:
    _refuse_odd(volunteer, offer)
    volunteer.kind, volunteer.phone = offer.kind, offer.phone
    volunteer.name = offer.name or volunteer.user.name
    volunteer.people = 1 if offer.kind == Kind.PERSON else offer.people
    volunteer.area, volunteer.words = offer.area, offer.words
    volunteer.times = [time for time in TIMES if time in offer.times]
    volunteer.save()
    wanted = {skill.pk for skill in offer.skills}
    volunteer.skills.exclude(skill__in=wanted).delete()
    held = set(volunteer.skills.values_list("skill", flat=True))
    VolunteerSkill.objects.bulk_create(
        VolunteerSkill(volunteer=volunteer, skill=skill) for skill in offer.skills if skill.pk not in held
    )


def _refuse_odd(volunteer: Volunteer, offer: Offer) -> None:
    if offer.kind not in Kind.values or not set(offer.times) <= set(TIMES):
        raise Refused(_("Please choose who helps, and when."), "unknown")
    if offer.people < 1:
        raise Refused(_("At least one person has to come along."), "people")
    if any(skill.community_id != volunteer.community_id for skill in offer.skills):
        raise Refused(_("This is on the list of another community."), "whose")
    off = {skill.pk for skill in offer.skills if not skill.is_offered}
    held = set(volunteer.skills.values_list("skill", flat=True)) if volunteer.pk and off else set()
    if off - held:
        raise Refused(_("This is no longer on the list. Please look at the list once more."), "off_list")


def _stand(volunteer: Volunteer, status: str, actor: User) -> Volunteer:
    volunteer = _locked_own(volunteer, actor)
    _refuse_left(volunteer)
    volunteer.status = status
    volunteer.save(update_fields=["status"])
    return volunteer


def _refuse_left(volunteer: Volunteer) -> None:
    if volunteer.status == Status.LEFT:
        raise Refused(_("You have left. You can sign up again at any time."), "left")


def _locked_own(volunteer: Volunteer, actor: User) -> Volunteer:
    """The volunteer, locked and read anew, for the person whose place it is."""
    if volunteer.user_id != actor.pk:
        raise Refused(_("Only the volunteer can do this."), "not_theirs")
    rows = Volunteer.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community", "user").get(pk=volunteer.pk)


def _tell(people: Iterable[User], volunteer: Volunteer, text) -> None:
    """No name and no phone: whoever may read it opens the page."""
    words = format_lazy(text, kind=Kind(volunteer.kind).label)
    for person in people:
        if person.pk != volunteer.user_id:
            notices.send(to=person, text=words, url=reverse("welfare:volunteer", args=[volunteer.code]))
