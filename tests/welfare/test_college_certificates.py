"""Certificates: numbers, how long they hold, taking them back, and the yearly thanks."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from households.models import Notice
from lib.errors import Refused
from tests import factories
from tests.welfare import college_builders as make
from welfare.models import Certificate
from welfare.volunteering import certificates, thanks

YEAR = 2025


def refused_code(act, **given):
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.code


@pytest.fixture
def course(community, committee):
    return make.course(community, committee, valid_months=24)


def test_numbers_count_by_community_and_year(course, community, committee):
    for _number in range(3):
        make.passed(course)
    year = timezone.localdate().year
    numbers = Certificate.objects.filter(community=community, year=year).order_by("number")
    assert list(numbers.values_list("number", flat=True)) == [1, 2, 3]
    assert str(numbers[2]) == f"3/{year + 543}"
    far = factories.community()
    keeper = factories.with_role(far, "committee")
    make.passed(make.course(far, keeper))
    assert Certificate.objects.get(community=far).number == 1


def test_a_number_that_was_taken_back_with_its_transaction_is_given_again(course):
    enrolment = make.learner(course)
    with transaction.atomic():
        make.read_all(enrolment)
        transaction.set_rollback(True)
    enrolment.refresh_from_db()
    make.read_all(enrolment)
    assert Certificate.objects.get().number == 1


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2026, 11, 20), 24, dt.date(2028, 11, 20)),
        (dt.date(2026, 12, 1), 1, dt.date(2027, 1, 1)),
    ],
)
def test_so_many_months_later(day, months, until):
    assert certificates.months_later(day, months) == until


def test_a_certificate_holds_until_its_last_day(course, seller):
    volunteer = make.passed(course, seller).volunteer
    paper = Certificate.objects.get()
    assert paper.expires_on == certificates.months_later(timezone.localdate(), 24)
    assert certificates.holds(volunteer, course)
    assert certificates.valid(paper.expires_on).filter(pk=paper.pk).exists()
    assert not certificates.valid(paper.expires_on + dt.timedelta(days=1)).filter(pk=paper.pk).exists()


def test_only_the_committee_takes_certificates_back(course, community, committee, seller):
    make.passed(course, seller)
    paper = Certificate.objects.get()
    worker = factories.with_role(community, "case_worker")
    for actor in (seller, worker, factories.with_role(factories.community(), "chair")):
        given = {"certificate": paper, "reason": "x", "actor": actor}
        assert refused_code(certificates.revoke, **given) == "not_theirs"
    assert refused_code(certificates.revoke, certificate=paper, reason=" ", actor=committee) == "reason"


def test_a_certificate_is_taken_back_once_and_keeps_its_number(course, committee, seller, work):
    volunteer = make.passed(course, seller).volunteer
    paper = Certificate.objects.get()
    certificates.revoke(certificate=paper, reason="ไม่ได้มาเรียน", actor=committee)
    again = {"certificate": paper, "reason": "x", "actor": committee}
    assert refused_code(certificates.revoke, **again) == "revoked"
    paper.refresh_from_db()
    assert (paper.number, paper.revoke_reason, paper.revoked_by) == (1, "ไม่ได้มาเรียน", committee)
    assert not certificates.holds(volunteer, course)
    work()
    assert Notice.objects.filter(user=seller, text__contains="ไม่ได้มาเรียน").exists()


def test_what_a_certificate_says_is_frozen_but_its_name_can_be_emptied(course, seller):
    make.passed(course, seller)
    rows = Certificate.objects.filter(course=course)
    for said in ({"title": "อื่น"}, {"number": 9}, {"minutes": 9}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**said)
    rows.update(name="")
    assert rows.get().name == ""


def gave(community, keeper, minutes, *, name="บุญ", year=YEAR, confirmed=True):
    one = make.volunteer(community, name=name)
    make.hours(one, minutes, day=dt.date(year, 5, 1), by=keeper if confirmed else None)
    return one


def test_only_confirmed_hours_of_the_year_count(community, committee):
    one = gave(community, committee, 90)
    make.hours(one, 30, day=dt.date(YEAR, 12, 31), by=committee)
    make.hours(one, 400, day=dt.date(YEAR + 1, 1, 1), by=committee)
    make.hours(one, 400, day=dt.date(YEAR, 6, 1))
    gave(community, committee, 60, confirmed=False)
    far = factories.community()
    gave(far, factories.with_role(far, "committee"), 60)
    assert [(row.pk, row.minutes) for row in thanks.helpers(community, YEAR)] == [(one.pk, 120)]


def test_everybody_gets_one_paper_for_a_year(community, committee, work):
    most, less = gave(community, committee, 300), gave(community, committee, 60)
    assert thanks.issue_all(community=community, year=YEAR, actor=committee) == 2
    assert thanks.issue_all(community=community, year=YEAR, actor=committee) == 0
    rows = Certificate.objects.order_by("number").values_list("number", "volunteer", "minutes", "year")
    assert list(rows) == [(1, most.pk, 300, YEAR), (2, less.pk, 60, YEAR)]
    work()
    assert Notice.objects.filter(user=less.user).count() == 1


def test_who_comes_later_gets_the_next_number(community, committee):
    gave(community, committee, 300)
    thanks.issue_all(community=community, year=YEAR, actor=committee)
    late = gave(community, committee, 900)
    assert thanks.issue_all(community=community, year=YEAR, actor=committee) == 1
    assert Certificate.objects.get(volunteer=late).number == 2


def test_a_paper_that_was_taken_back_can_be_issued_anew(community, committee):
    gave(community, committee, 60)
    thanks.issue_all(community=community, year=YEAR, actor=committee)
    certificates.revoke(certificate=Certificate.objects.get(), reason="ชั่วโมงผิด", actor=committee)
    assert thanks.issue_all(community=community, year=YEAR, actor=committee) == 1
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2]


def test_a_year_to_come_and_a_stranger_are_refused(community, committee, treasurer):
    next_year = timezone.localdate().year + 1
    given = {"community": community, "year": next_year, "actor": committee}
    assert refused_code(thanks.issue_all, **given) == "year"
    assert refused_code(thanks.issue_all, **{**given, "year": YEAR, "actor": treasurer}) == "not_theirs"


def test_who_had_the_name_removed_gets_no_paper(community, committee):
    gave(community, committee, 60, name="")
    assert thanks.issue_all(community=community, year=YEAR, actor=committee) == 0


def test_the_database_refuses_a_second_paper_for_a_year(community, committee):
    one = gave(community, committee, 60)
    thanks.issue_all(community=community, year=YEAR, actor=committee)
    given = {"volunteer": one, "year": YEAR, "kind": "hours", "title": "x", "minutes": 1, "actor": committee}
    with pytest.raises(IntegrityError), transaction.atomic():
        certificates.issue(**given)
