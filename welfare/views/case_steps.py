"""The steps on a request, each by its own POST; what is wrong stands on the request's page with what was typed."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from households.views.acting import done, press
from welfare.forms.desk import CallForm, CloseForm, LinkForm, MaybeWordsForm, MergeForm, WordsForm
from welfare.helpdesk import board, linking, merging, sorting, steps
from welfare.models import HelpCase
from welfare.views import case_page


@never_cache
@login_required
@require_POST
def sort(request, code):
    """Say what it is, how urgent, where and whose."""
    case = _handled(request, code)
    form = case_page.sort_form(case, request.POST.get("home", "")[:100].replace("\0", ""), request.POST)
    words = _("It is sorted.")
    return _step(request, case, "sort", form, words, sorting.sort, lambda: form.sorted())


@never_cache
@login_required
@require_POST
def give(request, code):
    """Give it to somebody of the desk or to a volunteer."""
    case = _handled(request, code)
    form = case_page.give_form(case, request.POST)
    words = _("It is given. The person gets a message.")
    return _step(
        request, case, "give", form, words, steps.give,
        lambda: {"to": form.people[form.cleaned_data["to"]], "words": form.cleaned_data["words"]},
    )  # fmt: skip


@never_cache
@login_required
@require_POST
def take(request, code):
    """Take it in hand oneself."""
    case = _handled(request, code)
    press(request, _("You have it in hand now."), partial(steps.take, case=case, actor=request.user))
    return _onward(request, case)


@never_cache
@login_required
@require_POST
def put_back(request, code):
    """Let somebody else take it."""
    form = MaybeWordsForm(request.POST, auto_id="back-%s")
    words = _("It waits again for somebody to take it.")
    return _step(request, _workable(request, code), "put_back", form, words, steps.put_back)


@never_cache
@login_required
@require_POST
def tried(request, code):
    """Nobody answered the call."""
    case = _workable(request, code)
    words = _("It is noted. The next call is planned.")
    press(request, words, partial(steps.tried, case=case, actor=request.user))
    return _onward(request, case)


@never_cache
@login_required
@require_POST
def call(request, code):
    """Call back at a time."""
    form = CallForm(request.POST, auto_id="call-%s")
    return _step(
        request, _workable(request, code), "call", form, _("The call is planned."), steps.call_back,
        lambda: {"at": form.cleaned_data["at"], "words": form.cleaned_data["words"]},
    )  # fmt: skip


@never_cache
@login_required
@require_POST
def note(request, code):
    """Write something down."""
    form = WordsForm(request.POST, auto_id="note-%s")
    return _step(request, _workable(request, code), "note", form, _("It is noted."), steps.note)


@never_cache
@login_required
@require_POST
def tell(request, code):
    """Write to the person who asked."""
    form = WordsForm(request.POST, auto_id="tell-%s")
    words = _("It stands on the page that the person follows.")
    return _step(request, _workable(request, code), "tell", form, words, steps.tell)


@never_cache
@login_required
@require_POST
def link(request, code):
    """Connect it with help from the fund, goods, an order or a mission."""
    form = LinkForm(request.POST, auto_id="link-%s")
    return _step(request, _handled(request, code), "link", form, _("It is linked."), linking.link)


@never_cache
@login_required
@require_POST
def merge(request, code):
    """It was told twice: count it in another one."""
    case = _handled(request, code)
    form = MergeForm(request.POST, auto_id="merge-%s")
    into = None
    if form.is_valid():
        wanted = HelpCase.objects.handled_by(request.user).filter(community=case.community_id)
        into = wanted.filter(code=form.cleaned_data["code"]).first()
        if into is None:
            form.add_error("code", _("There is nothing with this code here. Please check it."))
    words = _("It is counted in the other request now.")
    return _step(request, case, "merge", form, words, merging.merge, lambda: {"into": into})


@never_cache
@login_required
@require_POST
def unmerge(request, code):
    """They were not the same after all."""
    case = _handled(request, code)
    words = _("It stands on its own again.")
    press(request, words, partial(merging.unmerge, case=case, actor=request.user))
    return _onward(request, case)


@never_cache
@login_required
@require_POST
def close(request, code):
    """Say how it ended."""
    form = CloseForm(request.POST, auto_id="close-%s")
    return _step(request, _workable(request, code), "close", form, _("The request is closed."), steps.close)


@never_cache
@login_required
@require_POST
def reopen(request, code):
    """It is not solved after all."""
    form = WordsForm(request.POST, auto_id="reopen-%s")
    words = _("The request waits again.")
    return _step(request, _handled(request, code), "reopen", form, words, steps.reopen)


def _step(request, case: HelpCase, name: str, form, words, act: Callable, given: Callable | None = None):
    """Do it and go on, or show the request's page with what is wrong in this form."""
    if form.is_valid():
        told = given() if given else form.cleaned_data
        if done(form, act, case=case, actor=request.user, **told):
            messages.success(request, words)
            return _onward(request, case)
    return case_page.page(request, case, {name: form})


def _onward(request, case: HelpCase):
    """Back to where one came from, as far as one may still read it there."""
    user = request.user
    if request.POST.get("back") != "mine":
        if HelpCase.objects.workable_by(user).filter(pk=case.pk).exists():
            return redirect("welfare:case", case.code)
        if board.communities_of(user).filter(pk=case.community_id).exists():
            return redirect("welfare:desk", case.community.code)
    return redirect("welfare:desk_mine")


def _handled(request, code: str) -> HelpCase:
    """A request that this person handles at the desk; 404 for others."""
    return get_object_or_404(
        HelpCase.objects.handled_by(request.user).select_related(*case_page.RELATED), code=code
    )


def _workable(request, code: str) -> HelpCase:
    """A request at the desk, or in one's own hand; 404 for others."""
    return get_object_or_404(
        HelpCase.objects.workable_by(request.user).select_related(*case_page.RELATED), code=code
    )
