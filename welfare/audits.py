"""The auditor's acts: payouts drawn by lot and visited, findings that everybody can read, and the answers to them."""

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import notices
from households.models import Community, Household, Role, User
from lib.errors import Refused
from lib.statistics.samples import draw_sample
from welfare import countersigns
from welfare.models import AuditSample, AuditVisit, Finding, FindingAnswer, Payout

LEAST, MOST = 1, 60


def is_auditor(user: User, community: Community) -> bool:
    """Whether the person audits this community's fund."""
    return Community.objects.with_role(user, Role.Kind.AUDITOR).filter(pk=community.pk).exists()


def paid_between(community: Community, first_day: dt.date, last_day: dt.date) -> QuerySet[Payout]:
    """Payouts that a sample of these days draws from."""
    return Payout.objects.filter(
        community=community,
        status=Payout.Status.PAID,
        paid_at__date__gte=first_day,
        paid_at__date__lte=last_day,
    )


@transaction.atomic
def draw(
    *,
    community: Community,
    first_day: dt.date,
    last_day: dt.date,
    size: int,
    actor: User,
    seed: str | None = None,
) -> AuditSample:
    """Draw payouts of these days by lot, to be visited. With `seed` and the codes anybody draws the same again.

    Raises Refused ("role"), ("days") for days out of order or to come, ("size"), ("nothing") when nothing was paid.
    """
    _check_auditor(actor, community)
    if not first_day <= last_day <= timezone.localdate():
        raise Refused(_("The first day comes before the last, and neither is still to come."), "days")
    if not LEAST <= size <= MOST:
        raise Refused(
            _("Draw between %(least)s and %(most)s payouts.") % {"least": LEAST, "most": MOST}, "size"
        )
    by_code = dict(paid_between(community, first_day, last_day).values_list("code", "pk"))
    if not by_code:
        raise Refused(_("Nothing was paid out in these days."), "nothing")
    sample = AuditSample.objects.create(
        community=community,
        first_day=first_day,
        last_day=last_day,
        seed=seed or secrets.token_hex(8),
        payouts_then=len(by_code),
        drawn_by=actor,
    )
    drawn = draw_sample(sorted(by_code), min(size, len(by_code)), sample.seed)
    AuditVisit.objects.bulk_create(AuditVisit(sample=sample, payout_id=by_code[code]) for code in drawn)
    return sample


@transaction.atomic
def record_visit(
    *, visit: AuditVisit, result: str, words: str, visited_on: dt.date, actor: User
) -> AuditVisit:
    """What the auditor found at the door. Something that is not right becomes a finding for the fund's page too.

    Raises Refused ("role"), ("own_household"), ("answered") when a result stands, ("words") for one that is not right
    without words, ("day") for a day to come.
    """
    visit = (
        AuditVisit.objects.select_for_update(of=("self",), no_key=True)
        .select_related("sample__community", "payout__request__household")
        .get(pk=visit.pk)
    )
    community = visit.sample.community
    _check_auditor(actor, community)
    home = visit.payout.request.household
    if home and Household.objects.of_member(actor).filter(pk=home.pk).exists():
        raise Refused(_("This is your own household. Somebody else has to visit it."), "own_household")
    if visit.result:
        raise Refused(_("What was found is written down already."), "answered")
    if result == AuditVisit.Result.WRONG and not words.strip():
        raise Refused(_("Write what is not right."), "words")
    if visited_on > timezone.localdate():
        raise Refused(_("The day cannot be in the future."), "day")
    visit.result, visit.words, visit.visited_on, visit.visited_by = result, words.strip(), visited_on, actor
    visit.save(update_fields=["result", "words", "visited_on", "visited_by"])
    if result == AuditVisit.Result.WRONG:
        find(
            community=community,
            document=f"payout {visit.payout.code}",
            words=_(
                "A payout that was drawn by lot did not arrive as it is written. The committee has to explain."
            ),
            actor=actor,
        )
    return visit


@transaction.atomic
def find(*, community: Community, words: str, actor: User, document: str = "") -> Finding:
    """Write down a finding; those who keep the fund are told, and everybody can read it.

    Raises Refused ("role"), ("words").
    """
    _check_auditor(actor, community)
    if not words.strip():
        raise Refused(_("Write what you found."), "words")
    finding = Finding.objects.create(
        community=community, words=words.strip(), document=document, found_by=actor
    )
    text = format_lazy(gettext_lazy("The auditor asks: {words}"), words=finding.words[:120])
    _tell(community, countersigns.KEEPERS, text, actor)
    return finding


@transaction.atomic
def answer(*, finding: Finding, words: str, actor: User) -> Finding:
    """Those who keep the fund answer; the auditor is told. Raises Refused ("role"), ("words"), ("closed")."""
    finding = _locked(finding)
    if not countersigns.is_keeper(actor, finding.community):
        raise Refused(_("The committee and the treasurer answer what the auditor found."), "role")
    _say(finding, words, actor, closes=False)
    text = format_lazy(gettext_lazy("{name} answered what you found."), name=actor.name)
    _tell(finding.community, (Role.Kind.AUDITOR,), text, actor)
    return finding


@transaction.atomic
def close(*, finding: Finding, words: str, actor: User) -> Finding:
    """The auditor is content, and says why. Raises Refused ("role"), ("words"), ("closed")."""
    finding = _locked(finding)
    _check_auditor(actor, finding.community)
    _say(finding, words, actor, closes=True)
    return finding


def findings(community: Community) -> QuerySet[Finding]:
    """All findings with their answers, open ones first."""
    answers = Prefetch("answers", FindingAnswer.objects.select_related("said_by"))
    return (
        Finding.objects.filter(community=community)
        .select_related("found_by")
        .prefetch_related(answers)
        .order_by("-id")
    )


def count_open(community: Community) -> int:
    """How many findings wait for an answer."""
    return Finding.objects.filter(community=community, status=Finding.Status.OPEN).count()


def _say(finding: Finding, words: str, actor: User, *, closes: bool) -> None:
    if finding.status == Finding.Status.CLOSED:
        raise Refused(_("This is closed already."), "closed")
    if not words.strip():
        raise Refused(_("Write your answer."), "words")
    FindingAnswer.objects.create(finding=finding, words=words.strip(), closes=closes, said_by=actor)
    finding.status = Finding.Status.CLOSED if closes else Finding.Status.ANSWERED
    finding.save(update_fields=["status"])


def _locked(finding: Finding) -> Finding:
    rows = Finding.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community").get(pk=finding.pk)


def _check_auditor(actor: User, community: Community) -> None:
    if not is_auditor(actor, community):
        raise Refused(_("Only the auditor of this fund can do this."), "role")


def _tell(community: Community, kinds, text, actor: User) -> None:
    roles = Role.objects.active().filter(community=community, kind__in=kinds).select_related("user")
    for user in {role.user for role in roles} - {actor}:
        notices.send(to=user, text=text, url=reverse("welfare:findings", args=[community.code]))
