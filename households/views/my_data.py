"""A person's own data: to read, to take away, and to have the name removed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import erasures, memberships, personal_data
from households.models import Person
from households.views.acting import press


@login_required
@require_GET
def show(request):
    """Everything that the site holds about the person, in words."""
    person = memberships.person_of(request.user)
    context = {
        "tables": personal_data.as_tables(person),
        "is_asked": erasures.is_asked(person),
        "obstacles": erasures.obstacles(person),
    }
    response = render(request, "households/my_data.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_GET
def download_json(request):
    """The same for machines."""
    return json_of(memberships.person_of(request.user))


@login_required
@require_GET
def download_html(request):
    """The same as one page to keep."""
    return html_of(memberships.person_of(request.user))


@login_required
@require_POST
def ask(request):
    """Ask that the name be removed."""
    person = memberships.person_of(request.user)
    words = _("The committee has your request. You can take it back until they have done it.")
    press(request, words, erasures.ask, person=person, actor=request.user)
    return redirect("households:my_data")


@login_required
@require_POST
def withdraw(request):
    """Stay after all."""
    person = memberships.person_of(request.user)
    press(
        request, _("Good. Everything stays as it is."), erasures.withdraw, person=person, actor=request.user
    )
    return redirect("households:my_data")


def json_of(person: Person) -> HttpResponse:
    """Everything about this person as a JSON file."""
    response = JsonResponse(
        personal_data.as_json(person), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    return _as_file(response, person, "json")


def html_of(person: Person) -> HttpResponse:
    """Everything about this person as a page that needs nothing else."""
    page = render_to_string(
        "households/my_data_file.html",
        {"person": person, "tables": personal_data.as_tables(person), "today": timezone.localdate()},
    )
    return _as_file(HttpResponse(page), person, "html")


def _as_file(response: HttpResponse, person: Person, ending: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="sirisuk-{person.code}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


def say_removed(request) -> None:
    """The sentence after a name was removed."""
    messages.success(request, _("The name is removed. What was earned and paid stays, without the name."))
