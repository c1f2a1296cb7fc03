"""The pages of giving, and those of who takes gifts in."""

from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import timezone

from lib import promptpay
from tests.welfare.gifts_builders import arrived, campaign, pledged, promise, sent
from welfare import donations, receipts
from welfare.models import Donation, Fund, MatchingArrival, MatchingPledge, MatchingSource, Receipt

GIVE = {"choice": "100", "giver": "person", "key": "k"}


@pytest.fixture
def fund(community):
    """A fund that takes PromptPay."""
    return Fund.objects.create(community=community, promptpay_id="0812223333", receiver_name="กองทุนบ้านสวน")


@pytest.fixture
def keep(client, treasurer):
    """Open an address of the treasurer's pages, or send a form there."""
    client.force_login(treasurer)

    def keep(page, /, *args, **content):
        address = reverse(f"welfare:{page}", args=["bansuan", *args])
        return client.post(address, content) if content else client.get(address)

    return keep


def text(response):
    return response.content.decode()


def give(client, query="", **changes):
    return client.post(reverse("welfare:give", args=["bansuan"]) + query, {**GIVE, **changes})


def test_somebody_without_an_account_gives_by_qr(client, fund):
    response = give(client, name="สมศรี", address="12 หมู่ 3")
    gift = Donation.objects.get()
    assert response["Location"] == reverse("welfare:donation", args=[gift.code])
    page = client.get(response["Location"])
    assert "กองทุนบ้านสวน" in text(page)
    assert (gift.amount, gift.name, gift.given_by, gift.is_anonymous) == (D(100), "สมศรี", None, True)


def test_the_qr_code_pays_exactly_the_amount_to_the_fund(client, fund, monkeypatch):
    paid = []
    payload = promptpay.payload
    monkeypatch.setattr(promptpay, "payload", lambda *told: paid.append(payload(*told)) or paid[-1])
    give(client, choice="", other="๑๒๓.๔๕")
    client.get(reverse("welfare:donation", args=[Donation.objects.get().code]))
    found = promptpay.decode(paid[0])
    assert (found["receiver"], found["amount"]) == ("0812223333", D("123.45"))


def test_what_was_typed_counts_before_what_was_pressed(client, community):
    give(client, choice="50", other="77")
    assert Donation.objects.get().amount == D(77)


@pytest.mark.parametrize(
    "wrong",
    [
        {"choice": ""},
        {"choice": "999"},
        {"other": "0"},
        {"other": "abc"},
        {"tax_id": "123"},
        {"address": "12 หมู่ 3"},
        {"shows_name": "on"},
    ],
)
def test_what_cannot_be_is_asked_again_with_what_was_typed(client, community, wrong):
    response = give(client, **wrong)
    assert response.status_code == 200
    assert "errors" in text(response)
    assert not Donation.objects.exists()


def test_pressing_twice_gives_once(client, community):
    assert give(client)["Location"] == give(client)["Location"]
    assert Donation.objects.count() == 1


def test_going_back_and_changing_the_amount_gives_anew_at_the_next_press(client, community):
    give(client)
    response = give(client, choice="500")
    assert response.status_code == 200
    key = response.context["form"]["key"].value()
    assert give(client, choice="500", key=key).status_code == 302
    assert sorted(Donation.objects.values_list("amount", flat=True)) == [D(100), D(500)]


def test_a_gift_for_a_campaign_is_bound_to_it(client, community, committee):
    roof = campaign(community, committee)
    give(client, f"?campaign={roof.code}")
    assert Donation.objects.get().campaign == roof


def test_a_campaign_that_does_not_ask_is_not_found(client, community, committee):
    ended = campaign(community, committee, status="ended")
    assert give(client, f"?campaign={ended.code}").status_code == 404


def test_a_flood_is_stopped_with_words(client, community, settings):
    settings.ACCOUNT_RATE_LIMITS = {"gift": "2/10m/ip"}
    for key in ("a", "b"):
        assert give(client, key=key).status_code == 302
    assert give(client, key="c").status_code == 200
    assert Donation.objects.count() == 2


def test_a_slip_is_shown_without_an_account(client, fund, community):
    gift = promise(community)
    address = reverse("welfare:donation_slip", args=[gift.code])
    assert client.post(address, {"bank": "004", "reference": "ABC123456789"}).status_code == 302
    gift.refresh_from_db()
    assert (gift.status, gift.slip.shown_by) == ("sent", None)


def test_a_slip_that_was_used_is_refused_in_words(client, fund, community):
    sent(community, reference="ABC123456789")
    gift = promise(community)
    address = reverse("welfare:donation_slip", args=[gift.code])
    assert client.post(address, {"bank": "004", "reference": "ABC123456789"}).status_code == 200
    gift.refresh_from_db()
    assert gift.status == "promised"


def test_who_brings_cash_reads_the_code_to_say(client, fund, community):
    gift = promise(community)
    client.post(reverse("welfare:donation_cash", args=[gift.code]))
    gift.refresh_from_db()
    assert gift.way == "cash"
    assert gift.code in text(client.get(reverse("welfare:donation", args=[gift.code])))


def test_the_givers_page_leads_to_the_receipt_and_is_kept_by_nobody(client, community, treasurer):
    gift = arrived(community, treasurer, name="สมศรี")
    page = client.get(reverse("welfare:donation", args=[gift.code]))
    assert reverse("welfare:receipt", args=[Receipt.objects.get().code]) in text(page)
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("private, no-store", "noindex")


def test_a_code_that_was_guessed_finds_nothing(client, community):
    assert client.get(reverse("welfare:donation", args=["aaaaaaaaaaaa"])).status_code == 404


def test_the_treasurer_confirms_and_the_receipt_is_there(keep, community):
    gift = sent(community, "100")
    assert gift.slip.reference in text(keep("donations"))
    today = timezone.localdate()
    response = keep("donation_confirm", gift.code, amount="100", on=f"{today:%d/%m/%Y}")
    assert response.status_code == 302
    assert Receipt.objects.get().amount == D(100)


def test_a_day_to_come_is_refused_in_words(keep, community):
    gift = sent(community, "100")
    response = keep("donation_confirm", gift.code, amount="100", on="1/1/2599")
    assert response.status_code == 200
    assert not Receipt.objects.exists()


def test_money_that_is_not_there_is_answered_on_the_givers_page(keep, client, fund, community):
    gift = sent(community)
    assert keep("donation_not_found", gift.code, reason="ไม่มียอดวันนี้").status_code == 302
    client.logout()
    page = text(client.get(reverse("welfare:donation", args=[gift.code])))
    assert "ไม่มียอดวันนี้" in page
    assert 'name="reference"' in page


def test_cash_at_the_office_ends_at_its_receipt(keep):
    said = {
        "amount": "60",
        "way": "cash",
        "on": "1/2/2569",
        "giver": "temple",
        "name": "วัดบ้านสวน",
        "key": "k",
    }
    responses = [keep("donation_record", **said) for _press in range(2)]
    receipt = Receipt.objects.get()
    assert {response["Location"] for response in responses} == {
        reverse("welfare:receipt", args=[receipt.code])
    }
    assert (receipt.amount, receipt.way) == (D(60), "cash")


def test_the_receipt_says_the_amount_in_thai_words(client, community, treasurer):
    arrived(community, treasurer, "1250.50")
    page = text(client.get(reverse("welfare:receipt", args=[Receipt.objects.get().code])))
    for words in ("หนึ่งพันสองร้อยห้าสิบบาทห้าสิบสตางค์", "1,250.50 บาท", "ประเสริฐ ตัวอย่าง", "ชุมชนบ้านสวน"):
        assert words in page


def test_a_receipt_that_was_taken_back_says_so(keep, client, community, treasurer, committee):
    gift = arrived(community, treasurer)
    receipt = Receipt.objects.get()
    address = reverse("welfare:receipt_cancel", args=[receipt.code])
    assert client.post(address, {"reason": "พิมพ์ยอดผิด"}).status_code == 302
    receipts.cancel(receipts.Countersign.objects.get(), committee)
    page = text(client.get(reverse("welfare:receipt", args=[receipt.code])))
    assert "receipt-void" in page
    assert f"{receipt}" in page
    assert "receipt-void" not in text(client.get(reverse("welfare:donation", args=[gift.code])))


def test_the_book_of_receipts_tells_of_a_missing_number(keep, community, treasurer):
    arrived(community, treasurer, name="สมศรี")
    assert keep("receipts").context["missing"] == []
    receipts.ReceiptBook.objects.update(last_number=3)
    assert keep("receipts").context["missing"] == [2, 3]


def test_the_book_goes_on_page_after_page(keep, client, community, treasurer):
    for number in range(30):
        donations.record_cash(community=community, amount=D(1), key=f"n{number}", actor=treasurer)
    page = keep("receipts").context["page"]
    year = Receipt.objects.first().year
    address = reverse("welfare:receipts", args=["bansuan"]) + f"?year={year}&after={page.next_cursor}"
    rest = client.get(address).context["page"].items
    assert [row.number for row in (*page.items, *rest)] == list(range(30, 0, -1))


def test_the_book_as_a_table_holds_every_number(keep, community, treasurer):
    arrived(community, treasurer, name="=1+1")
    table = keep("receipts_csv").content.decode("utf-8-sig")
    assert str(Receipt.objects.get()) in table
    assert ",=1+1" not in table


def test_matching_money_from_promise_to_arrival(keep):
    keep("matching_source", name="เทศบาลบ้านสวน", kind="local")
    source = MatchingSource.objects.get()
    promise_form = {"source": source.pk, "amount": "5000", "pledged_on": "1/1/2569", "due_on": "31/3/2569"}
    assert keep("matching_pledge", **promise_form, document="หนังสือ 55/2569").status_code == 302
    row = MatchingPledge.objects.get()
    assert keep("matching_arrived", row.code, amount="2000", on="1/3/2569", key="a").status_code == 302
    assert keep("matching_arrived", row.code, amount="9000", on="1/3/2569", key="b").status_code == 200
    assert MatchingArrival.objects.get().amount == D(2000)
    assert "฿3,000" in text(keep("matching"))
    assert keep("matching_given_up", row.code, reason="งบถูกตัด").status_code == 302
    assert "งบถูกตัด" in text(keep("matching_one", row.code))


def test_a_promise_of_another_community_is_not_found(keep, community, treasurer):
    from_afar = pledged(community, treasurer)
    assert keep("matching_one", from_afar.code).status_code == 200
    assert keep("matching_one", "zzzzzzzz").status_code == 404
