"""The treasurer's payouts: the list, one payout with its three ways, proof, and the sheet to be signed."""

import pytest
from django.urls import reverse

from tests import factories, pages
from tests.welfare import decisions_builders as make
from tests.welfare.test_payouts_pay import due, seats
from welfare import payouts
from welfare.models import Account, Paper

__all__ = ["due", "seats"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def path(name, due, *more):
    return reverse(f"welfare:{name}", args=[due.code, *more])


def read(client, user, address):
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client, user, due, way, **typed):
    """Fill in the form of one way to pay and send it."""
    page = read(client, user, f"{path('payout', due)}?way={way}")
    fields = dict(pages.form_to(page, path("payout_pay", due, way) + "#pay").fields)
    return client.post(path("payout_pay", due, way), {**fields, **typed})


def test_a_transfer_is_written_down_without_its_proof(client, due, treasurer, community):
    answer = press(client, treasurer, due, "bank", bank="034", number="020-1-23456-7")
    assert answer.status_code == 302
    due.refresh_from_db()
    assert (due.status, due.payee_name) == ("paid", "จันทร์ ทองดี")
    assert due.payee_account.startswith("0201234567 ")
    assert list(payouts.without_evidence(community)) == [due]


def test_proof_comes_later(client, due, treasurer, community):
    press(client, treasurer, due, "bank", bank="034", number="0201234567")
    address = path("payout_evidence", due)
    assert client.post(address, {"kind": "transfer"}).status_code == 200
    assert client.post(address, {"kind": "transfer", "picture": make.photo()}).status_code == 302
    assert Paper.objects.get().document == f"payout {due.code}"
    assert not payouts.without_evidence(community).exists()
    assert f"/papers/{Paper.objects.get().code}/" in read(client, treasurer, path("payout", due))


def test_cash_needs_its_photo(client, due, treasurer):
    assert press(client, treasurer, due, "cash").status_code == 200
    due.refresh_from_db()
    assert due.status == "to_pay"
    assert press(client, treasurer, due, "cash", picture=make.photo()).status_code == 302
    assert Paper.objects.get().kind == "signature"


def test_a_photo_stays_while_the_witness_is_asked_for(client, due, treasurer):
    answer = press(client, treasurer, due, "cash", kind="witness", picture=make.photo())
    assert answer.status_code == 200
    form = pages.form_to(answer.content.decode(), path("payout_pay", due, "cash") + "#pay")
    fields = {**dict(form.fields), "witness": "ผู้ใหญ่ ตัวอย่าง"}
    assert client.post(path("payout_pay", due, "cash"), fields).status_code == 302
    assert Paper.objects.get().kind == "witness"


def test_a_photo_that_another_form_made_up_is_not_taken(client, due, treasurer):
    client.force_login(treasurer)
    fields = {"payee_name": "จันทร์ ทองดี", "kind": "signature", "taken": "private/slips/x.webp"}
    assert client.post(path("payout_pay", due, "cash"), fields).status_code == 200
    assert not Paper.objects.exists()


def test_goods_are_handed_over(client, due, treasurer):
    assert press(client, treasurer, due, "goods").status_code == 302
    due.refresh_from_db()
    assert (due.way, due.transfer) == ("goods", None)


def test_another_payee_is_asked_about(client, due, treasurer):
    answer = press(client, treasurer, due, "bank", bank="034", number="0201234567", payee_name="สมศรี ทองดี")
    assert answer.status_code == 200
    assert "สมศรี ทองดี" in answer.content.decode()


def test_it_comes_back_and_is_paid_anew(client, due, treasurer, community):
    press(client, treasurer, due, "bank", bank="034", number="0201234567")
    assert client.post(path("payout_back", due), {"reason": " "}).status_code == 200
    assert client.post(path("payout_back", due), {"reason": "บัญชีปิด"}).status_code == 302
    assert make.held(community, Account.Kind.BENEFIT) == 0
    answer = client.post(path("payout_again", due))
    assert answer.status_code == 302
    assert answer["Location"] != path("payout", due)


def test_it_is_stopped(client, due, treasurer):
    client.force_login(treasurer)
    assert client.post(path("payout_stop", due), {"reason": "รอเอกสาร"}).status_code == 302
    due.refresh_from_db()
    assert due.status == "stopped"


def test_a_treasurer_who_is_close_reads_that_somebody_else_pays(client, due, treasurer):
    client.force_login(treasurer)
    assert client.post(path("payout_conflict", due), {"words": "หลานสาว"}).status_code == 302
    page = read(client, treasurer, path("payout", due))
    assert path("payout_pay", due, "bank") not in page


def test_the_committee_and_the_auditor_read_and_press_nothing(client, due, committee, community):
    for user in (committee, factories.with_role(community, "auditor")):
        page = read(client, user, path("payout", due))
        assert "/pay/" not in page
        assert client.post(path("payout_pay", due, "goods"), {"payee_name": "x"}).status_code == 404


def test_the_list_shows_what_waits_what_is_not_proved_and_what_was_paid(client, due, treasurer, community):
    address = reverse("welfare:payouts", args=[community.code])
    assert read(client, treasurer, address).count(path("payout", due)) == 1
    press(client, treasurer, due, "bank", bank="034", number="0201234567")
    assert read(client, treasurer, address).count(path("payout", due)) == 2


def test_the_list_asks_as_few_questions_for_thirty_as_for_three(
    client, community, committee, seats, treasurer, django_assert_max_num_queries
):
    rules = make.rules(community, committee)
    for _time in range(30):
        make.yes(make.aid(community, rules=rules, household=factories.household(community)), seats[0], "300")
    client.force_login(treasurer)
    with django_assert_max_num_queries(25):
        client.get(reverse("welfare:payouts", args=[community.code]))


def test_the_sheet_to_be_signed_says_the_amount_in_words(client, due, treasurer):
    page = read(client, treasurer, path("payout_voucher", due))
    assert "สองพันบาทถ้วน" in page
    assert "จันทร์ ทองดี" in page


def test_an_unknown_way_is_no_page(client, due, treasurer):
    client.force_login(treasurer)
    assert client.post(path("payout_pay", due, "cheque"), {}).status_code == 404
