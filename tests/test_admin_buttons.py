"""Each button of the office does what it says, through the action, and is remembered."""

import pytest
from auditlog.models import LogEntry
from django.contrib.admin.models import LogEntry as OfficeEntry
from django.urls import reverse
from django.utils import timezone

from households import agreements
from households.models import Agreement, Household, Membership, Notice, Person, Role, User
from market.models import Category, Listing, Order, Shop
from tests import factories
from tests.pages import form_to
from welfare.models import Fund


def url(name: str, *args) -> str:
    return reverse(f"admin:{name}", args=args)


@pytest.fixture
def enter(client):
    """Sit down at the office as this person."""

    def sit(user):
        client.force_login(user)
        return client

    return sit


@pytest.fixture
def new_shop(seller):
    """A shop that nobody has verified."""
    return factories.shop(seller, name="ร้านใหม่")


def test_the_committee_verifies_a_shop_and_the_log_knows_who(enter, committee, new_shop, seller, work):
    page = url("market_shop_change", new_shop.pk)
    client = enter(committee)
    act = url("market_shop_button", new_shop.pk, "verify")
    form = form_to(client.get(page).content.decode(), act)
    answer = client.post(form.action, dict(form.fields), follow=True)
    new_shop.refresh_from_db()
    assert new_shop.verified_by == committee
    assert LogEntry.objects.get_for_object(new_shop).first().actor == committee
    assert OfficeEntry.objects.get().user == committee
    assert act not in answer.content.decode()
    work()
    assert Notice.objects.filter(user=seller).exists()


def test_looking_at_a_button_changes_nothing(enter, committee, new_shop):
    assert enter(committee).get(url("market_shop_button", new_shop.pk, "verify")).status_code == 302
    new_shop.refresh_from_db()
    assert new_shop.verified_at is None


def test_the_badge_can_be_taken_away(enter, committee, shop):
    enter(committee).post(url("market_shop_button", shop.pk, "unverify"))
    shop.refresh_from_db()
    assert shop.verified_at is None


def test_a_shop_is_suspended_with_a_reason_that_its_people_read(
    enter, committee, shop, seller, listing, work
):
    act = url("market_shop_button", shop.pk, "suspend")
    client = enter(committee)
    assert shop.name in client.get(act).content.decode()
    client.post(act, {"reason": "ของไม่ตรงรูป"})
    shop.refresh_from_db()
    listing.refresh_from_db()
    assert (shop.suspension_reason, shop.suspended_by) == ("ของไม่ตรงรูป", committee)
    assert not listing.is_public
    work()
    assert "ของไม่ตรงรูป" in Notice.objects.filter(user=seller).latest("id").text


@pytest.mark.parametrize("reason", ["", "   "])
def test_no_shop_is_suspended_without_a_reason(enter, committee, shop, reason):
    answer = enter(committee).post(url("market_shop_button", shop.pk, "suspend"), {"reason": reason})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    shop.refresh_from_db()
    assert shop.suspended_at is None


def test_a_suspension_is_lifted(enter, committee, shop):
    client = enter(committee)
    client.post(url("market_shop_button", shop.pk, "suspend"), {"reason": "ลอง"})
    client.post(url("market_shop_button", shop.pk, "lift"))
    shop.refresh_from_db()
    assert shop.suspended_at is None


def test_a_button_that_no_longer_fits_says_so(enter, committee, shop):
    answer = enter(committee).post(url("market_shop_button", shop.pk, "lift"), follow=True)
    assert answer.context["messages"]


def test_several_shops_are_suspended_from_the_list_after_one_reason(enter, committee, community):
    shops = [factories.shop(factories.representative(community)) for _each in range(3)]
    chosen = {"action": "suspend", "_selected_action": [shop.pk for shop in shops[:2]]}
    client = enter(committee)
    asked = client.post(url("market_shop_changelist"), {**chosen, "index": 0})
    assert asked.status_code == 200
    assert not Shop.objects.filter(suspended_at__isnull=False).exists()
    form = form_to(asked.content.decode(), url("market_shop_changelist"), "_selected_action")
    sent = {"_selected_action": [value for name, value in form.fields if name == "_selected_action"]}
    client.post(url("market_shop_changelist"), {**dict(form.fields), **sent, "reason": "ปิดตรวจ"})
    assert set(Shop.objects.filter(suspended_at__isnull=False)) == set(shops[:2])


def test_an_auditor_presses_nothing(enter, community, new_shop):
    client = enter(factories.with_role(community, "auditor"))
    page = client.get(url("market_shop_change", new_shop.pk)).content.decode()
    assert "/do/" not in page
    assert client.post(url("market_shop_button", new_shop.pk, "verify")).status_code == 404


def test_a_listing_leaves_the_market_and_comes_back(enter, committee, listing):
    client = enter(committee)
    client.post(url("market_listing_button", listing.pk, "withdraw"))
    assert Listing.objects.get(pk=listing.pk).withdrawn_at
    client.post(url("market_listing_button", listing.pk, "bring-back"))
    assert Listing.objects.get(pk=listing.pk).is_public


def test_an_order_is_cancelled_with_a_reason_and_stock_returns(enter, committee, buyer, listing):
    order = factories.order(buyer, factories.wish(listing, "3"))
    act = url("market_order_button", order.pk, "cancel")
    client = enter(committee)
    client.post(act, {"reason": ""})
    assert Order.objects.get(pk=order.pk).status == Order.Status.PLACED
    client.post(act, {"reason": "คนขายป่วย"})
    order.refresh_from_db()
    event = order.events.last()
    assert (order.status, event.reason, event.actor) == ("cancelled", "คนขายป่วย", committee)
    assert listing.variants.get().stock == 10


def test_an_order_page_shows_its_history_and_not_the_handover_code(enter, committee, buyer, listing):
    order = factories.order(buyer, factories.wish(listing))
    page = enter(committee).get(url("market_order_change", order.pk))
    words = page.content.decode()
    assert listing.name in words
    assert str(order.events.first().get_kind_display()) in words
    shown = {name for _t, part in page.context["adminform"].fieldsets for name in part["fields"]}
    assert "handover_code" not in shown


@pytest.mark.parametrize(("act", "status"), [("approve", "active"), ("refuse", "refused")])
def test_a_request_to_join_is_answered(enter, committee, seller, act, status):
    asked = Membership.objects.create(
        person=Person.objects.create(name="คนรอ"), household=Household.objects.of_member(seller).get()
    )
    enter(committee).post(url("households_membership_button", asked.pk, act))
    asked.refresh_from_db()
    assert (asked.status, asked.decided_by) == (status, committee)


def test_another_member_becomes_representative_and_a_member_leaves(enter, committee, seller):
    home = Household.objects.of_member(seller).get()
    second = factories.member(home, name="คนที่สอง ตัวอย่าง").person.memberships.get()
    client = enter(committee)
    client.post(url("households_membership_button", second.pk, "represent"))
    assert home.representative == second.person
    first = seller.person.memberships.get()
    client.post(url("households_membership_button", first.pk, "leave"))
    first.refresh_from_db()
    assert first.status == Membership.Status.LEFT


def test_what_an_action_refuses_is_said_on_the_page(enter, committee, seller):
    home = Household.objects.of_member(seller).get()
    factories.member(home)
    place = seller.person.memberships.get()
    answer = enter(committee).post(url("households_membership_button", place.pk, "leave"), follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    place.refresh_from_db()
    assert place.status == Membership.Status.ACTIVE


def test_an_account_is_switched_off_and_on(enter, committee, buyer, client):
    desk = enter(committee)
    desk.post(url("households_user_button", buyer.pk, "switch-off"))
    assert not User.objects.get(pk=buyer.pk).is_active
    desk.post(url("households_user_button", buyer.pk, "switch-on"))
    assert User.objects.get(pk=buyer.pk).is_active


def test_an_account_with_a_role_of_trust_stays_on(enter, committee, community):
    home = factories.household(community)
    keeper = factories.member(home)
    User.objects.filter(pk=keeper.pk).update(is_trusted=True)
    enter(committee).post(url("households_user_button", keeper.pk, "switch-off"))
    assert User.objects.get(pk=keeper.pk).is_active


def test_nobody_writes_another_persons_account(enter, committee, buyer):
    answer = enter(committee).post(url("households_user_change", buyer.pk), {"email": "mine@example.com"})
    assert answer.status_code == 403
    assert enter(committee).get(url("households_user_add")).status_code == 403


def grant(client, user, kind, community):
    return client.post(url("households_role_add"), {"user": user.pk, "kind": kind, "community": community.pk})


def test_the_chair_gives_and_ends_a_role(enter, community, buyer):
    client = enter(factories.with_role(community, "chair"))
    assert grant(client, buyer, "treasurer", community).status_code == 302
    role = Role.objects.get(user=buyer)
    buyer.refresh_from_db()
    assert role.kind == "treasurer"
    assert buyer.is_staff
    assert buyer.is_trusted
    client.post(url("households_role_button", role.pk, "end"))
    buyer.refresh_from_db()
    assert not buyer.is_staff


def test_the_committee_gives_helping_roles_only(enter, committee, community, buyer):
    client = enter(committee)
    assert grant(client, buyer, "rider", community).status_code == 302
    assert grant(client, buyer, "treasurer", community).status_code == 200
    assert set(Role.objects.filter(user=buyer).values_list("kind", flat=True)) == {"rider"}


def test_nobody_gives_a_role_to_oneself(enter, community):
    chair = factories.with_role(community, "chair")
    answer = grant(enter(chair), chair, "treasurer", community)
    assert answer.context["adminform"].form.errors["user"]
    assert Role.objects.filter(user=chair).count() == 1


def test_no_role_in_another_community(enter, committee, buyer):
    elsewhere = factories.community()
    answer = grant(enter(committee), buyer, "rider", elsewhere)
    assert answer.context["adminform"].form.errors["community"]


def test_a_role_that_is_held_already_is_refused_in_words(enter, committee, community, buyer):
    client = enter(committee)
    grant(client, buyer, "rider", community)
    answer = client.post(
        url("households_role_add"),
        {"user": buyer.pk, "kind": "rider", "community": community.pk},
        follow=True,
    )
    assert answer.status_code == 200
    assert Role.objects.filter(user=buyer).count() == 1


def test_a_new_version_of_the_rules_is_published_and_the_old_one_stays(enter, committee, community):
    old = agreements.publish(
        kind="market", community=community, summary="เดิม", body="ข้อความเดิม", adopted="", actor=None
    )
    client = enter(committee)
    page = client.get(url("households_agreementversion_add"), {"after": old.pk}).content.decode()
    assert "ข้อความเดิม" in page
    words = {"kind": "market", "community": community.pk, "summary": "ใหม่", "body": "ข้อความใหม่"}
    client.post(url("households_agreementversion_add"), words)
    new = agreements.current("market", community)
    assert (new.number, new.summary, new.published_by) == (2, "ใหม่", committee)
    assert client.post(url("households_agreementversion_change", old.pk), words).status_code == 403


def test_the_privacy_notice_of_the_site_is_the_technicians(enter, committee, community):
    enter(committee).post(
        url("households_agreementversion_add"), {"kind": "privacy", "summary": "ใหม่", "body": "ใหม่"}
    )
    assert not Agreement.objects.exists()


def test_a_household_is_entered_and_its_words_change(enter, committee, community):
    client = enter(committee)
    new = {"name": "บ้านตาคำ", "house_number": "๙/๒", "address": "", "community": community.pk}
    client.post(url("households_household_add"), new)
    home = Household.objects.get(name="บ้านตาคำ")
    changed = {"name": "บ้านยายคำ", "house_number": "9/2", "address": "", "status": "moved"}
    inline = {
        f"{name}-{count}_FORMS": 0 for name in ("memberships", "events") for count in ("TOTAL", "INITIAL")
    }
    client.post(url("households_household_change", home.pk), {**changed, **inline})
    home.refresh_from_db()
    assert (home.name, home.status) == ("บ้านยายคำ", "active")
    assert LogEntry.objects.get_for_object(home).first().actor == committee


def test_a_household_with_people_is_saved_from_its_page(enter, committee, seller):
    home = Household.objects.of_member(seller).get()
    page = url("households_household_change", home.pk)
    client = enter(committee)
    form = form_to(client.get(page).content.decode(), page, "house_number")
    sent = {**dict(form.fields), "name": "บ้านยายบุญ", "memberships-0-status": "left"}
    assert client.post(page, sent).status_code == 302
    home.refresh_from_db()
    assert home.name == "บ้านยายบุญ"
    assert home.memberships.get().status == Membership.Status.ACTIVE


def test_no_household_is_entered_in_another_community(enter, committee):
    elsewhere = factories.community()
    new = {"name": "บ้านตาคำ", "house_number": "9", "address": "", "community": elsewhere.pk}
    assert enter(committee).post(url("households_household_add"), new).context["adminform"].form.errors
    assert not Household.objects.filter(name="บ้านตาคำ").exists()


def test_the_community_keeps_its_emergency_numbers(enter, committee, community):
    page = url("households_community_change", community.pk)
    client = enter(committee)
    form = form_to(client.get(page).content.decode(), page, "name")
    number = {"emergency_numbers-TOTAL_FORMS": "1", "emergency_numbers-0-label": "รถพยาบาล",
              "emergency_numbers-0-phone": "1669", "emergency_numbers-0-position": "0"}  # fmt: skip
    client.post(page, {**dict(form.fields), **number, "contact_name": "มะลิ", "code": "stolen"})
    community.refresh_from_db()
    assert community.contact_name == "มะลิ"
    assert community.code == "bansuan"
    assert community.emergency_numbers.get().phone == "1669"


def test_the_treasurer_changes_where_money_is_sent_and_the_committee_is_told(
    enter, treasurer, committee, community, work
):
    fund = Fund.objects.create(community=community, promptpay_id="0812223333", receiver_name="กองทุน")
    enter(treasurer).post(
        url("welfare_fund_change", fund.pk), {"promptpay_id": "๐๘๙-๑๒๓-๔๕๖๗", "receiver_name": "กองทุนบ้านสวน"}
    )
    fund.refresh_from_db()
    assert (fund.promptpay_id, fund.receiver_name) == ("0891234567", "กองทุนบ้านสวน")
    work()
    assert Notice.objects.filter(user=committee).exists()


def test_the_chair_keeps_categories_and_the_committee_reads_them(enter, committee, community):
    new = {
        "name_th": "ดอกไม้",
        "name_en": "Flowers",
        "code": "flowers",
        "sign": "🌼",
        "tone": "leaf",
        "position": "3",
    }
    assert enter(committee).post(url("market_category_add"), new).status_code == 403
    enter(factories.with_role(community, "chair")).post(url("market_category_add"), new)
    assert Category.objects.get(code="flowers").name_th == "ดอกไม้"


def test_the_log_is_read_by_the_chair_with_old_and_new_values(enter, committee, community, new_shop):
    enter(committee).post(url("market_shop_button", new_shop.pk, "suspend"), {"reason": "ของไม่ตรงรูป"})
    entry = LogEntry.objects.get_for_object(new_shop).first()
    assert enter(committee).get(url("auditlog_logentry_changelist")).status_code == 403
    client = enter(factories.with_role(community, "chair"))
    words = client.get(url("auditlog_logentry_change", entry.pk)).content.decode()
    assert "ของไม่ตรงรูป" in words
    assert committee.name in words
    assert client.post(url("auditlog_logentry_change", entry.pk), {"object_repr": "x"}).status_code == 403


def test_a_list_is_taken_away_as_it_is_filtered(enter, committee, buyer, listing):
    order = factories.order(buyer, factories.wish(listing))
    client = enter(committee)
    answer = client.get(url("market_order_file"), {"status__exact": "placed"})
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    assert answer.content.startswith(b"PK")
    assert client.get(url("market_listing_file")).status_code == 200
    assert order.placed_at <= timezone.now()
