"""Who learns a course, who was there, and the yearly thanks. For those who keep the college."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from households.models import Community
from households.views.acting import press
from lib import paging
from lib.dates import BUDDHIST_YEARS
from lib.errors import Refused
from welfare.models import Course, Enrolment
from welfare.views.certificates import printed
from welfare.views.course_writing import kept
from welfare.volunteering import courses, enrolments, thanks, wording

# So many papers are printed at once.
AT_ONCE = 60


@kept
@require_safe
def people(request, course: Course) -> HttpResponse:
    """Who learns and who has passed, the newest first, with how far they are."""
    rows = course.enrolments.exclude(status=Enrolment.Status.LEFT)
    rows = rows.select_related("volunteer", "session", "attended_by")
    page = paging.page(rows, ["-id"], request.GET.get("after"))
    plan = enrolments.Plan.of(course)
    context = {
        "course": course,
        "rows": [enrolments.Standing(plan, row) for row in page.items],
        "page": page,
        "begun": list(course.sessions.filter(starts_at__lte=timezone.now()).order_by("-starts_at")),
        "now": timezone.now(),
        "papers": enrolments.papers_of(course, [row.volunteer_id for row in page.items]),
    }
    return render(request, "welfare/course_people.html", context)


@kept
@require_POST
def attended(request, course: Course, pk: int) -> HttpResponse:
    """Somebody was there."""
    enrolment = get_object_or_404(course.enrolments, pk=pk)
    chosen = request.POST.get("session", "")
    session = get_object_or_404(course.sessions, pk=int(chosen)) if _is_number(chosen) else None
    given = {"enrolment": enrolment, "session": session, "actor": request.user}
    press(request, _("Confirmed."), enrolments.attend, **given)
    return redirect("welfare:course_people", course.code)


@kept
@require_POST
def not_attended(request, course: Course, pk: int) -> HttpResponse:
    """It was a mistake."""
    enrolment = get_object_or_404(course.enrolments, pk=pk)
    words = _("Taken back: not there.")
    press(request, words, enrolments.take_back_attendance, enrolment=enrolment, actor=request.user)
    return redirect("welfare:course_people", course.code)


@login_required
@require_safe
def year(request, code: str) -> HttpResponse:
    """Who has given how many hours in a year, and who has the paper for it."""
    community = _kept_community(request, code)
    years = thanks.years(community)
    chosen = _year(request, years)
    rows = thanks.helpers(community, chosen)
    page = paging.page(rows, ["-minutes", "-id"], request.GET.get("after"))
    context = {
        "community": community,
        "years": [(each, each + BUDDHIST_YEARS) for each in years],
        "year": chosen,
        "thai_year": chosen + BUDDHIST_YEARS,
        "is_running": chosen == timezone.localdate().year,
        "page": page,
        "rows": [(row, wording.long(row.minutes)) for row in page.items],
        "waiting": rows.filter(paper__isnull=True).exclude(name="").count(),
        "has_papers": thanks.papers(community, chosen).exists(),
    }
    return render(request, "welfare/course_thanks.html", context)


@login_required
@require_POST
def issue(request, code: str) -> HttpResponse:
    """A certificate for everybody who has none for the year yet."""
    community = _kept_community(request, code)
    chosen = _year(request, thanks.years(community))
    try:
        count = thanks.issue_all(community=community, year=chosen, actor=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        said = ngettext("%(count)s certificate was issued.", "%(count)s certificates were issued.", count)
        messages.success(request, said % {"count": count})
    response = redirect("welfare:college_thanks", code)
    response["Location"] += f"?year={chosen}"
    return response


@login_required
@require_safe
def papers(request, code: str) -> HttpResponse:
    """The certificates of a year, one on each sheet."""
    community = _kept_community(request, code)
    chosen = _year(request, thanks.years(community))
    page = paging.page(thanks.papers(community, chosen), ["number"], request.GET.get("after"), AT_ONCE)
    return printed(request, community, page.items, chosen, page.next_cursor)


def _kept_community(request, code: str) -> Community:
    return get_object_or_404(Community.objects.with_role(request.user, *courses.KEEPERS), code=code)


def _year(request, years: list[int]) -> int:
    """The year asked for if there is anything about it; else the present one."""
    asked = request.POST.get("year") or request.GET.get("year") or ""
    return next((each for each in years if str(each) == asked), timezone.localdate().year)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
