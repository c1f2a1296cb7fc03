"""The volunteers' college as everybody sees it: its courses, one course, and joining or leaving it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from households.models import Community
from households.views.acting import press
from lib import paging
from welfare.forms.college import DayChoiceForm
from welfare.models import Course, Enrolment
from welfare.volunteering import certificates, course_days, courses, enrolments


@require_safe
def listed(request, code: str) -> HttpResponse:
    """The community's courses, the newest first; who keeps them sees drafts too."""
    community = get_object_or_404(Community, code=code)
    rows = courses.listed(community, request.user)
    volunteer = enrolments.learner(request.user, community)
    context = {
        "community": community,
        "page": paging.page(rows, ["-id"], request.GET.get("after")),
        "is_keeper": courses.is_keeper(request.user, community),
        "volunteer": volunteer,
        "own": enrolments.by_course(volunteer),
    }
    return render(request, "welfare/course_list.html", context)


@require_safe
def show(request, code: str) -> HttpResponse:
    """What one learns, when and where, and how far oneself is."""
    return _page(request, _course(request, code))


@login_required
@require_POST
def join(request, code: str) -> HttpResponse:
    """A volunteer begins; others are led to where one becomes one."""
    course = _course(request, code)
    if enrolments.learner(request.user, course.community) is None:
        messages.info(request, _("Courses are for volunteers. Sign up first; it takes two minutes."))
        return redirect("welfare:volunteer_join", course.community.code)
    form = DayChoiceForm(request.POST, days=course_days.ahead(course))
    if not form.is_valid():
        return _page(request, course, form)
    words = _("You are in. Begin with the first lesson.")
    press(request, words, enrolments.join, course=course, user=request.user, session=form.chosen)
    return redirect("welfare:course", code)


@login_required
@require_POST
def leave(request, code: str) -> HttpResponse:
    """Stop, and let somebody else have the place."""
    enrolment = own_place(request, code)
    words = _("You have stopped the course. What you learned is kept if you come back.")
    press(request, words, enrolments.leave, enrolment=enrolment, user=request.user)
    return redirect("welfare:courses", enrolment.course.community.code)


@login_required
@require_POST
def day(request, code: str) -> HttpResponse:
    """Another day, or none yet."""
    enrolment = own_place(request, code)
    days = course_days.ahead(enrolment.course)
    form = DayChoiceForm(request.POST, days=days, chosen=enrolment.session)
    if not form.is_valid():
        return _page(request, enrolment.course, form)
    given = {"enrolment": enrolment, "session": form.chosen, "user": request.user}
    press(request, _("Saved."), enrolments.choose_day, **given)
    return redirect("welfare:course", code)


def own_place(request, code: str) -> Enrolment:
    """This person's place in the course; 404 for who has none."""
    enrolment = enrolments.of_user(_course(request, code), request.user)
    if enrolment is None:
        raise Http404
    return enrolment


def _course(request, code: str) -> Course:
    return get_object_or_404(courses.visible_to(request.user), code=code)


def _page(request, course: Course, form: DayChoiceForm | None = None) -> HttpResponse:
    enrolment = enrolments.of_user(course, request.user)
    days = course_days.ahead(course)
    volunteer = enrolments.learner(request.user, course.community)
    context = {
        "course": course,
        "community": course.community,
        "lessons": list(course.lessons.all()),
        "questions": course.questions.count(),
        "days": days,
        "volunteer": volunteer,
        "enrolment": enrolment,
        "standing": enrolments.standing(enrolment) if enrolment else None,
        "certificate": certificates.of_course(request.user, course),
        "may_join": certificates.may_learn(volunteer, course),
        "is_keeper": courses.is_keeper(request.user, course.community),
        "form": form or DayChoiceForm(days=days, chosen=enrolment.session if enrolment else None),
    }
    return render(request, "welfare/course_page.html", context)
