"""How much each member household pays: decided by a resolution, valid from a day on, never rewritten."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community, User
from lib.dates import thai_date
from lib.errors import Refused
from lib.money import baht
from welfare import ledger
from welfare.models import ContributionRule


@transaction.atomic
def decide(
    *, community: Community, amount: Decimal, per: str, valid_from: date, resolution: str, actor: User
) -> ContributionRule:
    """Keep a rule. The same one again gives back the first.

    Only the first rule of a fund may begin in the past: a later one would change what households owed already. Raises
    Refused ("role"), ("amount"), ("resolution"), ("past"), or ("taken") when another rule begins on that day.
    """
    if not Community.objects.governed_by(actor).filter(pk=community.pk).exists():
        raise Refused(_("Only the committee decides how much members pay."), "role")
    if amount < 0 or amount != round(amount, 2):
        raise Refused(_("Write how many baht, with at most two figures after the dot."), "amount")
    if not resolution.strip():
        raise Refused(_("Write which meeting decided it, and when."), "resolution")
    ledger.locked_fund(community)
    earlier = ContributionRule.objects.filter(community=community)
    same = earlier.filter(valid_from=valid_from).first()
    if same:
        if (same.amount, same.per) == (amount, per):
            return same
        raise Refused(_("Another rule begins on this day already. Choose a later day."), "taken")
    if valid_from < timezone.localdate() and earlier.exists():
        raise Refused(
            _("A rule cannot change what households owed before today. Choose today or a later day."), "past"
        )
    try:
        with transaction.atomic():
            return ContributionRule.objects.create(
                community=community,
                amount=amount,
                per=per,
                valid_from=valid_from,
                resolution=resolution.strip(),
                decided_by=actor,
            )
    except IntegrityError as error:
        raise Refused(_("Another rule begins on this day already. Choose a later day."), "taken") from error


def current(community: Community, on: date | None = None) -> ContributionRule | None:
    """The rule in force on that day (today); None before the first."""
    begun = ContributionRule.objects.filter(community=community, valid_from__lte=on or timezone.localdate())
    return begun.order_by("-valid_from", "-id").first()


def in_words(rule: ContributionRule) -> str:
    """The rule as one says it: "Each household pays ฿1 a day, from 1 Jan 2026"."""
    if rule.amount == 0:
        return _("From %(day)s on, members pay nothing.") % {"day": thai_date(rule.valid_from)}
    return _("Each member household pays %(amount)s %(per)s, from %(day)s on.") % {
        "amount": baht(rule.amount),
        "per": rule.get_per_display(),
        "day": thai_date(rule.valid_from),
    }
