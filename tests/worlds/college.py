"""One of everything for the sweeps: the volunteers' college and its certificates."""

import datetime as dt

from django.utils import timezone

from tests.welfare import college_builders as make
from tests.worlds.campaigns import EVERYONE
from welfare.volunteering import enrolments, thanks


def build(here, there, people) -> dict:
    """An open course that the seller learns, a draft, a certificate of an earlier course, and hours."""
    keeper, learner = people["committee"], people["seller"]
    one = make.volunteer(here, learner, name="บุญ ใจดี")
    passed = make.course(here, keeper, title="เรียนแล้ว")
    certificate = make.read_all(enrolments.join(course=passed, user=learner)).volunteer.certificates.get()
    course = make.course(here, keeper, title="ปฐมพยาบาล")
    question, day = make.question(course, keeper), make.day(course, keeper)
    enrolment = enrolments.join(course=course, user=learner, session=day)
    make.hours(one, 150, by=keeper)
    thanks.issue_all(community=here, year=timezone.localdate().year, actor=keeper)
    return {
        "course": course,
        "course_draft": make.course(here, keeper, is_open=False, title="ร่าง"),
        "course_question": question,
        "course_day": day,
        "enrolment": enrolment,
        "certificate": certificate,
    }


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    get, post = "GET", "POST"
    here, certificate = (w["community"].code,), (w["certificate"].code,)
    course, draft = w["course"].code, (w["course_draft"].code,)
    lesson, question, day = w["course"].lessons.first().pk, w["course_question"].pk, w["course_day"].pk
    keepers, learns = {"committee", "case_worker"}, {"seller"}
    known, person = EVERYONE - {"visitor"}, w["enrolment"].pk
    return {
        "welfare:courses": (get, EVERYONE, here),
        "welfare:course": (get, EVERYONE, (course,)),
        "welfare:course_join": (post, known, (course,)),
        "welfare:course_leave": (post, learns, (course,)),
        "welfare:course_day_choose": (post, learns, (course,)),
        "welfare:lesson": (get, learns | keepers, (course, lesson)),
        "welfare:lesson_seen": (post, learns, (course, lesson)),
        "welfare:lesson_picture": (get, set(), (course, lesson)),
        "welfare:lesson_file": (get, set(), (course, lesson)),
        "welfare:quiz": (get, learns | keepers, (course,)),
        "welfare:quiz_result": (get, learns, (course,)),
        "welfare:course_write": (get, keepers, here),
        "welfare:course_edit": (get, keepers, draft),
        "welfare:course_change": (get, keepers, draft),
        "welfare:course_open": (post, keepers, draft),
        "welfare:course_close": (post, keepers, (course,)),
        "welfare:lesson_write": (get, keepers, draft),
        "welfare:lesson_edit": (get, keepers, (course, lesson)),
        "welfare:lesson_up": (post, keepers, (course, lesson)),
        "welfare:lesson_remove": (post, keepers, (course, lesson)),
        "welfare:question_write": (get, keepers, draft),
        "welfare:question_edit": (get, keepers, (course, question)),
        "welfare:question_remove": (post, keepers, (course, question)),
        "welfare:course_day_write": (get, keepers, draft),
        "welfare:course_day_edit": (get, keepers, (course, day)),
        "welfare:course_day_remove": (post, keepers, (course, day)),
        "welfare:course_people": (get, keepers, (course,)),
        "welfare:course_attended": (post, keepers, (course, person)),
        "welfare:course_not_attended": (post, keepers, (course, person)),
        "welfare:college_thanks": (get, keepers, here),
        "welfare:college_thanks_issue": (post, keepers, here),
        "welfare:college_thanks_print": (get, keepers, here),
        "welfare:certificate_find": (get, EVERYONE, ()),
        "welfare:certificate": (get, EVERYONE, certificate),
        "welfare:certificate_print": (get, learns | keepers, certificate),
        "welfare:certificate_revoke": (get, {"committee"}, certificate),
    }


def posts(w) -> list[tuple[str, str, dict]]:
    """Role, address and what its form sends."""
    here, course = f"/college/{w['community'].code}", f"/course/{w['course'].code}"
    lesson, question, day = w["course"].lessons.first().pk, w["course_question"].pk, w["course_day"].pk
    person, in_a_week = w["enrolment"].pk, timezone.localdate() + dt.timedelta(days=7)
    said = {"title": "x", "words": "x", "pass_percent": "80", "needs_session": "on", "valid_months": "12"}
    page = {"title": "x", "words": "x", "picture_words": "x"}
    asked = {"words": "x", "answer_1": "a", "answer_2": "b", "answer_5": "c", "right": "1"}
    taught = {
        "day": f"{in_a_week:%d/%m/%Y}", "starts": "9.00", "ends": "12:00", "place": "x", "trainers": "x", "places": "5",
    }  # fmt: skip
    return [
        ("committee", f"{here}/write/", said),
        ("committee", f"{here}/thanks/issue/", {"year": "2026"}),
        ("committee", f"{course}/edit/words/", said),
        ("committee", f"{course}/edit/lesson/", page),
        ("committee", f"{course}/edit/lesson/{lesson}/", page),
        ("committee", f"{course}/edit/question/", asked),
        ("committee", f"{course}/edit/question/{question}/", asked),
        ("committee", f"{course}/edit/day/", taught),
        ("committee", f"{course}/edit/day/{day}/", taught),
        ("committee", f"{course}/people/{person}/there/", {"session": str(day)}),
        ("committee", f"/certificate/{w['certificate'].code}/revoke/", {"reason": "x"}),
        ("seller", f"{course}/join/", {"session": str(day)}),
        ("seller", f"{course}/day/", {"session": str(day)}),
        ("seller", f"{course}/lesson/{lesson}/seen/", {}),
        ("seller", f"{course}/quiz/", {f"q{question}": "1"}),
        ("seller", f"{course}/leave/", {}),
    ]


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    course = f"/course/{w['course'].code}"
    return [("committee", f"{course}/edit/lesson/", field) for field in ("photo", "file")]
