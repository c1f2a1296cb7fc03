"""Asking the centre over HTTP: one short form without an account, a human check, the own household, what it is about."""

import gzip
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from households.models import Household, Notice
from tests import factories, pages
from welfare.models import CircleMember, HelpCase
from welfare.views import cases as views


@pytest.fixture
def page(community):
    return reverse("welfare:case_ask", args=[community.code])


@pytest.fixture
def case_worker(community):
    return factories.with_role(community, "case_worker", name="นารี ศรีสุข")


def fill(client, page, **typed):
    """Open the form, fill in the four fields and send it."""
    form = next(
        form
        for form in pages.forms(client.get(page).content.decode())
        if form.method == "post" and any(name == "key" for name, _value in form.fields)
    )
    given = {"kind": "food", "for_whom": "ยายแก้ว", "place": "บ้าน 12 ใกล้วัด", "urgency": "today"}
    return client.post(page, {**dict(form.fields), **given, "phone": "081-234-5678", **typed})


def test_one_short_form_is_enough_without_an_account(page, case_worker, work):
    response = fill(Client(), page)
    case = HelpCase.objects.get()
    assert response.url == reverse("welfare:case_follow", args=[case.code])
    assert (case.kind, case.for_whom, case.place, case.phone) == (
        "food",
        "ยายแก้ว",
        "บ้าน 12 ใกล้วัด",
        "0812345678",
    )
    assert (case.channel, case.asked_by, case.status, case.is_sensitive) == ("site", None, "waiting", False)
    work()
    assert Notice.objects.filter(user=case_worker).exists()


@pytest.mark.parametrize("missing", ["kind", "for_whom", "place", "urgency", "phone"])
def test_each_of_the_fields_is_needed_and_nothing_typed_is_lost(page, missing):
    response = fill(Client(), page, **{missing: "", "words": "น้ำท่วมถึงเข่า"})
    assert missing in response.context["form"].errors
    assert "น้ำท่วมถึงเข่า" in response.content.decode()
    assert not HelpCase.objects.exists()


def test_something_else_is_told_in_words(page):
    assert "words" in fill(Client(), page, kind="other").context["form"].errors


def test_pressing_twice_asks_once(page):
    client = Client()
    first = fill(client, page, key="a-key-of-the-form-1")
    assert fill(client, page, key="a-key-of-the-form-1").url == first.url
    assert HelpCase.objects.count() == 1


def test_who_is_beaten_needs_no_phone_and_goes_to_the_circle(page):
    assert fill(Client(), page, kind="violence", phone="").status_code == 302
    assert HelpCase.objects.get().is_sensitive


def test_the_form_says_which_kinds_go_to_few_people(page):
    text = Client().get(page).content.decode()
    apart = text.index("ask-apart")
    for kind in HelpCase.Kind:
        assert (text.index(f'value="{kind}"') > apart) == (kind in HelpCase.SENSITIVE)


def test_a_member_chooses_from_the_own_household_and_needs_no_place(page, buyer):
    client = Client()
    client.force_login(buyer)
    seat = buyer.person.memberships.get()
    assert fill(client, page, who=seat.pk, for_whom="", place="").status_code == 302
    case = HelpCase.objects.get()
    assert (case.person, case.household, case.asked_by) == (buyer.person, seat.household, buyer)
    assert case.for_whom == buyer.name
    assert seat.household.house_number in case.place


def test_a_member_asks_for_a_neighbour_by_name_and_place(page, buyer):
    client = Client()
    client.force_login(buyer)
    assert "place" in fill(client, page, who="else", place="").context["form"].errors
    assert fill(client, page, who="else", for_whom="ลุงคำ").status_code == 302
    case = HelpCase.objects.get()
    assert (case.household, case.for_whom, case.asked_by) == (None, "ลุงคำ", buyer)


def test_people_of_other_households_are_no_choice(page, buyer, seller):
    client = Client()
    client.force_login(buyer)
    response = fill(client, page, who=seller.person.memberships.get().pk)
    assert "who" in response.context["form"].errors


def test_members_of_another_community_write_for_whom_it_is(page):
    far = factories.representative(factories.community())
    client = Client()
    client.force_login(far)
    assert fill(client, page).status_code == 302
    assert HelpCase.objects.get().household is None
    assert Household.objects.of_member(far).exists()


def test_the_phones_place_comes_only_when_it_is_sent(page):
    fill(Client(), page)
    fill(Client(), page, latitude="19.123456789", longitude="99.9")
    first, second = HelpCase.objects.order_by("id")
    assert first.latitude is None
    assert (second.latitude, second.longitude) == (Decimal("19.12346"), Decimal("99.9"))


@pytest.mark.parametrize(
    "place", [("nan", "1"), ("91", "1"), ("1", "181"), ("x", "y"), ("1", ""), ("1e999", "1")]
)
def test_a_place_that_is_none_holds_nothing_up(page, place):
    assert fill(Client(), page, latitude=place[0], longitude=place[1]).status_code == 302
    assert HelpCase.objects.get().longitude is None


def test_what_is_not_safe_is_kept_only_for_what_is_not_safe(page):
    fill(Client(), page, kind="safety", topic="hazard")
    fill(Client(), page, topic="hazard")
    assert list(HelpCase.objects.order_by("id").values_list("topic", flat=True)) == ["hazard", ""]


def test_who_must_not_see_it_is_chosen_by_first_name_and_never_told(page, community, case_worker, work):
    circle = factories.user(name="ดารา วงเดือน")
    trusted = factories.user(name="วรรณา ตัวอย่าง")
    for user in (circle, trusted):
        CircleMember.objects.create(community=community, user=user, added_by=case_worker)
    text = Client().get(page).content.decode()
    for user in (circle, case_worker):
        assert user.get_short_name() in text
        assert user.name not in text
    assert fill(Client(), page, kind="fraud", hidden_from=[circle.pk]).status_code == 302
    case = HelpCase.objects.get()
    assert [subject.user for subject in case.subjects.all()] == [circle]
    assert not HelpCase.objects.handled_by(circle).exists()
    work()
    assert {notice.user for notice in Notice.objects.all()} == {trusted}


def test_names_ticked_for_what_the_whole_desk_reads_hide_nothing(page, case_worker):
    assert fill(Client(), page, hidden_from=[case_worker.pk]).status_code == 302
    assert HelpCase.objects.handled_by(case_worker).exists()


def test_nobody_else_is_kept_out(page, case_worker, buyer):
    response = fill(Client(), page, kind="fraud", hidden_from=[buyer.pk])
    assert "hidden_from" in response.context["form"].errors


def test_after_many_from_one_address_each_answers_a_small_sum_and_nobody_is_locked_out(page, monkeypatch):
    monkeypatch.setattr(views, "RATE", {"help_case": "1/10m/ip"})
    client = Client()
    assert fill(client, page).status_code == 302
    for number in range(2):
        response = fill(client, page, for_whom=f"ตาคำ {number}")
        form = response.context["form"]
        sent = dict(
            next(f for f in pages.forms(response.content.decode()) if "puzzle" in dict(f.fields)).fields
        )
        assert sent["for_whom"] == f"ตาคำ {number}"
        assert client.post(page, {**sent, "answer": "99"}).status_code == 200
        figures = [int(word) for word in re.findall(r"\d+", str(form.fields["answer"].label))]
        assert client.post(page, {**sent, "answer": str(sum(figures))}).status_code == 302
    assert HelpCase.objects.count() == 3


def test_people_with_an_account_are_asked_no_sum(page, buyer, monkeypatch):
    monkeypatch.setattr(views, "RATE", {"help_case": "1/10m/ip"})
    client = Client()
    client.force_login(buyer)
    for _time in range(3):
        assert fill(client, page, who="else").status_code == 302


def test_an_own_order_is_named_and_one_of_others_is_not(page, buyer, seller):
    listing = factories.listing(factories.shop(seller, name="ครัวยายบุญ"))
    order = factories.order(buyer, factories.wish(listing))
    about = f"{page}?about=order:{order.code}&kind=safety"
    stranger, client = Client(), Client()
    client.force_login(buyer)
    assert order.code in client.get(about).context["about"]
    assert stranger.get(about).context["about"] == ""
    fill(client, about, who="else", kind="safety")
    fill(stranger, about, kind="safety")
    assert list(HelpCase.objects.order_by("id").values_list("about", flat=True)) == [
        f"order {order.code}",
        "",
    ]


def test_anybody_names_a_shop(page, seller):
    shop = factories.shop(seller, name="ครัวยายบุญ")
    about = f"{page}?about=shop:{shop.code}&kind=safety"
    assert shop.name in Client().get(about).content.decode()
    fill(Client(), about, kind="safety", topic="scam")
    assert HelpCase.objects.get().about == f"shop {shop.code}"


@pytest.mark.parametrize(
    "about", ["x", "order:", "shop:nowhere", "fund:abcd", "shop:<b>", "order:" + "a" * 99]
)
def test_what_is_not_there_is_not_named(page, about):
    assert fill(Client(), f"{page}?about={about}").status_code == 302
    assert HelpCase.objects.get().about == ""


def test_orders_and_shops_lead_to_the_form(buyer, seller, page):
    shop = factories.shop(seller, name="ครัวยายบุญ")
    order = factories.order(buyer, factories.wish(factories.listing(shop)))
    client = Client()
    client.force_login(buyer)
    for address, about in (
        (order.get_absolute_url(), f"order:{order.code}"),
        (shop.get_absolute_url(), f"shop:{shop.code}"),
    ):
        assert f"{page}?about={about}&amp;kind=safety" in client.get(address).content.decode()


def test_the_help_page_leads_to_the_centre_before_the_fund(community, page):
    text = Client().get(reverse("welfare:help"), {"community": community.code}).content.decode()
    assert text.index(page) < text.index(reverse("welfare:aid_ask", args=[community.code]))


def test_the_help_page_leads_those_who_help_to_their_desk(community, case_worker):
    volunteer = factories.with_role(community, "volunteer")
    desk, mine = reverse("welfare:desk", args=[community.code]), reverse("welfare:desk_mine")
    for user, expected in ((case_worker, (True, True)), (volunteer, (False, True)), (None, (False, False))):
        client = Client()
        if user:
            client.force_login(user)
        text = client.get(reverse("welfare:help"), {"community": community.code}).content.decode()
        assert (f'"{desk}"' in text, f'"{mine}"' in text) == expected


def test_the_form_is_light(page, case_worker):
    """As many bytes as a phone loads at the edge of the net: 8 kB."""
    assert len(gzip.compress(Client().get(page).content, 6)) <= 8 * 1024


def test_the_form_on_paper_has_every_field_and_the_address(community, page):
    text = Client().get(reverse("welfare:case_form", args=[community.code])).content.decode()
    assert community.name in text
    assert page in text
    assert "<svg" in text
    for words in (*HelpCase.Kind.labels, *HelpCase.Urgency.labels):
        assert escape(str(words)) in text
