"""Acts with the fund's money that take two people: one asks with a reason, another agrees, and only then it is done.

A part of the house registers, for each kind, what is done when the second person agrees (and, if it matters, when
they do not); it runs in the same transaction as the answer.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import notices
from households.models import Community, Role, User
from lib.codes import new_code
from lib.errors import Refused
from welfare.models import Countersign

KEEPERS = (Role.Kind.COMMITTEE, Role.Kind.CHAIR, Role.Kind.TREASURER)

Act = Callable[[Countersign, User], None]
_agreed: dict[str, Act] = {}
_refused: dict[str, Act] = {}


def register(kind: str, agreed: Act, refused: Act | None = None) -> None:
    """Say what is done when somebody agrees to (or refuses) an act of this kind."""
    _agreed[kind] = agreed
    if refused:
        _refused[kind] = refused


def is_keeper(user: User, community: Community) -> bool:
    """Whether the person keeps this community's fund: committee, chair or treasurer."""
    return Community.objects.with_role(user, *KEEPERS).filter(pk=community.pk).exists()


@transaction.atomic
def ask(
    *,
    community: Community,
    kind: str,
    document: str,
    reason: str,
    actor: User,
    amount: Decimal | None = None,
    particulars: dict[str, Any] | None = None,
    code: str = "",
) -> Countersign:
    """Ask for a second person's agreement; the others who keep the fund are told.

    A `document` of words alone gets the act's own code, which is `code` or a new one.

    Raises Refused ("role") for who does not keep this fund, ("reason") without one, ("waiting") while the same is asked.
    """
    if not is_keeper(actor, community):
        raise Refused(_("Only the committee and the treasurer can ask for this."), "role")
    if not reason.strip():
        raise Refused(_("Write why, so that the second person can decide."), "reason")
    code = code or new_code()
    try:
        with transaction.atomic():
            asked = Countersign.objects.create(
                code=code,
                community=community,
                kind=kind,
                document=document if " " in document else f"{document} {code}",
                amount=amount,
                reason=reason.strip(),
                particulars=particulars or {},
                asked_by=actor,
            )
    except IntegrityError as error:
        raise Refused(_("This is waiting for a second person already."), "waiting") from error
    _tell_the_others(asked)
    return asked


@transaction.atomic
def agree(*, countersign: Countersign, actor: User, words: str = "") -> Countersign:
    """The second person agrees: it is done now. Pressing twice does it once.

    Raises Refused ("same_person"), ("role"), ("answered") when it was refused before, and what the act itself refuses.
    """
    asked = _locked(countersign)
    if asked.verdict == Countersign.Verdict.AGREED and asked.answered_by == actor:
        return asked
    _check(asked, actor)
    _answer(asked, Countersign.Verdict.AGREED, actor, words)
    _agreed[asked.kind](asked, actor)
    _tell_who_asked(asked, gettext_lazy("{name} agreed: {what}."))
    return asked


@transaction.atomic
def refuse(*, countersign: Countersign, actor: User, words: str) -> Countersign:
    """The second person does not agree, and says why. Raises as `agree`, and Refused ("reason") without words."""
    asked = _locked(countersign)
    if not words.strip():
        raise Refused(_("Write why not, so that the other can mend it."), "reason")
    _check(asked, actor)
    _answer(asked, Countersign.Verdict.REFUSED, actor, words)
    if asked.kind in _refused:
        _refused[asked.kind](asked, actor)
    _tell_who_asked(asked, gettext_lazy("{name} did not agree: {what}. {words}"))
    return asked


def count_waiting(community: Community) -> int:
    """How many acts wait for a second person."""
    return Countersign.objects.waiting().filter(community=community).count()


def _locked(countersign: Countersign) -> Countersign:
    rows = Countersign.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community", "asked_by", "answered_by").get(pk=countersign.pk)


def _check(asked: Countersign, actor: User) -> None:
    if asked.verdict:
        raise Refused(_("This was answered already."), "answered")
    if asked.asked_by == actor:
        raise Refused(_("You asked for this yourself. Somebody else has to agree."), "same_person")
    if not is_keeper(actor, asked.community):
        raise Refused(_("Only the committee and the treasurer can agree to this."), "role")


def _answer(asked: Countersign, verdict: str, actor: User, words: str) -> None:
    asked.verdict, asked.answer = verdict, words.strip()
    asked.answered_by, asked.answered_at = actor, timezone.now()
    asked.save(update_fields=["verdict", "answer", "answered_by", "answered_at"])


def _tell_the_others(asked: Countersign) -> None:
    text = format_lazy(
        gettext_lazy("{name} asks you to look and to agree: {what}."),
        name=asked.asked_by.name,
        what=Countersign.Kind(asked.kind).label,
    )
    roles = Role.objects.active().filter(community=asked.community, kind__in=KEEPERS).select_related("user")
    for user in {role.user for role in roles} - {asked.asked_by}:
        notices.send(to=user, text=text, url=_url(asked))


def _tell_who_asked(asked: Countersign, text) -> None:
    what = Countersign.Kind(asked.kind).label
    name = asked.answered_by.name if asked.answered_by else ""
    said = format_lazy(text, name=name, what=what, words=asked.answer)
    notices.send(to=asked.asked_by, text=said, url=_url(asked))


def _url(asked: Countersign) -> str:
    return reverse("welfare:countersigns", args=[asked.community.code])
