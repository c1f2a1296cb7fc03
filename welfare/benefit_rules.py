"""The fund's rules in versions: drafted from the version in force, corrected, adopted by a resolution. Adopted, they stay."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, Role, User
from lib.errors import Refused
from welfare import rule_costs, rules_in_force
from welfare.models import Benefit, BenefitRules, TenureStep

LIMITS = ("one_up_to", "two_up_to", "emergency_up_to", "ratify_days", "appeal_days", "quotes_above")
OF_BENEFIT = (
    "event",
    "amount",
    "per",
    "most_per_event",
    "most_per_year",
    "most_per_lifetime",
    "months_needed",
    "papers",
    "words",
)
DECIDERS = (Role.Kind.COMMITTEE, Role.Kind.CHAIR)
Status = BenefitRules.Status

# The version in force on a day.
current = rules_in_force.current


def adopted(community: Community):
    """Every version that was adopted, the newest first; with benefits and steps."""
    rows = BenefitRules.objects.filter(community=community, status=Status.ADOPTED)
    return rows.order_by("-number").prefetch_related("benefits__steps")


def draft_of(community: Community) -> BenefitRules | None:
    """The draft that is being worked on, if there is one."""
    return BenefitRules.objects.filter(community=community, status=Status.DRAFT).first()


@transaction.atomic
def draft(*, community: Community, actor: User) -> BenefitRules:
    """A draft to work on: the one there is, else a copy of the newest adopted version (empty for the first)."""
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    there = draft_of(community)
    if there:
        return there
    former = adopted(community).first()
    last = BenefitRules.objects.filter(community=community).aggregate(last=Max("number"))["last"] or 0
    kept = {name: getattr(former, name) for name in LIMITS} if former else {}
    rules = BenefitRules.objects.create(community=community, number=last + 1, drafted_by=actor, **kept)
    for benefit in former.benefits.all() if former else ():
        copy = Benefit.objects.create(rules=rules, **{name: getattr(benefit, name) for name in OF_BENEFIT})
        for step in benefit.steps.all():
            TenureStep.objects.create(benefit=copy, months=step.months, amount=step.amount)
    return rules


@transaction.atomic
def save_limits(*, rules: BenefitRules, actor: User, **limits) -> BenefitRules:
    """Who decides up to what amount, emergencies, appeals, offers (see LIMITS). Raises Refused ("bands", "not_draft")."""
    rules = _own(rules, actor)
    for name in LIMITS:
        setattr(rules, name, limits[name])
    if not Decimal(0) <= rules.one_up_to <= rules.two_up_to:
        raise Refused(_("Two people decide at least as much as one."), "bands")
    rules.save()
    return rules


@transaction.atomic
def put_benefit(
    *, rules: BenefitRules, event: str, steps: Iterable[tuple[int, Decimal]] = (), actor: User, **given
) -> Benefit:
    """Write what the draft says about one kind of event; what it said before is replaced. `given` as OF_BENEFIT.

    `steps` are (months paid, amount). Raises Refused ("steps_twice", "amount", "not_draft").
    """
    rules = _own(rules, actor)
    rules.save(update_fields=["drafted_by"])
    steps = sorted(steps)
    if len({months for months, _amount in steps}) < len(steps):
        raise Refused(_("Two steps name the same number of months."), "steps_twice")
    if not given["amount"] and not any(amount for _months, amount in steps):
        raise Refused(_("Write an amount, or take this out of the rules."), "amount")
    benefit, _is_new = Benefit.objects.update_or_create(rules=rules, event=event, defaults=given)
    benefit.steps.all().delete()
    TenureStep.objects.bulk_create(
        TenureStep(benefit=benefit, months=months, amount=amount) for months, amount in steps
    )
    return benefit


@transaction.atomic
def take_out(*, rules: BenefitRules, event: str, actor: User) -> None:
    """The draft no longer says anything about this kind of event."""
    rules = _own(rules, actor)
    rules.save(update_fields=["drafted_by"])
    rules.benefits.filter(event=event).delete()


@transaction.atomic
def drop(*, rules: BenefitRules, actor: User) -> None:
    """Put the draft away; what is in force stays in force."""
    rules = _own(rules, actor)
    rules.status = Status.DROPPED
    rules.save(update_fields=["status"])


@transaction.atomic
def adopt(
    *, rules: BenefitRules, resolution: str, adopted_on: dt.date, valid_from: dt.date, actor: User
) -> BenefitRules:
    """The meeting has adopted the draft. Entered by somebody of the committee who did not change it last.

    What it would have cost over the last 12 months is worked out and kept. Raises Refused ("same_person", "not_theirs",
    "empty", "no_resolution", "future", "too_early", "not_draft").
    """
    rules = BenefitRules.objects.select_for_update(of=("self",), no_key=True).get(pk=rules.pk)
    _check_draft(rules, actor)
    if actor.pk == rules.drafted_by_id:
        text = _("You wrote this draft. Somebody else of the committee enters that it was adopted.")
        raise Refused(text, "same_person")
    if not rules.benefits.exists():
        raise Refused(_("The draft says nothing yet that the fund pays for."), "empty")
    if not resolution.strip():
        raise Refused(_("Write the resolution and its day."), "no_resolution")
    if adopted_on > timezone.localdate():
        raise Refused(_("The day cannot be in the future."), "future")
    _check_order(rules, adopted_on, valid_from)
    rules.cost_before = rule_costs.work_out(rules).as_json()
    rules.resolution, rules.adopted_on, rules.valid_from = resolution.strip(), adopted_on, valid_from
    rules.adopted_by, rules.status = actor, Status.ADOPTED
    rules.save()
    _tell(rules, actor)
    return rules


def _own(rules: BenefitRules, actor: User) -> BenefitRules:
    """The draft, locked; whoever changes it last is who wrote it, so that adopting it always takes another person."""
    rules = BenefitRules.objects.select_for_update(of=("self",), no_key=True).get(pk=rules.pk)
    _check_draft(rules, actor)
    rules.drafted_by = actor
    return rules


def _check_draft(rules: BenefitRules, actor: User) -> None:
    if rules.status != Status.DRAFT:
        raise Refused(_("This is no draft. What was adopted never changes: begin a new draft."), "not_draft")
    if not Community.objects.governed_by(actor).filter(pk=rules.community_id).exists():
        raise Refused(_("Only the committee changes the rules."), "not_theirs")


def _check_order(rules: BenefitRules, adopted_on: dt.date, valid_from: dt.date) -> None:
    if valid_from < adopted_on:
        raise Refused(
            _("Rules hold from the day of the resolution or later, never for what was before."), "too_early"
        )
    later = Q(community=rules.community_id, status=Status.ADOPTED, valid_from__gt=valid_from)
    if BenefitRules.objects.filter(later).exists():
        raise Refused(
            _("A version that was adopted before begins later than this day. Choose a later day."),
            "too_early",
        )


def _tell(rules: BenefitRules, actor: User) -> None:
    text = format_lazy(
        _("{name} entered that version {number} of the fund's rules was adopted."),
        name=actor.name,
        number=rules.number,
    )
    kinds = (*DECIDERS, Role.Kind.TREASURER, Role.Kind.AUDITOR)
    roles = Role.objects.active().filter(community=rules.community_id, kind__in=kinds).select_related("user")
    for user in {role.user for role in roles} - {actor}:
        notices.send(to=user, text=text, url=reverse("welfare:rules", args=[rules.community.code]))
