"""The steps of a proposal, kept as codes and numbers, as sentences in the reader's language."""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from households.people_words import year_in_words
from lib.dates import thai_date
from lib.money import baht
from welfare.models import Benefit

Per = Benefit.Per
Step = dict[str, str]


def in_words(steps: Iterable[Step], event: str) -> list[str]:
    """Each step as a sentence; one that is not known here is left out."""
    return [SENTENCES[step["code"]](step, event) for step in steps if step["code"] in SENTENCES]


def amount_for(amount: Decimal, per: str) -> str:
    """An amount with what it is for: "฿200 a night"."""
    words = {
        Per.EVENT: _("%(amount)s each time"),
        Per.NIGHT: _("%(amount)s a night"),
        Per.MONTH: _("%(amount)s a month"),
        Per.YEAR: _("%(amount)s a year"),
    }
    return words[Per(per)] % {"amount": baht(amount)}


def months(number: int) -> str:
    """A number of months, in years where they are whole: 6 months, 5 years."""
    if number and number % 12 == 0:
        return ngettext("%(years)s year", "%(years)s years", number // 12) % {"years": number // 12}
    return ngettext("%(months)s month", "%(months)s months", number) % {"months": number}


def _version(step: Step, event: str) -> str:
    if not step["since"]:
        return _("By the draft of the rules, version %(number)s.") % {"number": step["number"]}
    since = thai_date(dt.date.fromisoformat(step["since"]))
    return _("By the rules, version %(number)s, in force since %(since)s.") % {
        "number": step["number"],
        "since": since,
    }


def _not_in_rules(step: Step, event: str) -> str:
    return _("The rules name no amount for “%(event)s”. The committee decides how much.") % {
        "event": Benefit.Event(event).label
    }


def _too_early(step: Step, event: str) -> str:
    return _(
        "The household has paid for %(paid)s; the rules ask for %(needed)s first. So they give nothing yet."
    ) % {
        "paid": months(int(step["paid"])),
        "needed": months(int(step["needed"])),
    }


def _base(step: Step, event: str) -> str:
    return _("%(event)s: %(amount)s.") % {
        "event": Benefit.Event(event).label,
        "amount": amount_for(Decimal(step["amount"]), step["per"]),
    }


def _tenure(step: Step, event: str) -> str:
    return _("The household has paid for %(paid)s. From %(months)s on it is %(amount)s.") % {
        "paid": months(int(step["paid"])),
        "months": months(int(step["months"])),
        "amount": amount_for(Decimal(step["amount"]), step["per"]),
    }


def _units(step: Step, event: str) -> str:
    number = int(step["units"])
    if step["per"] == Per.NIGHT:
        text = ngettext(
            "%(units)s night at %(each)s: %(amount)s.", "%(units)s nights at %(each)s: %(amount)s.", number
        )
    else:
        text = ngettext(
            "%(units)s month at %(each)s: %(amount)s.", "%(units)s months at %(each)s: %(amount)s.", number
        )
    return text % {
        "units": number,
        "each": baht(Decimal(step["each"])),
        "amount": baht(Decimal(step["amount"])),
    }


def _limits(step: Step) -> dict[str, str]:
    return {name: baht(Decimal(step[name])) for name in ("most", "had", "left")}


def _year(step: Step, event: str) -> str:
    text = _("At most %(most)s in a year. In %(year)s %(had)s was agreed already, so %(left)s is left.")
    return text % {**_limits(step), "year": year_in_words(int(step["year"]))}


def _lifetime(step: Step, event: str) -> str:
    text = _("At most %(most)s in a lifetime. %(had)s was agreed already, so %(left)s is left.")
    return text % _limits(step)


SENTENCES: dict[str, Callable[[Step, str], str]] = {
    "no_rules": lambda step, event: _("The fund has adopted no rules yet. The committee decides how much."),
    "no_household": lambda step, event: _("The amount follows when it is known which household it is for."),
    "version": _version,
    "not_in_rules": _not_in_rules,
    "too_early": _too_early,
    "base": _base,
    "tenure": _tenure,
    "units": _units,
    "most_per_event": lambda step, event: (
        _("At most %(most)s for one event or stay.") % {"most": baht(Decimal(step["most"]))}
    ),
    "year": _year,
    "lifetime": _lifetime,
    "total": lambda step, event: (
        _("So the rules give %(amount)s.") % {"amount": baht(Decimal(step["amount"]))}
    ),
}
