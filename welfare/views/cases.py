"""Asking the centre for help and following what becomes of it, with or without an account."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.models import Community
from households.views.acting import press
from lib import qr
from lib.errors import Refused
from welfare.forms.cases import AskForm, FilesForm, NotSolvedForm
from welfare.helpdesk import abouts, answers, cases, files
from welfare.helpdesk.standing import standing
from welfare.models import HelpCase
from welfare.views.asking import may_send

# Half a village asks through one mast in a flood: beyond this each answers a small sum, nobody is locked out.
RATE = {"help_case": "30/10m/ip"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, code):
    """The short form. `?about=order:CODE` says what it is about, `?kind=safety` chooses what is needed."""
    community = get_object_or_404(Community, code=code)
    about, about_words = abouts.read(request.GET.get("about", ""), request.user)
    given = {"community": community, "user": request.user, "kind": request.GET.get("kind", "")}
    form = AskForm(request.POST or None, request.FILES or None, **given)
    if request.method == "POST":
        made = _send(request, community, form, about)
        if made:
            messages.success(request, _("Your request has arrived. Please keep its code."))
            return redirect("welfare:case_follow", made.code)
        _ask_for_files_again(request, form)
    context = {"community": community, "form": form, "about": about_words}
    return render(request, "welfare/case_ask.html", context)


@never_cache
@require_safe
def follow(request, code):
    """Where a request stands, for whoever has its code: no name, no phone and no place of who is helped."""
    case = find_case(code)
    found = standing(case)
    context = {
        "case": case,
        "community": case.community,
        "standing": found,
        "may_withdraw": found.is_open and not found.is_merged and answers.may_withdraw(case, request.user),
        "file_count": case.files.count(),
        "files_form": FilesForm(),
        "words_form": NotSolvedForm(),
    }
    response = render(request, "welfare/case_follow.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response


@require_POST
def add_files(request, code):
    """Photos and voice notes that come later."""
    case = find_case(code)
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("welfare:case_follow", case.code)
    taken = _take(form)
    if taken:
        press(request, _("It has arrived."), partial(files.add, case=case, taken=taken, user=_user(request)))
    for errors in form.errors.values():
        messages.error(request, " ".join(str(error) for error in errors))
    if not taken and not form.errors:
        messages.error(request, _("Nothing was chosen."))
    return redirect("welfare:case_follow", case.code)


@require_POST
def withdraw(request, code):
    """Who asked no longer needs it."""
    case = find_case(code)
    words = _("Thank you for telling. You can ask again at any time.")
    press(request, words, partial(answers.withdraw, case=case, user=_user(request)))
    return redirect("welfare:case_follow", case.code)


@require_POST
def not_solved(request, code):
    """It was closed, and is not solved."""
    case = find_case(code)
    form = NotSolvedForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    said = _("The centre is told: it is not solved. Somebody takes it in hand again.")
    press(request, said, partial(answers.not_solved, case=case, user=_user(request), words=words))
    return redirect("welfare:case_follow", case.code)


@require_safe
def paper_form(request, code):
    """The form on paper, to fill in by hand."""
    community = get_object_or_404(Community, code=code)
    address = request.build_absolute_uri(reverse("welfare:case_ask", args=[community.code]))
    context = {
        "community": community,
        "address": address,
        "code": qr.svg(address, _("The form on the phone")),
        "plain_kinds": [kind.label for kind in HelpCase.Kind if kind not in HelpCase.SENSITIVE],
        "sensitive_kinds": [kind.label for kind in HelpCase.SENSITIVE],
        "urgencies": HelpCase.Urgency.labels,
    }
    return render(request, "welfare/case_form.html", context)


def find_case(code: str) -> HelpCase:
    """The request with this code; 404 for others. The code is all that is needed to follow it."""
    rows = HelpCase.objects.select_related("community", "assignee", "merged_into__assignee")
    return get_object_or_404(rows, code=code)


def _user(request):
    return request.user if request.user.is_authenticated else None


def _send(request, community: Community, form: AskForm, about: str) -> HelpCase | None:
    """The request, or none with what is wrong among the form's errors. Files that cannot be read stop it."""
    if not form.is_valid() or not may_send(request, form, RATE):
        return None
    received = form.received(about)
    taken = _take(form)
    if form.errors:
        return None
    try:
        with transaction.atomic():
            made = cases.receive(community=community, user=_user(request), **received)
            if taken and not made.files.exists():
                files.add(case=made, taken=taken, user=_user(request))
    except Refused as error:
        form.add_error(None, error.message)
        return None
    return made


def _take(form) -> list[files.Taken]:
    """The files of a valid form, kept; what is refused stands among its errors."""
    voice = form.cleaned_data["voice"]
    chosen = [("photos", files.take_photo, photo) for photo in form.cleaned_data["photos"]]
    chosen += [("voice", files.take_voice, voice)] if voice else []
    taken = []
    for name, take, file in chosen:
        try:
            taken.append(take(file))
        except files.FILE_REFUSED as error:
            form.add_error(name, str(error))
    return taken


def _ask_for_files_again(request, form: AskForm) -> None:
    """No browser sends a file twice by itself."""
    for name, words in (
        ("photos", _("Please choose the photos once more.")),
        ("voice", _("Please choose the voice note once more.")),
    ):
        if name in request.FILES and name not in form.errors:
            form.add_error(name, words)
