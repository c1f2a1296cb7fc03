"""People and acts of the register in words: for pages, never kept."""

from collections.abc import Iterable

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from households.models import Household, Membership, Person, RegisterEvent
from lib.dates import BUDDHIST_YEARS, thai_date
from lib.phones import format_phone

Kind = RegisterEvent.Kind


def year_in_words(year: int | None) -> str:
    """A year as the reader counts: a Buddhist one in Thai."""
    if year is None:
        return ""
    return str(year if (get_language() or "th").startswith("en") else year + BUDDHIST_YEARS)


def age_in_words(person: Person) -> str:
    """The age, or nothing when it is not known."""
    age = person.age(person.died_on)
    return "" if age is None else ngettext("%(age)s year", "%(age)s years", age) % {"age": age}


def facts_of(membership: Membership) -> list[tuple[str, str]]:
    """What is known of somebody: names of the facts and words; what is not known is left out."""
    person = membership.person
    born = year_in_words(person.birth_year)
    pairs = [
        (_("Household"), membership.household.name),
        (_("Born in"), f"{born} ({age_in_words(person)})" if born else ""),
        (_("Sex"), person.get_sex_display()),
        (_("To the head of the household"), membership.get_relation_display()),
        (_("What the person does now"), person.get_activity_display()),
        (_("Occupation"), person.occupation),
        (_("Phone"), format_phone(person.phone) if person.phone else ""),
        (_("Sleeps in this house"), _("Yes") if membership.lives_here else _("No, lives elsewhere")),
        (_("Belongs since"), thai_date(membership.since)),
        (_("Belonged until"), thai_date(membership.until)),
        (_("Why it ended"), membership.get_end_reason_display()),
        (_("Enters the site"), _("Yes, with an account") if person.user_id else _("Not yet")),
    ]
    return [(name, str(words)) for name, words in pairs if words]


def happenings(events: Iterable[RegisterEvent]) -> list[dict]:
    """Acts as lines of a timeline: what, when, who, note."""
    return [
        {
            "what": sentence(event),
            "when": thai_date(event.happened_on),
            "who": _who(event),
            "note": event.reason,
        }
        for event in events
    ]


def sentence(event: RegisterEvent) -> str:
    """What was done, with the name of whom it concerns."""
    person = event.person.name if event.person else ""
    return str(_words(event)) % {
        "person": person,
        "code": event.facts.get("to") or event.facts.get("came_from") or event.facts.get("new") or "",
        "status": _status(event.facts.get("to")),
        "fields": ", ".join(_labels(event)),
    }


def _words(event: RegisterEvent) -> str:
    """The sentence for this kind of act, with places for names."""
    facts = event.facts
    if event.kind == Kind.MEMBER_ADDED and facts.get("back"):
        return _("%(person)s belongs to the household again")
    if event.kind == Kind.DEPUTY_CHANGED and facts.get("ended"):
        return _("%(person)s is no longer the deputy")
    if event.kind == Kind.CHECKED and facts.get("taken_back"):
        return _("The committee took back what was entered about %(person)s")
    if facts.get("erasure") == "asked":
        return _("%(person)s asks that the name be removed")
    if facts.get("erasure") == "withdrawn":
        return _("%(person)s wants to stay in the register")
    if event.kind == Kind.CHECKED and facts.get("visit"):
        return (
            _("What the visit found about the income was corrected")
            if facts.get("corrected")
            else _("The committee visited to check the income of a month")
        )
    if event.kind == Kind.CORRECTED and event.person_id is None:
        return _("Entry of the household corrected: %(fields)s")
    if event.kind == Kind.SPLIT and event.person_id is None:
        return _("Some people became a household of their own (code %(code)s)")
    if event.kind == Kind.MEMBER_LEFT and facts.get("why") == Membership.EndReason.MISTAKE:
        return _("%(person)s was entered by mistake")
    words: dict[str, str] = {
        Kind.STATUS_CHANGED: _("Household: %(status)s"),
        Kind.SPLIT: _("%(person)s came from the household with the code %(code)s"),
        Kind.REPRESENTATIVE_CHANGED: _("%(person)s represents the household"),
        Kind.DEPUTY_CHANGED: _("%(person)s is the deputy"),
        Kind.MEMBER_ADDED: _("%(person)s belongs to the household"),
        Kind.MEMBER_LEFT: _("%(person)s moved away"),
        Kind.MEMBER_MOVED: _("%(person)s moved to the household with the code %(code)s"),
        Kind.DIED: _("%(person)s died"),
        Kind.CORRECTED: _("Entry of %(person)s corrected: %(fields)s"),
        Kind.CHECKED: _("The committee looked at the entry of %(person)s"),
        Kind.SITUATION_ADDED: _("A need for help of %(person)s was noted"),
        Kind.SITUATION_ENDED: _("A need for help of %(person)s ended"),
    }
    return words.get(event.kind) or event.get_kind_display().replace("%", "%%")


def _status(code: str | None) -> str:
    return str(Household.Status(code).label) if code in Household.Status.values else ""


def _labels(event: RegisterEvent) -> list[str]:
    """The names of the corrected fields, as forms call them."""
    models = [Person, Membership] if event.person_id else [Household]
    labels = {field.name: field.verbose_name for model in models for field in model._meta.fields}
    return [str(labels[name]) for name in event.facts.get("fields", []) if name in labels] or [_("account")]


def _who(event: RegisterEvent) -> str:
    """Who did it, and as what."""
    if event.actor is None:
        return ""
    hats = {
        "committee": _("committee"),
        "representative": _("representative"),
        "deputy": _("deputy"),
        "member": _("member"),
    }
    hat = hats.get(event.facts.get("as", ""))
    return f"{event.actor.name} ({hat})" if hat else event.actor.name
