"""The pages of second signatures, months and costs."""

from decimal import Decimal as D

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lib.codes import new_code
from lib.dates import thai_month
from tests import factories
from tests.market.files import photo
from tests.welfare.books_builders import account_holds, enter, month_ago
from welfare import costs
from welfare.models import Countersign, Paper, Period


@pytest.fixture
def go(client):
    """Open an address of the fund as somebody, or send a form there."""

    def go(user, name, *args, **content):
        client.force_login(user)
        address = reverse(f"welfare:{name}", args=["bansuan", *args])
        return client.post(address, content) if content else client.get(address)

    return go


@pytest.fixture
def asked(community, treasurer):
    enter(community, "500.00", on=month_ago(2))
    return costs.ask(
        community=community, amount=D("120.50"), words="ค่าถ่ายเอกสาร", way="bank", actor=treasurer
    )


def text(response):
    return response.content.decode()


def test_what_waits_is_said_with_amount_reason_and_place(go, committee, asked):
    page = text(go(committee, "countersigns"))
    assert all(words in page for words in ("฿120.50", "ค่าถ่ายเอกสาร", "ธนาคาร", "ประเสริฐ"))


def test_agreeing_does_it(go, committee, asked, community):
    assert go(committee, "countersign_agree", asked.code, words="").status_code == 302
    assert account_holds(community, "costs") == D("120.50")
    assert "มะลิ" in text(go(committee, "countersigns"))


def test_who_asked_sees_no_button_and_cannot_send_it(go, treasurer, asked):
    assert "/agree/" not in text(go(treasurer, "countersigns"))
    response = go(treasurer, "countersign_agree", asked.code, words="")
    assert "คนอื่น" in text(response)
    assert Countersign.objects.get().verdict == ""


def test_refusing_needs_words_and_keeps_the_form_open(go, committee, asked):
    page = text(go(committee, "countersign_refuse", asked.code, words=" "))
    assert "<details open>" in page
    assert go(committee, "countersign_refuse", asked.code, words="ไม่มีบิล").status_code == 302
    assert (Countersign.objects.get().verdict, Countersign.objects.get().answer) == ("refused", "ไม่มีบิล")


def test_the_auditor_reads_and_answers_nothing(go, community, asked):
    auditor = factories.with_role(community, "auditor")
    page = go(auditor, "countersigns")
    assert (page.status_code, "/agree/" in text(page)) == (200, False)
    assert go(auditor, "countersign_agree", asked.code, words="").status_code == 404


def test_a_signature_of_another_community_is_not_found(go, asked, community):
    stranger = factories.with_role(factories.community(), "committee")
    assert go(stranger, "countersign_agree", asked.code, words="").status_code == 404
    assert go(stranger, "countersigns").status_code == 404


def test_a_cost_is_asked_for_with_the_picture_of_its_bill(go, community, treasurer, committee, asked):
    bill = photo()
    fields = {"key": new_code(12), "words": "ค่าน้ำมัน", "amount": "๕๐", "way": "bank", "bill": bill}
    assert go(treasurer, "cost_ask", **fields).status_code == 302
    paper = Paper.objects.get()
    assert paper.document.startswith("cost ")
    assert reverse("welfare:paper", args=[paper.code]) in text(go(committee, "countersigns"))


@pytest.mark.parametrize(
    ("who", "status"), [("treasurer", 200), ("committee", 200), ("seller", 404), ("outsider", 404)]
)
def test_a_paper_is_shown_to_who_keeps_the_fund(request, client, go, treasurer, asked, who, status):
    bill = photo()
    fields = {"key": new_code(12), "words": "ค่าน้ำมัน", "amount": "50", "way": "bank", "bill": bill}
    go(treasurer, "cost_ask", **fields)
    client.force_login(request.getfixturevalue(who))
    answer = client.get(reverse("welfare:paper", args=[Paper.objects.get().code]))
    assert answer.status_code == status
    if status == 200:
        assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/webp", "private, no-store")


def test_what_is_no_picture_is_refused_with_everything_typed_kept(go, treasurer, asked):
    bill = SimpleUploadedFile("bill.jpg", b"not a picture", "image/jpeg")
    fields = {"key": new_code(12), "words": "ค่าน้ำมันรถ", "amount": "50", "way": "bank", "bill": bill}
    response = go(treasurer, "cost_ask", **fields)
    assert (response.status_code, Countersign.objects.count()) == (200, 1)
    assert "ค่าน้ำมันรถ" in text(response)


@pytest.mark.parametrize(
    "change", [{"amount": "-1"}, {"amount": "x"}, {"way": "opening"}, {"key": "x"}, {"purpose": "no"}]
)
def test_odd_fields_of_a_cost_are_refused(go, treasurer, asked, change):
    fields = {"key": new_code(12), "words": "ค่าน้ำมัน", "amount": "50", "way": "bank", **change}
    assert go(treasurer, "cost_ask", **fields).status_code == 200
    assert Countersign.objects.count() == 1


def test_cash_is_moved_and_interest_asked_for(go, community, treasurer, asked):
    move = {"from_kind": "bank", "to_kind": "cash", "amount": "100", "purpose": "", "on": "5/1/2569"}
    move["to_kind"] = "bank"
    assert go(treasurer, "deposit_move", key=new_code(12), **move).status_code == 200
    move["to_kind"] = "cash"
    assert go(treasurer, "deposit_move", key=new_code(12), **move).status_code == 302
    assert account_holds(community, "cash") == D(100)
    fields = {"key": new_code(12), "words": "ดอกเบี้ย", "amount": "3.21", "way": "bank"}
    assert go(treasurer, "income_ask", **fields).status_code == 302
    assert Countersign.objects.filter(kind="income").count() == 1


def test_a_wrong_entry_is_named_by_its_number(go, treasurer, asked):
    assert "9" in text(go(treasurer, "correction_ask", number="9", reason="ผิด"))
    assert go(treasurer, "correction_ask", number="1", reason="ผิด").status_code == 302
    assert Countersign.objects.filter(kind="correction").count() == 1


def test_the_treasurer_closes_a_month_and_two_open_it_again(go, community, treasurer, committee, asked):
    assert thai_month(month_ago(2)) in text(go(treasurer, "periods"))
    assert go(treasurer, "period_close", month=f"{month_ago(2):%Y-%m}").status_code == 302
    assert Period.objects.get().is_closed
    assert go(committee, "period_reopen", month=f"{month_ago(2):%Y-%m}", reason="ลืมบิล").status_code == 302
    reopening = Countersign.objects.get(kind="reopen")
    assert go(treasurer, "countersign_agree", reopening.code, words="").status_code == 302
    assert not Period.objects.get().is_closed


def test_a_committee_member_closes_nothing(go, committee, asked):
    assert go(committee, "period_close", month=f"{month_ago(2):%Y-%m}").status_code == 404


@pytest.mark.parametrize("month", ["", "x", "2099-01", "1/2569"])
def test_a_month_that_cannot_be_closed_is_said(go, treasurer, asked, month):
    assert go(treasurer, "period_close", month=month).status_code == 200
    assert not Period.objects.exists()


def test_pages_ask_the_database_as_often_for_many_rows(go, community, treasurer, committee, asked):
    def count(user, name):
        with CaptureQueriesContext(connection) as queries:
            go(user, name)
        return len(queries)

    pages = [(committee, "countersigns"), (committee, "periods"), (treasurer, "costs")]
    for page in pages:
        count(*page)  # What the process remembers is asked for once.
    before = [count(*page) for page in pages]
    for _number in range(20):
        costs.ask(community=community, amount=D(1), words="ค่าน้ำมัน", way="bank", actor=treasurer)
    assert [count(*page) for page in pages] == before
