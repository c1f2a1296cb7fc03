"""The committee's office on the site: one page for each community, with a card for each thing to do there.

A part of the house that has a page for the office adds one `Link` to LINKS.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import checks, erasures
from households.models import Community, Role, User
from lib.words import Words

COMMITTEE = (Role.Kind.COMMITTEE, Role.Kind.CHAIR)


class Link(NamedTuple):
    """A card of the office. `kinds` are the roles that may open the page.

    The address takes the community's code, unless `takes_community` is off. `waiting` gives how many things wait there
    (see `households.checks.count`).
    """

    url_name: str
    label: Words
    explanation: Words
    icon: str
    kinds: tuple[str, ...] = COMMITTEE
    takes_community: bool = True
    waiting: Callable[[Community], int] | None = None


LINKS: list[Link] = [
    Link(
        "households:checks",
        _("To look at"),
        _("What households entered themselves and you have not looked at yet."),
        "check",
        waiting=checks.count,
    ),
    Link(
        "households:people",
        _("People in the community"),
        _("Find somebody by name, age, village or need for help."),
        "user",
    ),
    Link(
        "households:coverage",
        _("How many take part"),
        _("Households with a representative, an account, LINE, consent and figures."),
        "info",
    ),
    Link(
        "households:duplicates",
        _("Entered twice?"),
        _("People and households that look alike, to compare and to join."),
        "household",
    ),
    Link(
        "households:erasures",
        _("Names to remove"),
        _("Who asks that their name be removed."),
        "user",
        waiting=erasures.count_waiting,
    ),
    Link(
        "households:codes",
        _("Households and entry codes"),
        _("Find a household or a person, and print a code to enter with."),
        "household",
        takes_community=False,
    ),
    Link(
        "households:new",
        _("Enter a new household"),
        _("The house first, then who lives there."),
        "plus",
        takes_community=False,
    ),
    Link(
        "households:import_home",
        _("People from a spreadsheet"),
        _("Bring the list that you have; look at everything before it is entered."),
        "copy",
    ),
    Link(
        "households:rounds",
        _("Asking before and after"),
        _("Ask all households for the months of a round, and see who has not answered."),
        "calendar",
    ),
    Link(
        "households:samples",
        _("Check figures at home"),
        _("Draw a few households by lot, visit them, and compare."),
        "check",
    ),
    Link(
        "households:register_export",
        _("Take the register away"),
        _("Everybody who lives in the community's households, as a table."),
        "download",
    ),
    Link(
        "households:reports",
        _("Reports on income"),
        _("Numbers only, without names."),
        "info",
        kinds=Role.IN_ADMIN,
        takes_community=False,
    ),
    Link(
        "welfare:treasurer",
        _("The fund's money"),
        _("Payments that arrived, and what is still on its way."),
        "fund",
        kinds=(Role.Kind.TREASURER,),
    ),
]


def communities_of(user: User):
    """Communities in whose office this person has a desk."""
    return Community.objects.with_role(user, *Role.IN_ADMIN)


def cards(user: User, community: Community) -> list[dict]:
    """The cards that this person can open, in the order of LINKS: url, label, explanation, icon, count."""
    held = set(
        Role.objects.held_by(user, *Role.IN_ADMIN).filter(community=community).values_list("kind", flat=True)
    )
    if user.is_superuser:
        held = set(Role.IN_ADMIN)
    return [
        {
            "url": reverse(link.url_name, args=[community.code] if link.takes_community else []),
            "label": link.label,
            "explanation": link.explanation,
            "icon": link.icon,
            "count": link.waiting(community) if link.waiting else 0,
        }
        for link in LINKS
        if held & set(link.kinds)
    ]
