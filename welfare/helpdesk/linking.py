"""What a request is connected with: help from the fund, goods, an order for the person, a mission."""

import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import Community, User
from lib.codes import normalise_code
from lib.errors import Refused
from lib.words import Words
from welfare.helpdesk import cases, steps
from welfare.models import AidRequest, CaseEvent, CaseLink, HelpCase, Lot, Mission

KINDS: dict[str, Words] = {
    "aid": _("help from the fund"),
    "goods": _("goods of the fund"),
    "order": _("an order at the market"),
    "mission": _("a mission"),
}
CODED: dict[str, type[AidRequest] | type[Lot] | type[Mission]] = {
    "aid": AidRequest,
    "goods": Lot,
    "mission": Mission,
}
PAGES = {
    "aid": "welfare:aid_request", "goods": "welfare:lot", "mission": "welfare:mission", "order": "market:order",
}  # fmt: skip
MOST_LINKS = 20
SUGGESTED = 3


@dataclass(frozen=True)
class Linked:
    """A link as it stands on the page. `url` is empty for whom it leads nowhere."""

    label: Words
    code: str
    url: str = ""


@transaction.atomic
def link(*, case: HelpCase, kind: str, code: str, actor: User) -> CaseLink:
    """Connect a request with something, once.

    Raises Refused ("not_theirs"), ("kind"), ("code") where there is nothing with this code in the community, ("many").
    An order lies in the market, so that only the shape of its code is looked at.
    """
    case = steps.at_desk(case, actor)
    code = normalise_code(code)
    if kind not in KINDS:
        raise Refused(_("Please choose what it is."), "kind")
    if not _is_there(case.community, kind, code):
        raise Refused(_("There is nothing with this code here. Please check it."), "code")
    document = f"{kind} {code}"
    there = CaseLink.objects.filter(case=case, document=document).first()
    if there:
        return there
    if case.links.count() >= MOST_LINKS:
        raise Refused(_("There are many links already. Write the next one as a note."), "many")
    try:
        with transaction.atomic():
            made = CaseLink.objects.create(case=case, document=document, added_by=actor)
    except IntegrityError:
        return CaseLink.objects.get(case=case, document=document)
    cases.record(case, CaseEvent.Kind.LINKED, actor=actor, facts={"document": document})
    return made


def of(case: HelpCase, user: User) -> list[Linked]:
    """What the case is connected with; a way there for whom it opens: fund and goods for the committee only."""
    rows = list(case.links.all())
    governs = bool(rows) and Community.objects.governed_by(user).filter(pk=case.community_id).exists()
    found = []
    for row in rows:
        kind, _space, code = row.document.partition(" ")
        opens = kind in PAGES and (kind == "mission" or (governs and kind in ("aid", "goods")))
        found.append(Linked(KINDS.get(kind, kind), code, reverse(PAGES[kind], args=[code]) if opens else ""))
    return found


def suggested(case: HelpCase) -> list[AidRequest]:
    """The household's requests to the fund that are not linked yet, to link with one press."""
    if not case.household_id:
        return []
    linked = case.links.filter(document__startswith="aid ").values_list("document", flat=True)
    codes = [document.partition(" ")[2] for document in linked]
    rows = AidRequest.objects.filter(community=case.community_id, household=case.household_id)
    return list(rows.exclude(code__in=codes).order_by("-id")[:SUGGESTED])


def _is_there(community: Community, kind: str, code: str) -> bool:
    if kind == "order":
        return re.fullmatch(r"[0-9a-z]{6,12}", code) is not None
    return bool(code) and CODED[kind].objects.filter(community=community, code=code).exists()
