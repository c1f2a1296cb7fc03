"""Writing courses: by whom, what is refused, and what a change does to those who learn."""

import datetime as dt

import pytest
from django.utils import timezone

from households.models import Notice
from lib.errors import Refused
from tests import factories
from tests.welfare import college_builders as make
from welfare.models import Course, CourseSession, Lesson, Question
from welfare.volunteering import course_days, courses, enrolments, lessons, quizzes


def refused_code(act, **given):
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.code


@pytest.fixture
def course(community, committee):
    return make.course(community, committee)


@pytest.fixture
def stranger(db):
    return factories.with_role(factories.community(), "committee", name="ไกล ตัวอย่าง")


def test_nobody_else_writes_a_course(community, seller, treasurer, stranger):
    for actor in (seller, treasurer, stranger):
        code = refused_code(courses.write, community=community, actor=actor, **make.WORDS)
        assert code == "not_theirs"
    assert not Course.objects.exists()


def test_case_workers_write_courses_too(community):
    worker = factories.with_role(community, "case_worker", name="ผู้ประสาน ตัวอย่าง")
    assert make.course(community, worker).status == "open"


def test_nobody_of_elsewhere_changes_a_course(course, stranger):
    page, question = course.lessons.first(), make.question(course, course.made_by)
    day = make.day(course, course.made_by)
    times = {"starts_at": day.starts_at, "ends_at": day.ends_at, "place": "x", "trainers": "x", "places": 1}
    acts = [
        lambda: courses.change(course=course, actor=stranger, **make.WORDS),
        lambda: courses.open_it(course=course, actor=stranger),
        lambda: courses.close(course=course, actor=stranger),
        lambda: make.lesson(course, stranger),
        lambda: lessons.move_up(lesson=page, actor=stranger),
        lambda: lessons.remove(lesson=page, actor=stranger),
        lambda: make.question(course, stranger),
        lambda: quizzes.remove(question=question, actor=stranger),
        lambda: course_days.put(course=course, actor=stranger, **times),
        lambda: course_days.remove(session=day, actor=stranger),
    ]
    assert [refused_code(act) for act in acts] == ["not_theirs"] * len(acts)


def test_a_course_without_a_lesson_is_not_opened(community, committee):
    draft = make.course(community, committee, pages=0, is_open=False)
    assert refused_code(courses.open_it, course=draft, actor=committee) == "no_lesson"
    make.lesson(draft, committee)
    assert courses.open_it(course=draft, actor=committee).status == "open"


def test_a_draft_is_not_closed(community, committee):
    draft = make.course(community, committee, is_open=False)
    assert refused_code(courses.close, course=draft, actor=committee) == "draft"


def test_a_draft_is_seen_only_by_who_keeps_the_college(community, committee, seller, treasurer, stranger):
    draft = make.course(community, committee, is_open=False)
    make.volunteer(community, seller)
    assert courses.visible_to(committee).filter(pk=draft.pk).exists()
    for user in (seller, treasurer, stranger):
        assert not courses.visible_to(user).filter(pk=draft.pk).exists()


def test_a_closed_course_is_still_there_for_who_learns_it(course, committee, seller, buyer):
    make.learner(course, seller)
    courses.close(course=course, actor=committee)
    assert courses.visible_to(seller).filter(pk=course.pk).exists()
    assert not courses.visible_to(buyer).filter(pk=course.pk).exists()


def test_lessons_move_up_and_the_first_stays(course, committee):
    one, two = course.lessons.all()
    lessons.move_up(lesson=two, actor=committee)
    assert list(course.lessons.all()) == [two, one]
    lessons.move_up(lesson=two, actor=committee)
    assert list(course.lessons.all()) == [two, one]


def test_the_last_lesson_of_an_open_course_stays(course, committee):
    one, two = course.lessons.all()
    lessons.remove(lesson=one, actor=committee)
    assert refused_code(lessons.remove, lesson=two, actor=committee) == "last"
    assert Lesson.objects.filter(course=course).count() == 1


def test_a_lesson_of_another_course_is_not_changed(course, community, committee):
    other = make.course(community, committee).lessons.first()
    assert refused_code(make.lesson, of=course, actor=committee, lesson=other) == "gone"


@pytest.mark.parametrize(
    ("answers", "right", "code"),
    [
        (["a"], 0, "answers"),
        (["a", "b", "c", "d", "e", "f"], 0, "answers"),
        (["a", "a"], 0, "answers"),
        (["a", ""], 0, "answers"),
        (["a", "b"], 2, "right"),
        (["a", "b"], -1, "right"),
    ],
)
def test_a_question_needs_two_to_five_answers_and_a_right_one(course, committee, answers, right, code):
    given = {"of": course, "actor": committee, "answers": answers, "right": right}
    assert refused_code(make.question, **given) == code
    assert not Question.objects.exists()


def test_taking_out_what_somebody_lacked_lets_them_pass(course, committee):
    enrolment = make.learner(course)
    question = make.question(course, committee)
    make.read_all(enrolment)
    enrolment.refresh_from_db()
    assert enrolment.status == "learning"
    quizzes.remove(question=question, actor=committee)
    enrolment.refresh_from_db()
    assert enrolment.status == "passed"


def test_asking_for_less_lets_people_pass_and_asking_for_more_takes_nothing_away(course, committee):
    make.question(course, committee, right=0)
    wrong = make.question(course, committee, right=0)
    enrolment = make.read_all(make.learner(course))
    answers = {question.pk: 0 if question != wrong else 1 for question in course.questions.all()}
    quizzes.answer(enrolment=enrolment, answers=answers, user=enrolment.volunteer.user)
    courses.change(course=course, actor=committee, **{**make.WORDS, "pass_percent": 50})
    enrolment.refresh_from_db()
    assert enrolment.status == "passed"
    courses.change(course=course, actor=committee, **{**make.WORDS, "pass_percent": 100})
    make.question(course, committee)
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.best_percent) == ("passed", 50)


def test_results_stay_when_a_question_gets_another_text(course, committee):
    question = make.question(course, committee)
    enrolment = make.learner(course)
    quizzes.answer(enrolment=enrolment, answers={question.pk: 1}, user=enrolment.volunteer.user)
    quizzes.put(course=course, question=question, words="อื่น", answers=["ก", "ข"], right=0, actor=committee)
    enrolment.refresh_from_db()
    assert (enrolment.best_percent, enrolment.tries) == (100, 1)


def test_a_day_ends_after_it_starts_and_within_a_day(course, committee):
    now = timezone.now()
    for ends_in in (dt.timedelta(0), dt.timedelta(hours=-1), dt.timedelta(hours=25)):
        given = {"place": "x", "trainers": "x", "places": 1, "starts_at": now, "ends_at": now + ends_in}
        assert refused_code(course_days.put, course=course, actor=committee, **given) == "times"
    assert not CourseSession.objects.exists()


def change_day(day, actor, **said):
    given = {name: getattr(day, name) for name in ("starts_at", "ends_at", "place", "trainers", "places")}
    return course_days.put(course=day.course, session=day, actor=actor, **{**given, **said})


def test_a_day_keeps_room_for_those_who_have_a_place(course, committee):
    day = make.day(course, committee, places=2)
    make.learner(course, session=day), make.learner(course, session=day)
    assert refused_code(change_day, day=day, actor=committee, places=1) == "places"
    assert change_day(day, committee, places=3).places == 3


def test_who_has_a_place_is_told_of_another_time_or_place_only(course, committee, work):
    day = make.day(course, committee)
    enrolment = make.learner(course, session=day)
    change_day(day, committee, trainers="หมอเขียว")
    work()
    assert not Notice.objects.filter(user=enrolment.volunteer.user).exists()
    change_day(day, committee, place="โรงเรียน")
    work()
    assert Notice.objects.filter(user=enrolment.volunteer.user, url=f"/course/{course.code}/").count() == 1


def test_a_day_called_off_frees_its_people_and_tells_them(course, committee, work):
    day = make.day(course, committee)
    enrolment = make.learner(course, session=day)
    course_days.remove(session=day, actor=committee)
    work()
    enrolment.refresh_from_db()
    assert (enrolment.session, enrolment.status) == (None, "learning")
    assert Notice.objects.filter(user=enrolment.volunteer.user).count() == 1


def test_a_day_on_which_people_were_stays_on_record(community, committee):
    course = make.course(community, committee, needs_session=True)
    day = make.day(course, committee)
    enrolment = make.learner(course, session=day)
    make.begin(day)
    enrolments.attend(enrolment=enrolment, actor=committee)
    assert refused_code(course_days.remove, session=day, actor=committee) == "taught"
