"""The small circle that reads sensitive requests: who is in it, and whom a request complains about.

Somebody complained about must not read the request, its notices or its numbers: `HelpCase.objects.not_about` keeps
them out everywhere, and what was told to them before is taken back here.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, Membership, Role, User
from lib.errors import Refused
from welfare.helpdesk import cases, targets
from welfare.models import CaseEvent, CaseSubject, CircleMember, HelpCase

# One person alone may be away, or may be the one complained about.
FEWEST = 2
MOST_FOUND = 20


@transaction.atomic
def add(*, community: Community, user: User, actor: User) -> CircleMember:
    """The chair lets somebody of the community read sensitive requests from today on.

    Raises Refused ("not_theirs") for anybody but the chair, ("unknown") for somebody who is not of the community,
    ("there") for who is in the circle already.
    """
    _check_chair(community, actor)
    if not accounts_of(community).filter(pk=user.pk).exists():
        raise Refused(_("Choose somebody of this community who has an account."), "unknown")
    try:
        with transaction.atomic():
            member = CircleMember.objects.create(community=community, user=user, added_by=actor)
    except IntegrityError as error:
        raise Refused(_("This person is in the circle already."), "there") from error
    text = _("You are now in the small circle of {place}. What you read there is for nobody else.")
    notices.send(to=user, text=format_lazy(text, place=community.name), url=_page(community))
    return member


@transaction.atomic
def end(*, member: CircleMember, actor: User) -> CircleMember:
    """From now on this person reads no sensitive request. It stays on record; ending it twice changes nothing.

    Requests in this person's hand wait again. Raises Refused ("not_theirs") for anybody but the chair.
    """
    _check_chair(member.community, actor)
    rows = CircleMember.objects.select_for_update(of=("self",), no_key=True)
    member = rows.select_related("community", "user").get(pk=member.pk)
    if member.until is not None:
        return member
    # In the circle until yesterday is out of it now, as with roles.
    member.until = timezone.localdate() - dt.timedelta(days=1)
    member.save(update_fields=["until"])
    held = HelpCase.objects.open().filter(
        community=member.community, is_sensitive=True, assignee=member.user, status=HelpCase.Status.IN_HAND
    )
    for case in held.order_by("pk"):
        _let_wait(cases.locked(case), actor)
    text = _("You are no longer in the small circle of {place}. Thank you. What you read there stays there.")
    notices.send(to=member.user, text=format_lazy(text, place=member.community.name), url="/inbox/")
    return member


@transaction.atomic
def add_subject(*, case: HelpCase, user: User, actor: User) -> CaseSubject:
    """Write down that a request complains about this person: from now on it does not exist for them.

    So it is with those that told the same. What they were told about it is taken back, and a request in their hand
    waits again. Doing it twice changes nothing. Raises Refused ("not_theirs") for anybody but the circle, ("unknown")
    for a person of elsewhere.
    """
    case = _locked_for(case, actor)
    if not accounts_of(case.community).filter(pk=user.pk).exists():
        raise Refused(_("Choose somebody of this community who has an account."), "unknown")
    for one in _together(case):
        _hide(one, user, actor)
    if case.is_sensitive:
        cases.tell_chair_without_circle(case)
    return CaseSubject.objects.get(case=case, user=user)


@transaction.atomic
def remove_subject(*, case: HelpCase, user: User, actor: User) -> None:
    """It was a mistake: the request is not about this person, nor those that told the same.

    Doing it twice changes nothing. Raises Refused ("not_theirs") for anybody but the circle.
    """
    case = _locked_for(case, actor)
    for one in _together(case):
        gone, _rows = CaseSubject.objects.filter(case=one, user=user).delete()
        if gone:
            facts = {"subject": "removed", "account": user.code}
            cases.record(one, CaseEvent.Kind.NOTE, actor=actor, facts=facts)


def share_subjects(case: HelpCase, into: HelpCase, actor: User) -> None:
    """Two requests are counted as one: whom one of them complains about sees neither. Call it inside a transaction."""
    complained = [set(one.subjects.values_list("user", flat=True)) for one in (case, into)]
    for user in User.objects.filter(pk__in=complained[0] ^ complained[1]).order_by("pk"):
        for one in _together(into):
            _hide(one, user, actor)


def accounts_of(community: Community) -> QuerySet[User]:
    """Accounts of people who live in this community or hold a role in it."""
    homes = Membership.objects.active().filter(household__community=community)
    roles = Role.objects.active().filter(community=community)
    return User.objects.filter(
        Q(pk__in=homes.filter(person__user__isnull=False).values("person__user"))
        | Q(pk__in=roles.values("user")),
        is_active=True,
    )


def found(community: Community, words: str) -> list[User]:
    """Accounts of the community whose name contains these words, the first twenty; none without words."""
    words = words.strip()
    if not words:
        return []
    return list(accounts_of(community).filter(name__icontains=words).order_by("name", "pk")[:MOST_FOUND])


def members(community: Community) -> list[CircleMember]:
    """Who is in the circle today, the longest first."""
    today = timezone.localdate()
    rows = CircleMember.objects.filter(community=community, since__lte=today)
    running = rows.filter(Q(until__isnull=True) | Q(until__gte=today))
    return list(running.select_related("user", "added_by").order_by("since", "pk"))


def is_ready(community: Community) -> bool:
    """Whether enough people are in the circle for sensitive requests to be read whatever happens."""
    return len(members(community)) >= FEWEST


def is_waiting(community: Community, user: User) -> bool:
    """Whether a sensitive request waits, as far as this person may know."""
    rows = HelpCase.objects.open().filter(community=community, is_sensitive=True)
    return rows.not_about(user).exists()


def communities_of(user: User) -> QuerySet:
    """Keys of the communities in whose small circle this person is today."""
    today = timezone.localdate()
    rows = CircleMember.objects.filter(user=user.pk, since__lte=today)
    return rows.filter(Q(until__isnull=True) | Q(until__gte=today)).values("community")


def may_write_about(case: HelpCase, user: User) -> bool:
    """Whether this person sees and writes down whom the request complains about."""
    rows = HelpCase.objects.workable_by(user).filter(community__in=communities_of(user))
    return rows.filter(pk=case.pk).exists()


def subjects_for(case: HelpCase, user: User) -> list[CaseSubject] | None:
    """Whom the request complains about, for the page of the request; None for whoever is not in the circle."""
    return subjects_of(case) if may_write_about(case, user) else None


def subjects_of(case: HelpCase) -> list[CaseSubject]:
    """Whom the request complains about, in the order in which they were written down."""
    return list(case.subjects.select_related("user").order_by("pk"))


def _check_chair(community: Community, actor: User) -> None:
    if not Community.objects.with_role(actor, Role.Kind.CHAIR).filter(pk=community.pk).exists():
        raise Refused(_("The chair decides who is in the small circle."), "not_theirs")


def _locked_for(case: HelpCase, actor: User) -> HelpCase:
    case = cases.locked(case)
    if not may_write_about(case, actor):
        raise Refused(_("Only the small circle writes this down."), "not_theirs")
    return case


def _together(case: HelpCase) -> list[HelpCase]:
    """The request and those that told the same, locked by number."""
    head = case.merged_into_id or case.pk
    keys = (
        HelpCase.objects.filter(Q(pk=head) | Q(merged_into=head)).order_by("pk").values_list("pk", flat=True)
    )
    return [cases.locked(HelpCase(pk=pk)) for pk in keys]


def _hide(case: HelpCase, user: User, actor: User) -> None:
    _subject, is_new = CaseSubject.objects.get_or_create(case=case, user=user, defaults={"added_by": actor})
    if not is_new:
        return
    cases.record(case, CaseEvent.Kind.NOTE, actor=actor, facts={"subject": "added", "account": user.code})
    notices.take_back(to=user, url=reverse("welfare:case", args=[case.code]))
    if case.is_open and case.assignee_id == user.pk:
        _let_wait(case, actor)


def _let_wait(case: HelpCase, actor: User) -> None:
    """Out of a hand that may not hold it any more, back to those that wait."""
    if case.status != HelpCase.Status.IN_HAND:
        return
    case.status, case.assignee = HelpCase.Status.WAITING, None
    case.due_at = targets.due_at(case, now=timezone.now())
    case.save(update_fields=["status", "assignee", "due_at"])
    cases.record(case, CaseEvent.Kind.LEFT, actor=actor)


def _page(community: Community) -> str:
    return reverse("welfare:circle", args=[community.code])
