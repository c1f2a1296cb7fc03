"""The pages of contributions: the household's, the collector's, the treasurer's and the committee's."""

import re
from decimal import Decimal as D

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from households.models import Household
from lib import promptpay
from tests import factories, pages
from tests.hostile import PAYLOADS, made_by_payload
from tests.market import files
from tests.welfare.contribution_builders import baht_a_day, days_ago, paid, sent, take_part
from welfare import handovers
from welfare.models import Account, Contribution, ContributionRule, Fund, FundMember, Handover


@pytest.fixture
def volunteer(community):
    return factories.with_role(community, "volunteer", name="วิไล ตัวอย่าง")


@pytest.fixture
def member(community, seller, committee, volunteer):
    """Boon's household has been in the fund for a hundred days and pays every week."""
    Fund.objects.create(community=community, promptpay_id="0812223333", receiver_name="กองทุนบ้านสวน")
    baht_a_day(community, committee)
    return take_part(seller, committee, collector=volunteer, pays="weekly")


@pytest.fixture
def go(client):
    """Open an address as somebody, or send a form there."""

    def go(user, name, *args, query="", **content):
        client.force_login(user)
        address = reverse(f"welfare:{name}", args=args) + query
        return client.post(address, content) if content else client.get(address)

    return go


def text(response):
    return response.content.decode()


def press(client, user, page, to, has_field, **typed):
    """Send the form that stands on a page as it stands there."""
    client.force_login(user)
    form = pages.form_to(text(client.get(page)), to, has_field)
    return client.post(to, {**dict(form.fields), **typed})


def test_the_household_sees_what_it_owes_and_a_code_with_that_amount(go, member, seller):
    response = go(seller, "my_contributions", member.household.code)
    standing = response.context["standing"]
    assert standing.arrears > 0
    assert "฿" in text(response)
    picture = go(seller, "my_contributions_qr", member.household.code)
    assert picture["Content-Type"] == "image/png"
    payload = promptpay.decode(promptpay.payload("0812223333", standing.usual))
    assert payload["amount"] == standing.usual


def test_nobody_of_another_household_sees_the_page(go, member, buyer, committee, treasurer):
    for user in (buyer, committee, treasurer):
        assert go(user, "my_contributions", member.household.code).status_code == 404


def test_a_transfer_with_its_slip_waits_and_the_code_goes_away(client, go, member, seller):
    page = reverse("welfare:my_contributions", args=[member.household.code])
    to = reverse("welfare:my_contributions_sent", args=[member.household.code])
    response = press(client, seller, page, to, "reference", bank="006", reference="REF123456")
    assert response.status_code == 302
    payment = Contribution.objects.get()
    assert (payment.status, payment.slip.reference) == ("sent", "REF123456")
    assert '<svg class="qr"' not in text(client.get(page))


def test_a_wrong_transfer_keeps_what_was_typed(client, member, seller):
    page = reverse("welfare:my_contributions", args=[member.household.code])
    to = reverse("welfare:my_contributions_sent", args=[member.household.code])
    response = press(client, seller, page, to, "reference", amount="x", bank="006", reference="REF123456")
    assert response.status_code == 200
    assert 'value="REF123456"' in text(response)
    assert not Contribution.objects.exists()


def test_a_picture_that_cannot_be_read_asks_for_the_reference_alone(client, member, seller):
    to = reverse("welfare:my_contributions_sent", args=[member.household.code])
    client.force_login(seller)
    content = {"amount": "30", "paid_on": "1/1/2569", "key": "k", "picture": files.photo()}
    response = client.post(to, content)
    assert response.status_code == 200
    assert not Contribution.objects.exists()


def test_a_household_that_is_no_member_can_ask(client, go, buyer, committee):
    home = Household.objects.of_member(buyer).get()
    assert go(buyer, "my_contributions", home.code).status_code == 200
    client.force_login(buyer)
    assert client.post(reverse("welfare:my_contributions_ask", args=[home.code])).status_code == 302
    asked = go(committee, "fund_member_new", "bansuan", query=f"?household={home.code}")
    assert home.name in text(asked)


def test_one_press_writes_down_the_usual_amount(client, member, volunteer):
    page, to = (
        reverse("welfare:collect", args=["bansuan"]),
        reverse("welfare:collect_pay", args=["bansuan", member.household.code]),
    )
    client.force_login(volunteer)
    usual = client.get(page).context["rows"][0]["standing"].usual
    form = dict(pages.form_to(text(client.get(page)), to, "key").fields)
    for _press in range(2):
        assert client.post(to, form).status_code == 302
    assert Contribution.objects.get().amount == usual
    assert client.get(page).context["held"] == usual


def test_two_presses_on_two_pages_are_two_payments(client, member, volunteer):
    page, to = (
        reverse("welfare:collect", args=["bansuan"]),
        reverse("welfare:collect_pay", args=["bansuan", member.household.code]),
    )
    for _press in range(2):
        press(client, volunteer, page, to, "key", amount="๗")
    assert list(Contribution.objects.values_list("amount", flat=True)) == [D(7), D(7)]


def test_a_wrong_amount_stays_with_its_words(client, member, volunteer):
    page, to = (
        reverse("welfare:collect", args=["bansuan"]),
        reverse("welfare:collect_pay", args=["bansuan", member.household.code]),
    )
    response = press(client, volunteer, page, to, "key", amount="ห้า")
    assert response.status_code == 200
    assert "ห้า" in text(response)
    assert not Contribution.objects.exists()


def test_the_collector_finds_a_household_by_its_number(go, member, volunteer, committee, community):
    other = take_part(factories.representative(community, name="ไกล ก"), committee, collector=volunteer)
    Household.objects.filter(pk=other.household_id).update(house_number="99/7")
    found = go(volunteer, "collect", "bansuan", query="?q=99/").context["rows"]
    assert [row["member"] for row in found] == [other]


def test_house_9_comes_before_house_10(go, member, volunteer, committee, community):
    for number in ("10", "9", "9/10", "9/2"):
        other = take_part(
            factories.representative(community, name=f"บ {number}"), committee, collector=volunteer
        )
        Household.objects.filter(pk=other.household_id).update(house_number=number)
    Household.objects.filter(pk=member.household_id).update(house_number="100")
    rows = go(volunteer, "collect", "bansuan").context["rows"]
    assert [row["member"].household.house_number for row in rows] == ["9", "9/2", "9/10", "10", "100"]


@pytest.mark.parametrize("name", ["collect", "fund_members"])
def test_many_households_take_as_many_questions_as_one(client, member, volunteer, committee, community, name):
    client.force_login(volunteer if name == "collect" else committee)
    address, counts = reverse(f"welfare:{name}", args=["bansuan"]), []
    for count in (0, 20):
        for number in range(count):
            home = factories.representative(community, name=f"คน{number} ก")
            take_part(home, committee, collector=volunteer)
        client.get(address)
        with CaptureQueriesContext(connection) as questions:
            assert len(client.get(address).context["rows"]) == count + 1
        counts.append(len(questions))
    assert counts[0] == counts[1] < 25


def test_cash_goes_from_the_collector_to_the_box(client, go, member, volunteer, treasurer, books):
    paid(member, "90", "collector", volunteer)
    assert go(volunteer, "collect_hand_over", "bansuan", amount="90").status_code == 302
    handover = Handover.objects.get()
    assert "90" in text(go(treasurer, "contributions_waiting", "bansuan"))
    assert go(treasurer, "handover_count", "bansuan", handover.code, amount="70").status_code == 302
    assert (books(Account.Kind.CASH), books(Account.Kind.COLLECTOR)) == (D(70), D(20))
    page = go(volunteer, "collect", "bansuan")
    assert page.context["held"] == D(20)
    assert "฿70" in text(page)


def test_the_treasurer_answers_a_transfer(go, member, seller, treasurer):
    payment = sent(member, "30", seller, reference="REFERENCE77")
    assert "REFERENCE77" in text(go(treasurer, "contributions_waiting", "bansuan"))
    wrong = go(treasurer, "contribution_not_found", "bansuan", payment.code, reason=" ")
    assert wrong.status_code == 200
    go(treasurer, "contribution_not_found", "bansuan", payment.code, reason="ไม่มีรายการ")
    assert "ไม่มีรายการ" in text(go(treasurer, "contributions_waiting", "bansuan"))
    assert go(treasurer, "contribution_confirm", "bansuan", payment.code, amount="30").status_code == 302
    payment.refresh_from_db()
    assert payment.status == "arrived"


def test_the_treasurer_takes_cash_at_the_office(client, member, treasurer):
    page = reverse("welfare:fund_member", args=["bansuan", member.household.code])
    to = reverse("welfare:contribution_cash", args=["bansuan", member.household.code])
    assert press(client, treasurer, page, to, "paid_on", amount="30").status_code == 302
    assert Contribution.objects.get().way == "cash"


def test_who_is_behind_is_listed_for_the_committee_alone(go, member, committee, seller, buyer, community):
    take_part(buyer, committee, joined_on=days_ago(0))
    page = go(committee, "fund_members", "bansuan", query="?show=late")
    assert [row.household for row, _standing in page.context["rows"]] == [member.household]
    assert len(go(committee, "fund_members", "bansuan").context["rows"]) == 2
    assert go(seller, "fund_members", "bansuan").status_code == 404


def test_the_list_of_those_behind_goes_on_page_by_page(go, member, committee, community):
    for number in range(30):
        take_part(factories.representative(community, name=f"คน{number} ก"), committee)
    seen, url = [], "?show=late"
    while url:
        page = go(committee, "fund_members", "bansuan", query=url)
        seen += [row.pk for row, _standing in page.context["rows"]]
        url = page.context["next_url"]
    assert seen == sorted(FundMember.objects.values_list("pk", flat=True))


def test_no_public_page_names_who_is_behind(client, member):
    for name in ("fund", "contribution_rules"):
        assert member.household.name not in text(client.get(reverse(f"welfare:{name}", args=["bansuan"])))


def test_the_rule_stands_in_words_for_everybody(client, go, community, committee):
    content = {"amount": "1", "per": "day", "valid_from": "1/1/2569", "resolution": "ประชุม 1/2569"}
    missing = go(committee, "contribution_rule_decide", "bansuan", **content)
    assert missing.status_code == 200
    assert not ContributionRule.objects.exists()
    assert go(committee, "contribution_rule_decide", "bansuan", **content, is_sure="on").status_code == 302
    client.logout()
    page = text(client.get(reverse("welfare:contribution_rules", args=["bansuan"])))
    assert "สมาชิกจ่ายบ้านละ ฿1 ต่อวัน ตั้งแต่ 1 ม.ค. 2569" in page
    assert "ประชุม 1/2569" in page


def test_a_household_joins_leaves_and_stays_after_all(client, go, committee, buyer, community):
    home = Household.objects.of_member(buyer).get()
    content = {"joined_on": "1/1/2569", "pays": "yearly", "collector": ""}
    assert go(committee, "fund_member_join", "bansuan", home.code, **content).status_code == 302
    left = go(committee, "fund_member_leave", "bansuan", home.code, left_on="2/1/2569")
    assert FundMember.objects.get().left_on is not None
    undo = text(client.get(left["Location"]))
    assert reverse("welfare:fund_member_back", args=["bansuan", home.code]) in undo
    client.post(reverse("welfare:fund_member_back", args=["bansuan", home.code]))
    assert FundMember.objects.get().left_on is None


def test_texts_stay_texts(go, member, seller, treasurer, volunteer, committee, community):
    for number, words in enumerate(PAYLOADS[:8]):
        payment = sent(member, "1", seller, reference=f"REFERENCE{number}0")
        go(treasurer, "contribution_not_found", "bansuan", payment.code, reason=words)
    paid(member, "90", "collector", volunteer)
    handover = handovers.bring(community=community, collector=volunteer, amount=D(9))
    go(treasurer, "handover_refuse", "bansuan", handover.code, reason=PAYLOADS[0])
    Household.objects.filter(pk=member.household_id).update(name=PAYLOADS[1][:120])
    shown = [
        go(seller, "my_contributions", member.household.code),
        go(treasurer, "contributions_waiting", "bansuan"),
        go(volunteer, "collect", "bansuan"),
        go(committee, "fund_members", "bansuan", query=f"?q={PAYLOADS[2]}"),
        go(committee, "fund_member", "bansuan", member.household.code),
    ]
    assert [made_by_payload(text(page)) for page in shown] == [[]] * len(shown)


def test_the_command_says_how_many_were_reminded(member, capsys):
    call_command("remind_contributions")
    assert re.fullmatch(r"1 reminded\n", capsys.readouterr().out)
    assert timezone.localdate() > member.joined_on
