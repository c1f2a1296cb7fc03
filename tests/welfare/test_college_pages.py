"""The college's pages: what each shows to whom, what its forms refuse and do."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories, pages
from tests.market import files
from tests.welfare import college_builders as make
from welfare.models import Certificate, Course, CourseSession, Enrolment, Question
from welfare.volunteering import certificates, courses, enrolments

YEAR = 2025


def browser(user=None):
    client = Client()
    if user:
        client.force_login(user)
    return client


def read(client, name, *args, **query):
    return client.get(reverse(f"welfare:{name}", args=args), query).content.decode()


def send(client, name, *args, **fields):
    return client.post(reverse(f"welfare:{name}", args=args), fields)


@pytest.fixture
def course(community, committee):
    return make.course(community, committee)


@pytest.fixture
def keeper(committee):
    return browser(committee)


def test_the_list_shows_open_courses_to_everybody_and_drafts_to_keepers(course, community, committee, keeper):
    make.course(community, committee, is_open=False, title="ยังเขียนอยู่")
    assert "ปฐมพยาบาล" in read(Client(), "courses", community.code)
    assert "ยังเขียนอยู่" not in read(Client(), "courses", community.code)
    assert "ยังเขียนอยู่" in read(keeper, "courses", community.code)


def test_the_list_asks_the_database_as_often_for_two_as_for_forty(
    community, committee, seller, django_assert_max_num_queries
):
    make.volunteer(community, seller)
    rows = [
        Course(community=community, title=f"วิชา {n}", words="x", status="open", made_by=committee)
        for n in range(40)
    ]
    Course.objects.bulk_create(rows)
    client = browser(seller)
    with django_assert_max_num_queries(12):
        response = client.get(reverse("welfare:courses", args=[community.code]))
    assert len(response.context["page"].items) == 24


def test_a_stranger_reads_about_a_course_but_not_its_lessons(course, committee):
    make.day(course, committee)
    text = read(Client(), "course", course.code)
    assert "บทที่ 1" in text
    assert "พยาบาลแดง" in text
    assert "กดแผลไว้" not in text
    page = course.lessons.first().pk
    assert (
        browser(factories.user()).get(reverse("welfare:lesson", args=[course.code, page])).status_code == 404
    )


def test_who_is_no_volunteer_is_led_to_sign_up(course, community, outsider):
    join = reverse("welfare:volunteer_join", args=[community.code])
    assert join in read(browser(outsider), "course", course.code)
    assert send(browser(outsider), "course_join", course.code, session="later").url == join
    assert not Enrolment.objects.exists()


def test_joining_with_a_day_that_is_not_offered_is_an_error_beside_it(course, community, committee, seller):
    make.volunteer(community, seller)
    full = make.day(course, committee, places=1)
    make.learner(course, session=full)
    response = send(browser(seller), "course_join", course.code, session=full.pk)
    assert "session" in response.context["form"].errors
    assert not Enrolment.objects.filter(volunteer__user=seller).exists()


def test_a_volunteer_joins_reads_answers_and_has_a_certificate(course, community, committee, seller):
    make.volunteer(community, seller)
    question, day = make.question(course, committee), make.day(course, committee)
    client, one = browser(seller), course.lessons.first().pk
    send(client, "course_join", course.code, session=day.pk)
    assert Enrolment.objects.get().session == day
    assert "0 จาก 2" in read(client, "course", course.code)
    second = send(client, "lesson_seen", course.code, one).url
    assert "1 จาก 2" in read(client, "course", course.code)
    assert client.post(f"{second}seen/").url == reverse("welfare:quiz", args=[course.code])
    answered = client.post(reverse("welfare:quiz", args=[course.code]), {f"q{question.pk}": "1"})
    assert answered.url == reverse("welfare:quiz_result", args=[course.code])
    assert "1 จาก 1" in client.get(answered.url).content.decode()
    paper = Certificate.objects.get()
    assert reverse("welfare:certificate", args=[paper.code]) in read(client, "course", course.code)


def test_the_questions_do_not_tell_which_answer_is_right(course, committee, seller):
    make.learner(course, seller)
    client = browser(seller)
    question = make.question(course, committee, right=1)
    before = read(client, "quiz", course.code)
    question.right = 2
    question.save()
    token = lambda text: [f.fields for f in pages.forms(text) if f.method == "post"][-1][0]  # noqa: E731
    after = read(client, "quiz", course.code)
    assert before.replace(token(before)[1], "") == after.replace(token(after)[1], "")


def test_a_question_left_open_is_an_error_and_no_try(course, committee, seller):
    make.learner(course, seller)
    first, second = make.question(course, committee), make.question(course, committee)
    response = send(browser(seller), "quiz", course.code, **{f"q{first.pk}": "1"})
    assert list(response.context["form"].errors) == [f"q{second.pk}"]
    assert Enrolment.objects.get().tries == 0


def test_the_result_says_what_was_right(course, committee, seller):
    make.learner(course, seller)
    question, client = make.question(course, committee, right=1), browser(seller)
    text = client.get(send(client, "quiz", course.code, **{f"q{question.pk}": "0"}).url).content.decode()
    assert "ปล่อยไว้" in text
    assert "กดแผล" in text
    assert [
        row["is_right"]
        for row in client.get(reverse("welfare:quiz_result", args=[course.code])).context["rows"]
    ] == [False]
    # Without answers there is no result.
    assert browser(seller).get(reverse("welfare:quiz_result", args=[course.code])).status_code == 302


def test_who_keeps_the_course_looks_at_the_questions_but_does_not_answer(course, committee, keeper):
    question = make.question(course, committee)
    assert question.words in read(keeper, "quiz", course.code)
    assert send(keeper, "quiz", course.code, **{f"q{question.pk}": "1"}).status_code == 404


def test_leaving_and_choosing_another_day_over_the_page(course, community, committee, seller):
    make.learner(course, seller)
    client, day = browser(seller), make.day(course, committee)
    send(client, "course_day_choose", course.code, session=day.pk)
    assert Enrolment.objects.get().session == day
    assert "session" in send(client, "course_day_choose", course.code, session="9999").context["form"].errors
    send(client, "course_leave", course.code)
    assert Enrolment.objects.get().status == "left"
    assert send(client, "course_leave", course.code).status_code == 404


COURSE = {"title": "ทำอาหาร", "words": "ทำกับข้าวให้คนร้อยคน", "pass_percent": "๘๐", "valid_months": ""}


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title", ""),
        ("title", "ก" * 121),
        ("words", ""),
        ("pass_percent", "101"),
        ("pass_percent", "0"),
        ("valid_months", "x"),
    ],
)
def test_a_course_with_a_mistake_is_not_written_and_nothing_typed_is_lost(community, keeper, field, wrong):
    response = send(keeper, "course_write", community.code, **{**COURSE, field: wrong})
    assert list(response.context["form"].errors) == [field]
    assert "ทำกับข้าว" in response.content.decode() or field == "words"
    assert not Course.objects.exists()


def test_a_course_is_written_opened_changed_and_closed(community, keeper):
    assert send(keeper, "course_write", community.code, **COURSE).status_code == 302
    course = Course.objects.get()
    assert (course.pass_percent, course.valid_months, course.status) == (80, None, "draft")
    send(keeper, "course_open", course.code)
    course.refresh_from_db()
    assert course.status == "draft"
    send(keeper, "lesson_write", course.code, title="ล้างมือ", words="ใช้สบู่")
    send(keeper, "course_open", course.code)
    send(keeper, "course_change", course.code, **{**COURSE, "needs_session": "on"})
    course.refresh_from_db()
    assert (course.status, course.needs_session) == ("open", True)
    send(keeper, "course_close", course.code)
    course.refresh_from_db()
    assert course.status == "closed"


def test_a_picture_of_a_lesson_needs_words(course, keeper):
    response = send(keeper, "lesson_write", course.code, title="x", words="x", photo=files.photo())
    assert "picture_words" in response.context["form"].errors


def test_lessons_are_changed_moved_and_taken_out(course, keeper):
    one, two = course.lessons.all()
    send(keeper, "lesson_edit", course.code, two.pk, title="ใหม่", words="ข้อความ")
    send(keeper, "lesson_up", course.code, two.pk)
    assert [row.title for row in course.lessons.all()] == ["ใหม่", "บทที่ 1"]
    send(keeper, "lesson_remove", course.code, one.pk)
    send(keeper, "lesson_remove", course.code, two.pk)
    assert [row.title for row in course.lessons.all()] == ["ใหม่"]


QUESTION = {"words": "ข้อไหนถูก", "answer_1": "ก", "answer_2": "ข", "right": "1"}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"answer_2": ""}, "answer_2"),
        ({"right": "4"}, "right"),
        ({"right": "6"}, "right"),
        ({"right": ""}, "right"),
        ({"words": ""}, "words"),
        ({"answer_2": "ก"}, "__all__"),
    ],
)
def test_a_question_with_a_mistake_is_not_kept(course, keeper, said, field):
    response = send(keeper, "question_write", course.code, **{**QUESTION, **said})
    assert field in response.context["form"].errors
    assert not Question.objects.exists()


def test_an_answer_left_empty_between_others_does_not_shift_the_right_one(course, keeper):
    given = {**QUESTION, "answer_4": "ง", "right": "4"}
    send(keeper, "question_write", course.code, **given)
    question = Question.objects.get()
    assert (question.answers, question.right) == (["ก", "ข", "ง"], 2)
    form = keeper.get(reverse("welfare:question_edit", args=[course.code, question.pk])).context["form"]
    assert (form["answer_3"].value(), form["right"].value()) == ("ง", "3")
    send(keeper, "question_remove", course.code, question.pk)
    assert not Question.objects.exists()


def day_fields(**said):
    soon = timezone.localdate() + dt.timedelta(days=9)
    day = f"{soon.day}/{soon.month}/{soon.year + 543}"
    return {
        "day": day,
        "starts": "9.00",
        "ends": "12:00",
        "place": "ศาลา",
        "trainers": "แดง",
        "places": "5",
        **said,
    }


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("day", "32/1/2569"),
        ("day", "1/1/2500"),
        ("starts", "25:00"),
        ("ends", "8:00"),
        ("places", "0"),
        ("place", ""),
    ],
)
def test_a_day_with_a_mistake_is_not_set(course, keeper, field, wrong):
    response = send(keeper, "course_day_write", course.code, **day_fields(**{field: wrong}))
    assert field in response.context["form"].errors
    assert not CourseSession.objects.exists()


def test_a_day_is_set_in_bangkoks_time_changed_and_called_off(course, keeper):
    send(keeper, "course_day_write", course.code, **day_fields())
    day = CourseSession.objects.get()
    assert (day.starts_at.astimezone(dt.UTC).hour, day.places) == (2, 5)
    form = keeper.get(reverse("welfare:course_day_edit", args=[course.code, day.pk])).context["form"]
    assert form["starts"].value() == dt.time(9)
    send(keeper, "course_day_edit", course.code, day.pk, **day_fields(places="7"))
    assert CourseSession.objects.get().places == 7
    send(keeper, "course_day_remove", course.code, day.pk)
    assert not CourseSession.objects.exists()


def test_the_keeper_ticks_who_was_there_and_takes_it_back(community, committee, keeper, seller):
    course = make.course(community, committee, needs_session=True)
    enrolment, day = make.learner(course, seller), make.begin(make.day(course, committee))
    address = reverse("welfare:course_attended", args=[course.code, enrolment.pk])
    assert address in read(keeper, "course_people", course.code)
    for wrong in ("", "x", "9" * 30):
        keeper.post(address, {"session": wrong})
    assert not Enrolment.objects.filter(attended_at__isnull=False).exists()
    keeper.post(address, {"session": day.pk})
    assert "มะลิ ตัวอย่าง" in read(keeper, "course_people", course.code)
    send(keeper, "course_not_attended", course.code, enrolment.pk)
    assert not Enrolment.objects.filter(attended_at__isnull=False).exists()


def test_the_people_of_a_course_ask_the_database_as_often_for_two_as_for_forty(
    course, keeper, django_assert_max_num_queries
):
    for _number in range(30):
        make.learner(course)
    with django_assert_max_num_queries(16):
        response = keeper.get(reverse("welfare:course_people", args=[course.code]))
    assert len(response.context["rows"]) == 24


@pytest.fixture
def paper(course, seller):
    make.passed(course, seller)
    return Certificate.objects.get()


def test_anybody_checks_a_certificate_and_learns_nothing_else(paper, seller):
    seller.phone = "0898887777"
    seller.save()
    response = Client().get(reverse("welfare:certificate", args=[paper.code]))
    text = response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    for said in ("บุญ ใจดี", "ปฐมพยาบาล", "ใบรับรองนี้ยังใช้ได้", str(paper)):
        assert said in text
    for secret in ("0898887777", "089-888-7777", seller.email, "0812345678", "081-234-5678"):
        assert secret not in text


def test_the_page_says_when_it_has_expired_or_was_taken_back_but_not_why(paper, committee, seller):
    Certificate.objects.update(expires_on=timezone.localdate() - dt.timedelta(days=1))
    assert "ใบรับรองนี้หมดอายุแล้ว" in read(Client(), "certificate", paper.code)
    certificates.revoke(certificate=paper, reason="สอบแทนกัน", actor=committee)
    text = read(Client(), "certificate", paper.code)
    assert "ใบรับรองนี้ใช้ไม่ได้" in text
    assert "สอบแทนกัน" not in text
    assert "สอบแทนกัน" in read(browser(seller), "certificate", paper.code)


def test_a_name_that_was_removed_is_said_to_be(paper, keeper):
    Certificate.objects.update(name="")
    for text in (read(Client(), "certificate", paper.code), read(keeper, "certificate_print", paper.code)):
        assert "บุญ" not in text
        assert "ลบชื่อแล้ว" in text


def test_a_certificate_is_found_however_its_code_is_typed(paper):
    typed = f" {paper.code[:4].upper()}-{paper.code[4:]} "
    response = Client().get(reverse("welfare:certificate_find"), {"code": typed})
    assert response.url == reverse("welfare:certificate", args=[paper.code])
    assert "ไม่มีใบรับรองที่ใช้รหัสนี้" in read(Client(), "certificate_find", code="aaaa")


def test_only_the_volunteer_and_the_keepers_print_it(paper, committee, seller, buyer, treasurer):
    address = reverse("welfare:certificate_print", args=[paper.code])
    assert [browser(user).get(address).status_code for user in (seller, committee, buyer, treasurer)] == [
        200,
        200,
        404,
        404,
    ]
    text = browser(seller).get(address).content.decode()
    assert 'class="qr"' in text
    assert paper.code in text
    certificates.revoke(certificate=paper, reason="x", actor=committee)
    assert browser(seller).get(address).status_code == 404


def test_the_committee_takes_a_certificate_back_over_the_page(paper, keeper, seller):
    assert "reason" in send(keeper, "certificate_revoke", paper.code, reason="").context["form"].errors
    assert send(browser(seller), "certificate_revoke", paper.code, reason="x").status_code == 404
    send(keeper, "certificate_revoke", paper.code, reason="สอบแทนกัน")
    paper.refresh_from_db()
    assert paper.revoke_reason == "สอบแทนกัน"
    assert send(keeper, "certificate_revoke", paper.code, reason="x").status_code == 404


def test_the_thanks_of_a_year_are_issued_with_one_press_and_printed(community, committee, keeper):
    for minutes in (150, 60):
        one = make.volunteer(community)
        make.hours(one, minutes, day=dt.date(YEAR, 5, 1), by=committee)
    text = read(keeper, "college_thanks", community.code, year=YEAR)
    assert "2 ชั่วโมง 30 นาที" in text
    form = pages.form_to(text, reverse("welfare:college_thanks_issue", args=[community.code]))
    keeper.post(form.action, dict(form.fields))
    assert Certificate.objects.filter(kind="hours", year=YEAR).count() == 2
    assert "college_thanks_issue" not in read(keeper, "college_thanks", community.code, year=YEAR)
    printed = read(keeper, "college_thanks_print", community.code, year=YEAR)
    assert printed.count('class="qr"') == 2


def test_a_year_that_is_none_shows_the_present_one(community, keeper):
    for year in ("x", "-1", "99999", "2025\x00"):
        response = keeper.get(reverse("welfare:college_thanks", args=[community.code]), {"year": year})
        assert response.context["year"] == timezone.localdate().year


def test_the_hours_of_a_year_are_paged_and_ask_as_often_for_two_as_for_forty(
    community, committee, keeper, django_assert_max_num_queries
):
    for number in range(30):
        make.hours(make.volunteer(community), 60 + number % 3, day=dt.date(YEAR, 5, 1), by=committee)
    address = reverse("welfare:college_thanks", args=[community.code])
    with django_assert_max_num_queries(16):
        first = keeper.get(address, {"year": YEAR})
    rest = keeper.get(address, {"year": YEAR, "after": first.context["page"].next_cursor})
    seen = [row.pk for page in (first, rest) for row, _hours in page.context["rows"]]
    assert (len(seen), len(set(seen))) == (30, 30)


def test_who_left_the_volunteers_no_longer_opens_lessons(course, community, seller):
    enrolment = make.learner(course, seller)
    page = course.lessons.first().pk
    type(enrolment.volunteer).objects.update(status="left", left_on=timezone.localdate())
    assert browser(seller).get(reverse("welfare:lesson", args=[course.code, page])).status_code == 404


def test_standing_of_a_course_without_lessons_is_never_done(community, committee):
    draft = make.course(community, committee, pages=0, is_open=False)
    one = make.volunteer(community)
    enrolment = Enrolment.objects.create(course=draft, volunteer=one)
    assert not enrolments.standing(enrolment).is_done
    assert not courses.visible_to(factories.user()).filter(pk=draft.pk).exists()
