"""The page of one request: everything for the desk, and only what is needed for who has it in hand."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from households.models import Community, Household, Membership, Situation, User
from welfare.forms.desk import (
    CallForm,
    CloseForm,
    GiveForm,
    LinkForm,
    MaybeWordsForm,
    MergeForm,
    SortForm,
    WordsForm,
)
from welfare.helpdesk import board, circle, files, hands, hints, histories, linking
from welfare.models import CaseFile, HelpCase

RELATED = ("community", "household", "person", "assignee", "asked_by", "entered_by", "merged_into")
MOST_HOMES = 10


@never_cache
@login_required
@require_GET
def show(request, code):
    """What is needed, where, and the next step."""
    case = get_object_or_404(HelpCase.objects.workable_by(request.user).select_related(*RELATED), code=code)
    return page(request, case, {})


@never_cache
@login_required
@require_GET
def file(request, code):
    """A photo or a voice note, for the desk and for who has the request in hand."""
    workable = HelpCase.objects.workable_by(request.user)
    return files.response(get_object_or_404(CaseFile.objects.filter(case__in=workable), code=code))


def page(request, case: HelpCase, begun: dict[str, Any]):
    """The page; `begun` are forms with a mistake in them, by the step's name."""
    user = request.user
    is_desk = HelpCase.objects.handled_by(user).filter(pk=case.pk).exists()
    context = {
        "case": case,
        "community": case.community,
        "is_desk": is_desk,
        "is_mine": case.status == HelpCase.Status.IN_HAND and case.assignee_id == user.pk,
        "due": board.due_words(case.due_at),
        "subjects": circle.subjects_for(case, user),
        "events": histories.steps_of(case, user, is_desk=is_desk),
        "begun": begun,
        **_forms(begun),
    }
    if is_desk:
        context |= _for_desk(case, user, begun, request.GET.get("home", ""))
    return render(request, "welfare/case_page.html", context)


def sort_form(case: HelpCase, words: str, *sent) -> SortForm:
    """The form to sort a request, with the households that its phone, its name or these words point to."""
    return SortForm(*sent, case=case, homes=_homes(case, words), auto_id="sort-%s")


def give_form(case: HelpCase, *sent) -> GiveForm:
    """The form to give a request to somebody."""
    return GiveForm(*sent, offered=hands.offered(case), auto_id="give-%s")


def _forms(begun: dict[str, Any]) -> dict[str, Any]:
    """The steps that everybody takes who has it in hand."""
    return {
        "call_form": begun.get("call") or CallForm(auto_id="call-%s"),
        "note_form": begun.get("note") or WordsForm(auto_id="note-%s"),
        "tell_form": begun.get("tell") or WordsForm(auto_id="tell-%s"),
        "back_form": begun.get("put_back") or MaybeWordsForm(auto_id="back-%s"),
        "close_form": begun.get("close") or CloseForm(auto_id="close-%s"),
    }


def _for_desk(case: HelpCase, user: User, begun: dict[str, Any], words: str) -> dict[str, Any]:
    is_live = case.is_open and not case.merged_into_id
    shown = {
        "needs": _needs(case, user),
        "links": linking.of(case, user),
        "hints": hints.like(case, user=user) if is_live else [],
        "merged": HelpCase.objects.handled_by(user).filter(merged_into=case).order_by("id"),
        "governs": Community.objects.governed_by(user).filter(pk=case.community_id).exists(),
        "words": words.strip()[:100].replace("\0", ""),
        "is_live": is_live,
        "reopen_form": begun.get("reopen") or WordsForm(auto_id="reopen-%s"),
    }
    if is_live:
        shown |= {
            "sort_form": begun.get("sort") or sort_form(case, shown["words"]),
            "give_form": begun.get("give") or give_form(case),
            "link_form": begun.get("link") or LinkForm(auto_id="link-%s"),
            "merge_form": begun.get("merge") or MergeForm(auto_id="merge-%s"),
            "suggested": linking.suggested(case),
        }
    return shown


def _needs(case: HelpCase, user: User):
    """What makes people in the household need more help, as far as this person may know."""
    if not case.household_id:
        return []
    members = Membership.objects.active().filter(household=case.household_id).values("person")
    rows = Situation.objects.visible_to(user).running().filter(person__in=members)
    return rows.select_related("person").order_by("person", "id")


def _homes(case: HelpCase, words: str) -> list[Household]:
    """Households that the words, else the phone or the name point to."""
    homes = Household.objects.filter(community=case.community_id, status=Household.Status.ACTIVE)
    if not words and case.household_id:
        return []
    found = homes.matching(words or case.for_whom)
    if case.phone and not words:
        by_phone = Membership.objects.active().filter(
            Q(person__phone=case.phone) | Q(person__user__phone=case.phone)
        )
        found = found | homes.filter(pk__in=by_phone.values("household"))
    return list(found.order_by("id")[:MOST_HOMES])
