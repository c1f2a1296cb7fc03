"""The page of one request for those who decide, and asking for a second look."""

from decimal import Decimal as D

import pytest
from django.urls import reverse

from tests import factories, pages
from tests.welfare import decisions_builders as make
from welfare import aid_decisions, papers
from welfare.models import AidDecision, Appeal, ConflictOfInterest, EmergencyOrder


@pytest.fixture
def seats(community):
    return make.committee(community)


@pytest.fixture
def asked(community, committee):
    make.fill(community)
    return make.aid(community, rules=make.rules(community, committee))


def path(name, asked):
    return reverse(f"welfare:{name}", args=[asked.code])


def read(client, user, address):
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client, user, asked, name, **typed):
    """Fill in a form of the page and send it."""
    page = read(client, user, path("aid_request", asked))
    fields = dict(pages.form_to(page, path(name, asked) + "#decide").fields)
    return client.post(path(name, asked), {**fields, **typed})


def test_everything_stands_on_the_page_in_the_order_in_which_one_decides(client, asked, seats):
    earlier = make.aid(
        asked.community, household=asked.household, person=asked.person, rules=asked.rules, words="ก่อนหน้า"
    )
    papers.add(
        community=asked.community, document=f"aid {asked.code}", kind="paper", path=make.PATH, actor=None
    )
    make.yes(asked, seats[0], "2500", "ค่ารถแพงขึ้น")
    page = read(client, seats[1], path("aid_request", asked))
    found = [
        page.index(words)
        for words in (
            "฿2,500",  # what it is about
            "ผ้าอ้อมและที่นอนลม",
            "฿2,000",
            "฿13,000",
            f"/decisions/{earlier.code}/",
            "/papers/",
            "ค่ารถแพงขึ้น",
            'name="reason"',
        )
    ]
    assert found == sorted(found)


def test_the_amount_is_filled_in_from_the_proposal(client, asked, seats):
    page = read(client, seats[0], path("aid_request", asked))
    assert dict(pages.form_to(page, path("aid_approve", asked) + "#decide").fields)["amount"] == "2000"


def test_a_yes_and_a_second_one(client, asked, seats):
    assert (
        press(client, seats[0], asked, "aid_approve", amount="๒,๐๐๐ บาท", reason="จำเป็น").status_code == 302
    )
    assert press(client, seats[1], asked, "aid_approve", reason="เห็นด้วย").status_code == 302
    assert [row.amount for row in AidDecision.objects.all()] == [D(2000), D(2000)]
    asked.refresh_from_db()
    assert asked.status == "approved"


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, asked, seats):
    client.force_login(seats[0])
    answer = client.post(path("aid_approve", asked), {"amount": "0.001", "reason": "คงไว้ตรงนี้"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "คงไว้ตรงนี้" in page
    assert not AidDecision.objects.exists()


def test_a_no_needs_a_reason(client, asked, seats):
    assert press(client, seats[0], asked, "aid_refuse", reason=" ").status_code == 200
    assert press(client, seats[0], asked, "aid_refuse", reason="ยังขาดเอกสาร").status_code == 302
    asked.refresh_from_db()
    assert asked.status == "refused"


def test_who_keeps_out_has_no_form_and_reads_why(client, asked, seats):
    assert press(client, seats[0], asked, "aid_conflict", words="ญาติ").status_code == 302
    assert ConflictOfInterest.objects.get().user == seats[0]
    page = read(client, seats[0], path("aid_request", asked))
    with pytest.raises(LookupError):
        pages.form_to(page, path("aid_approve", asked) + "#decide")
    assert "ญาติ" in page


def test_it_is_paid_at_once(client, asked, seats):
    AidDecision.objects.all()
    assert press(client, seats[0], asked, "aid_emergency", amount="800", reason="ไม่มีข้าว").status_code == 302
    assert EmergencyOrder.objects.get().amount == D(800)


def test_the_page_warns_when_too_few_are_left(client, asked, community, committee):
    page = read(client, committee, path("aid_request", asked))
    assert "card-danger" in page
    make.committee(community, 1)
    assert "card-danger" not in read(client, committee, path("aid_request", asked))


def test_the_auditor_reads_and_has_no_form(client, asked, community):
    auditor = factories.with_role(community, "auditor")
    page = read(client, auditor, path("aid_request", asked))
    assert "ผ้าอ้อมและที่นอนลม" in page
    assert path("aid_approve", asked) not in page
    assert client.post(path("aid_approve", asked), {"amount": "1", "reason": "x"}).status_code == 404


def test_whoever_has_the_code_asks_for_a_second_look(client, asked, seats):
    make.no(asked, seats[0], "ยังขาดใบรับรองแพทย์")
    page = client.get(path("appeal", asked)).content.decode()
    assert "ยังขาดใบรับรองแพทย์" in page
    assert seats[0].name not in page
    assert client.post(path("appeal_make", asked), {"words": ""}).status_code == 200
    assert client.post(path("appeal_make", asked), {"words": "ตอนนี้มีแล้ว"}).status_code == 302
    assert Appeal.objects.get().made_by is None
    assert path("appeal_make", asked) not in client.get(path("appeal", asked)).content.decode()


def test_a_second_look_is_not_asked_for_before_a_refusal(client, asked):
    page = client.get(path("appeal", asked)).content.decode()
    assert path("appeal_make", asked) not in page
    assert client.post(path("appeal_make", asked), {"words": "ขอ"}).status_code == 200
    assert not Appeal.objects.exists()


def test_the_page_asks_few_questions_of_the_database(client, asked, seats, django_assert_max_num_queries):
    for _time in range(12):
        make.aid(asked.community, household=asked.household, person=asked.person, rules=asked.rules)
    aid_decisions.declare_conflict(request=asked, words="ญาติ", actor=seats[3])
    make.yes(asked, seats[0])
    client.force_login(seats[1])
    with django_assert_max_num_queries(60):
        client.get(path("aid_request", asked))
