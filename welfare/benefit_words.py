"""The fund's rules in plain words, for the public page."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lib.money import baht
from welfare.models import Benefit, BenefitRules
from welfare.proposal_words import amount_for, months


@dataclass
class BenefitWords:
    """One kind of event: what happened, how much, and what else is to be known, each a sentence."""

    event: str
    code: str
    amount: str
    notes: list[str] = field(default_factory=list)


def in_words(rules: BenefitRules) -> list[BenefitWords]:
    """Everything that the fund pays for, in the order of the kinds of events."""
    order = list(Benefit.Event.values)
    return [_one(benefit) for benefit in sorted(rules.benefits.all(), key=lambda row: order.index(row.event))]


def deciding(rules: BenefitRules) -> list[tuple[str, str]]:
    """Who decides what, emergencies, appeals and purchases: names and words."""
    rows = [
        (_("Up to %(amount)s") % {"amount": baht(rules.one_up_to)}, _("one of the committee decides")),
        (_("Up to %(amount)s") % {"amount": baht(rules.two_up_to)}, _("two of the committee decide")),
        (_("Above that"), _("three of the committee decide")),
        (_("In an emergency"), _emergency(rules)),
        (
            _("Who is refused"),
            _("may have it looked at by others within %(days)s days") % {"days": rules.appeal_days},
        ),
        (
            _("Purchases above %(amount)s") % {"amount": baht(rules.quotes_above)},
            _("only with the offers of three sellers"),
        ),
    ]
    return rows if rules.two_up_to > rules.one_up_to else [rows[0], *rows[2:]]


def _emergency(rules: BenefitRules) -> str:
    if not rules.emergency_up_to:
        return _("nothing is paid before it is decided")
    return _("up to %(amount)s at once; the committee decides about it within %(days)s days") % {
        "amount": baht(rules.emergency_up_to),
        "days": rules.ratify_days,
    }


def _one(benefit: Benefit) -> BenefitWords:
    found = BenefitWords(benefit.get_event_display(), benefit.event, amount_for(benefit.amount, benefit.per))
    limits = (
        (benefit.most_per_event, _("At most %(most)s for one event or stay.")),
        (benefit.most_per_year, _("At most %(most)s in a year.")),
        (benefit.most_per_lifetime, _("At most %(most)s in a lifetime.")),
    )
    if benefit.months_needed:
        text = _("Once the household has paid for %(months)s.")
        found.notes.append(text % {"months": months(benefit.months_needed)})
    found.notes += [text % {"most": baht(most)} for most, text in limits if most is not None]
    for step in benefit.steps.all():
        text = _("From %(months)s paid on: %(amount)s.")
        found.notes.append(
            text % {"months": months(step.months), "amount": amount_for(step.amount, benefit.per)}
        )
    if benefit.papers:
        found.notes.append(_("Please bring: %(papers)s.") % {"papers": benefit.papers})
    if benefit.words:
        found.notes.append(benefit.words)
    return found
