"""What a community's volunteers can do and bring: the list, the first list to take over, and looking at people."""

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, User
from lib.errors import Refused
from welfare.models import Skill, Volunteer, VolunteerSkill

Kind = Skill.Kind
# What most villages look for: kind, name, and whether the committee looks first.
USUAL = (
    (Kind.SKILL, _("first aid"), False),
    (Kind.SKILL, _("nursing"), True),
    (Kind.SKILL, _("caring for old or ill people at home"), True),
    (Kind.SKILL, _("child care"), True),
    (Kind.SKILL, _("driving people"), True),
    (Kind.SKILL, _("handling money of the fund"), True),
    (Kind.SKILL, _("cooking"), False),
    (Kind.SKILL, _("packing and carrying"), False),
    (Kind.SKILL, _("carpentry and building"), False),
    (Kind.SKILL, _("electricity"), False),
    (Kind.SKILL, _("plumbing"), False),
    (Kind.SKILL, _("swimming and water rescue"), False),
    (Kind.SKILL, _("sign language"), False),
    (Kind.SKILL, _("another language"), False),
    (Kind.SKILL, _("teaching"), False),
    (Kind.SKILL, _("telephone and writing"), False),
    (Kind.TOOL, _("pickup truck"), False),
    (Kind.TOOL, _("motorcycle"), False),
    (Kind.TOOL, _("boat"), False),
    (Kind.TOOL, _("chain saw"), False),
    (Kind.TOOL, _("generator"), False),
    (Kind.TOOL, _("water pump"), False),
    (Kind.TOOL, _("large kitchen"), False),
    (Kind.TOOL, _("hall or room to sleep in"), False),
    (Kind.TOOL, _("walkie-talkie"), False),
)


def usual(community: Community) -> list[tuple[str, str, bool]]:
    """What is usual elsewhere and not on this community's list yet: kind, name in Thai, needs a check."""
    there = set(Skill.objects.filter(community=community).values_list("kind", "name"))
    with translation.override("th"):
        named = [(kind.value, str(name), needs_check) for kind, name, needs_check in USUAL]
    return [row for row in named if row[:2] not in there]


@transaction.atomic
def take_usual(*, community: Community, actor: User) -> int:
    """Put the usual list on the community's own; what is there stays as it is. Returns how many came new.

    Raises Refused ("role").
    """
    check_committee(community, actor)
    missing = usual(community)
    Skill.objects.bulk_create(
        [
            Skill(community=community, kind=kind, name=name, needs_check=needs_check)
            for kind, name, needs_check in missing
        ],
        ignore_conflicts=True,
    )
    return len(missing)


@transaction.atomic
def add(*, community: Community, kind: str, name: str, needs_check: bool, actor: User) -> Skill:
    """One more on the list; what was taken off comes back. Raises Refused ("role"), ("unknown") or ("twice")."""
    check_committee(community, actor)
    if kind not in Kind.values:
        raise Refused(_("Please choose whether it is something to do or something to bring."), "unknown")
    off = Skill.objects.filter(community=community, kind=kind, name=name, is_offered=False)
    if off.update(is_offered=True, needs_check=needs_check):
        return Skill.objects.get(community=community, kind=kind, name=name)
    try:
        with transaction.atomic():
            return Skill.objects.create(community=community, kind=kind, name=name, needs_check=needs_check)
    except IntegrityError as error:
        raise Refused(_("This is on the list already."), "twice") from error


@transaction.atomic
def change(*, skill: Skill, name: str, needs_check: bool, actor: User) -> Skill:
    """Another name, or whether the committee looks first. Who has it keeps it. Raises Refused ("role"), ("twice")."""
    check_committee(skill.community, actor)
    skill = _locked(skill)
    skill.name, skill.needs_check = name, needs_check
    try:
        with transaction.atomic():
            skill.save(update_fields=["name", "needs_check"])
    except IntegrityError as error:
        raise Refused(_("This is on the list already."), "twice") from error
    return skill


@transaction.atomic
def offer(*, skill: Skill, is_offered: bool, actor: User) -> Skill:
    """On the list again, or off it: then nobody new can tick it, and who has it keeps it. Raises Refused ("role")."""
    check_committee(skill.community, actor)
    skill = _locked(skill)
    skill.is_offered = is_offered
    skill.save(update_fields=["is_offered"])
    return skill


@transaction.atomic
def check(*, volunteer: Volunteer, skill: Skill, actor: User) -> VolunteerSkill:
    """The committee has looked at this person for this work. Done twice, the first time counts.

    Raises Refused ("role"), ("self") for oneself, ("not_offered") for what the volunteer does not offer, ("no_check")
    for what needs no check.
    """
    row = _row(volunteer, skill, actor)
    if row.checked_at is None:
        row.checked_by, row.checked_at = actor, timezone.now()
        row.save(update_fields=["checked_by", "checked_at"])
        text = format_lazy(
            _("The committee agrees that you help with this: {skill}. Thank you."), skill=skill.name
        )
        notices.send(to=volunteer.user, text=text, url="/volunteers/me/")
    return row


@transaction.atomic
def uncheck(*, volunteer: Volunteer, skill: Skill, actor: User) -> VolunteerSkill:
    """The committee takes back that it agreed; the volunteer waits again. Raises as `check`."""
    row = _row(volunteer, skill, actor)
    row.checked_by = row.checked_at = None
    row.save(update_fields=["checked_by", "checked_at"])
    return row


def check_committee(community: Community, actor: User) -> None:
    """Raises Refused ("role") for who is not on the community's committee."""
    if not Community.objects.governed_by(actor).filter(pk=community.pk).exists():
        raise Refused(_("Only the committee can do this."), "role")


def _row(volunteer: Volunteer, skill: Skill, actor: User) -> VolunteerSkill:
    """The volunteer's skill, locked, for somebody who may look at it."""
    check_committee(volunteer.community, actor)
    if volunteer.user_id == actor.pk:
        raise Refused(_("Somebody else on the committee has to look at you."), "self")
    rows = VolunteerSkill.objects.select_for_update(of=("self",), no_key=True)
    row = rows.filter(volunteer=volunteer, skill=skill).first()
    if row is None:
        raise Refused(_("This volunteer does not offer that any more."), "not_offered")
    if not skill.needs_check:
        raise Refused(_("For this the committee does not look first."), "no_check")
    return row


def _locked(skill: Skill) -> Skill:
    rows = Skill.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community").get(pk=skill.pk)
