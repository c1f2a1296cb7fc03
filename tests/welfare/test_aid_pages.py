"""Asking for help over HTTP: four fields without an account, following it by its code, photos, a human check."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from households.models import Household
from tests import factories, pages
from tests.market import files
from tests.welfare.requests_builders import ask, settle, village_rules
from welfare import aid_requests
from welfare.models import AidDecision, AidRequest, Paper
from welfare.views import aid


@pytest.fixture
def page(community):
    return reverse("welfare:aid_ask", args=[community.code])


def fill(client, page, **typed):
    """Open the form, fill in the four fields and send it."""
    form = next(
        form
        for form in pages.forms(client.get(page).content.decode())
        if form.method == "post" and any(name == "key" for name, _value in form.fields)
    )
    given = {"event": "hospital", "for_whom": "ยายแก้ว", "urgency": "week", "phone": "081-234-5678"}
    return client.post(page, {**dict(form.fields), **given, **typed})


def test_four_fields_are_enough_without_an_account(page):
    client = Client()
    response = fill(client, page)
    asked = AidRequest.objects.get()
    assert response.url == reverse("welfare:aid_follow", args=[asked.code])
    assert (asked.for_whom, asked.phone, asked.asked_by, asked.asker) == (
        "ยายแก้ว",
        "0812345678",
        None,
        "self",
    )
    assert asked.code in client.get(response.url).content.decode()


@pytest.mark.parametrize("missing", ["event", "for_whom", "urgency", "phone"])
def test_each_of_the_four_is_needed_and_nothing_typed_is_lost(page, missing):
    response = fill(Client(), page, **{missing: "", "words": "ล้มในบ้าน"})
    assert missing in response.context["form"].errors
    assert "ล้มในบ้าน" in response.content.decode()
    assert not AidRequest.objects.exists()


def test_something_else_is_told_in_words(page):
    assert "words" in fill(Client(), page, event="other").context["form"].errors


def test_pressing_twice_asks_once(page):
    client = Client()
    first = fill(client, page, key="a-key-of-the-form-1")
    assert fill(client, page, key="a-key-of-the-form-1").url == first.url
    assert AidRequest.objects.count() == 1


def test_a_member_chooses_from_the_own_household(page, community, buyer):
    client = Client()
    client.force_login(buyer)
    seat = buyer.person.memberships.get()
    assert fill(client, page, who=seat.pk, for_whom="").status_code == 302
    asked = AidRequest.objects.get()
    assert (asked.person, asked.household, asked.asker) == (buyer.person, seat.household, "self")
    assert (asked.for_whom, asked.asked_by) == (buyer.name, buyer)


def test_a_member_asks_for_a_neighbour_by_name(page, buyer):
    client = Client()
    client.force_login(buyer)
    fill(client, page, who="else", for_whom="ลุงคำ")
    asked = AidRequest.objects.get()
    assert (asked.household, asked.for_whom, asked.asker) == (None, "ลุงคำ", "helper")


def test_people_of_other_households_are_no_choice(page, buyer, seller):
    client = Client()
    client.force_login(buyer)
    response = fill(client, page, who=seller.person.memberships.get().pk)
    assert "who" in response.context["form"].errors


def test_the_committee_asks_in_the_name_of_a_household(page, committee, buyer):
    client = Client()
    client.force_login(committee)
    home = Household.objects.of_member(buyer).get()
    seat = buyer.person.memberships.get()
    assert fill(client, f"{page}?household={home.code}", who=seat.pk, phone="").status_code == 302
    asked = AidRequest.objects.get()
    assert (asked.asker, asked.household, asked.person) == ("committee", home, buyer.person)


def test_nobody_else_chooses_a_household_by_its_code(page, seller, buyer):
    home = Household.objects.of_member(buyer).get()
    client = Client()
    client.force_login(seller)
    assert client.get(f"{page}?household={home.code}").status_code == 404
    assert Client().get(f"{page}?household={home.code}").status_code == 404


def test_after_many_from_one_address_a_small_sum_is_asked_and_nobody_is_locked_out(page, monkeypatch):
    monkeypatch.setattr(aid, "RATE", {"aid_request": "1/10m/ip"})
    client = Client()
    assert fill(client, page).status_code == 302
    response = fill(client, page, for_whom="ตาคำ")
    form = response.context["form"]
    assert AidRequest.objects.count() == 1
    sent = dict(next(f for f in pages.forms(response.content.decode()) if "puzzle" in dict(f.fields)).fields)
    assert client.post(page, {**sent, "answer": "99"}).status_code == 200
    numbers = [int(word) for word in re.findall(r"\d+", str(form.fields["answer"].label))]
    assert len(numbers) == 2
    assert client.post(page, {**sent, "urgency": "week", "answer": str(sum(numbers))}).status_code == 302
    assert AidRequest.objects.count() == 2


def test_a_forged_sum_does_not_count(page, monkeypatch):
    monkeypatch.setattr(aid, "RATE", {"aid_request": "1/10m/ip"})
    client = Client()
    fill(client, page)
    assert fill(client, page, puzzle="1:forged", answer="2").status_code == 200
    assert AidRequest.objects.count() == 1


def picture(name="bill.jpg"):
    return SimpleUploadedFile(name, files.photo().read(), "image/jpeg")


def test_photos_come_with_the_request_and_later(page, community):
    client = Client()
    fill(client, page, pictures=[picture(), picture()])
    asked = AidRequest.objects.get()
    papers = Paper.objects.filter(community=community).of(f"aid {asked.code}")
    assert papers.count() == 2
    client.post(reverse("welfare:aid_papers", args=[asked.code]), {"pictures": [picture()]})
    assert papers.count() == 3


def test_what_is_no_photo_stops_the_request_with_a_word(page):
    response = fill(Client(), page, pictures=[SimpleUploadedFile("x.jpg", b"<script>", "image/jpeg")])
    assert "pictures" in response.context["form"].errors
    assert not AidRequest.objects.exists()


def test_the_code_leads_to_the_page_however_it_is_typed(community):
    asked = ask(community)
    typed = f" {asked.code[:4].upper()}-{asked.code[4:].upper()} "
    response = Client().get(reverse("welfare:aid_find"), {"code": typed})
    assert response.url == reverse("welfare:aid_follow", args=[asked.code])
    assert Client().get(reverse("welfare:aid_find"), {"code": "aaaa"}).status_code == 200


def follow(asked):
    return Client().get(reverse("welfare:aid_follow", args=[asked.code])).content.decode()


def test_the_page_to_follow_names_nobody_and_no_amount_before_it_is_decided(community, committee, buyer):
    village_rules(community)
    home = Household.objects.of_member(buyer).get()
    asked = ask(
        community,
        "birth",
        user=committee,
        asker="committee",
        household=home,
        person=buyer.person,
        words="ความลับ",
    )
    text = follow(asked)
    assert asked.proposed == 1000
    for secret in ("1,000", buyer.name, "ยายแก้ว", "ความลับ", "0812345678", home.name, committee.name):
        assert secret not in text


def test_the_page_to_follow_tells_the_amount_once_agreed(community, committee, buyer):
    home = Household.objects.of_member(buyer).get()
    asked = ask(community, "birth", user=committee, asker="committee", household=home)
    settle(asked, "1000", status="approved")
    assert "฿1,000" in follow(asked)


def test_the_page_to_follow_tells_why_not_and_how_to_appeal(community, committee, buyer):
    home = Household.objects.of_member(buyer).get()
    asked = aid_requests.link(request=ask(community), household=home, actor=committee)
    AidDecision.objects.create(
        request=asked, step=1, decider=committee, verdict="refuse", amount=0, reason="กองทุนไม่จ่ายเรื่องนี้"
    )
    # A fund without rules hears an appeal for the usual 30 days.
    days_ago = timezone.now() - dt.timedelta(days=29)
    AidRequest.objects.filter(pk=asked.pk).update(status="refused", decided_at=days_ago)
    text = follow(asked)
    assert "กองทุนไม่จ่ายเรื่องนี้" in text
    assert reverse("welfare:appeal", args=[asked.code]) in text
    assert committee.name not in text


def test_who_has_the_code_takes_the_request_back(community):
    asked = ask(community)
    Client().post(reverse("welfare:aid_withdraw", args=[asked.code]))
    asked.refresh_from_db()
    assert asked.status == "withdrawn"


def test_a_request_with_an_account_behind_it_is_not_taken_back_by_the_code_alone(community, buyer):
    asked = ask(community, user=buyer)
    assert reverse("welfare:aid_withdraw", args=[asked.code]) not in follow(asked)
    Client().post(reverse("welfare:aid_withdraw", args=[asked.code]))
    asked.refresh_from_db()
    assert asked.status == "asked"


def listed(client, community, **query):
    response = client.get(reverse("welfare:aid_list", args=[community.code]), query)
    return [row.pk for row, _hints in response.context["rows"]]


@pytest.fixture
def office(committee):
    client = Client()
    client.force_login(committee)
    return client


def test_the_list_shows_the_urgent_first_and_then_the_oldest(office, community):
    later, week, now, older = (
        ask(community, urgency=urgency) for urgency in ("later", "week", "now", "week")
    )
    assert listed(office, community) == [now.pk, week.pk, older.pk, later.pk]


def test_the_list_can_be_narrowed(office, community, committee, buyer):
    home = Household.objects.of_member(buyer).get()
    plain, birth = ask(community), ask(community, "birth", urgency="now")
    known = ask(community, user=committee, asker="committee", household=home)
    gone = aid_requests.withdraw(request=ask(community), user=None)
    assert listed(office, community, event="birth") == [birth.pk]
    assert listed(office, community, urgency="now") == [birth.pk]
    assert listed(office, community, linked="no") == [birth.pk, plain.pk]
    assert listed(office, community, status="withdrawn") == [gone.pk]
    assert listed(office, community, status="all") == [gone.pk, known.pk, birth.pk, plain.pk]


def test_the_list_asks_the_database_as_often_for_ten_as_for_forty(
    office, community, django_assert_max_num_queries
):
    for number in range(40):
        ask(community, for_whom=f"คน {number % 5}")
    with django_assert_max_num_queries(20):
        assert len(listed(office, community)) == 24


def test_the_list_goes_on_after_a_page(office, community):
    made = [ask(community).pk for _number in range(30)]
    first = office.get(reverse("welfare:aid_list", args=[community.code]))
    rest = office.get(reverse("welfare:aid_list", args=[community.code]) + first.context["next_url"])
    assert [row.pk for page in (first, rest) for row, _hints in page.context["rows"]] == made


def test_the_committee_says_for_whom_a_request_is(office, community, buyer):
    village_rules(community)
    home = Household.objects.of_member(buyer).get()
    asked = ask(community, "birth", for_whom=buyer.name)
    address = reverse("welfare:aid_link", args=[asked.code])
    assert home.name in office.get(address).content.decode()
    office.post(address, {"place": f"{home.code}:{buyer.person.code}"})
    asked.refresh_from_db()
    assert (asked.household, asked.person, asked.proposed) == (home, buyer.person, 1000)


def test_the_household_is_found_by_the_phone(office, community, buyer):
    buyer.person.phone = "0888888888"
    buyer.person.save()
    asked = ask(community, for_whom="ไม่มีใครรู้จัก", phone="0888888888")
    home = Household.objects.of_member(buyer).get()
    assert home.name in office.get(reverse("welfare:aid_link", args=[asked.code])).content.decode()


def test_a_household_of_another_community_cannot_be_chosen(office, community):
    far = factories.household(factories.community())
    address = reverse("welfare:aid_link", args=[ask(community).code])
    assert office.post(address, {"place": far.code}).status_code == 404


def test_the_help_page_leads_to_asking(community):
    text = Client().get(reverse("welfare:help"), {"community": community.code}).content.decode()
    assert reverse("welfare:aid_ask", args=[community.code]) in text
