"""Removing a name in two steps: asking, looking, doing; what goes, what stays, what has to be settled first."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import Sum

from households import consents, entrycodes, erasures, memberships, merges, situations
from households.models import (
    Consent,
    EntryCode,
    Erasure,
    Household,
    IncomeRecord,
    Membership,
    Notice,
    Person,
    RegisterEvent,
    Situation,
    User,
)
from households.name_sweep import NAMELESS
from lib.errors import Refused
from market import orders
from market.models import Order
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def log_file(tmp_path, settings):
    settings.ERASURES_FILE = tmp_path / "erasures.log"
    return settings.ERASURES_FILE


@pytest.fixture
def person(buyer):
    return Person.objects.get(user=buyer)


def erase(person, committee):
    return erasures.carry_out(person=person, actor=committee)


def test_asking_tells_the_committee_and_waits_in_its_office(
    client, buyer, person, committee, community, work
):
    client.force_login(buyer)
    client.post("/accounts/my-data/erase/")
    work()
    assert list(erasures.waiting_in(community)) == [person]
    assert Notice.objects.get(user=committee).url == f"/erasures/{person.code}/"
    client.force_login(committee)
    assert "สมใจ ตัวอย่าง" in client.get(f"/office/{community.code}/erasures/").content.decode()


def test_asking_twice_asks_once(person, buyer, committee):
    erasures.ask(person=person, actor=buyer)
    erasures.ask(person=person, actor=buyer)
    assert RegisterEvent.objects.filter(facts__erasure="asked").count() == 1


def test_who_changes_their_mind_stays(client, buyer, person, committee, community):
    client.force_login(buyer)
    client.post("/accounts/my-data/erase/")
    client.post("/accounts/my-data/stay/")
    assert not erasures.waiting_in(community).exists()
    client.post("/accounts/my-data/erase/")
    assert list(erasures.waiting_in(community)) == [person]


def test_an_account_without_a_household_asks_the_technicians(outsider, work):
    technician = User.objects.create_superuser("tech@example.com", name="ช่าง ตัวอย่าง")
    person = memberships.person_of(outsider)
    erasures.ask(person=person, actor=outsider)
    work()
    assert erasures.is_asked(person)
    assert Notice.objects.get(user=technician).url == f"/erasures/{person.code}/"
    erase(person, technician)
    person.refresh_from_db()
    assert person.name == NAMELESS


def test_the_committee_looks_and_does_it(client, buyer, person, committee):
    erasures.ask(person=person, actor=buyer)
    client.force_login(committee)
    page = f"/erasures/{person.code}/"
    assert "สมใจ ตัวอย่าง" in client.get(page).content.decode()
    client.post(page, {"is_sure": "on", "reason": "ขอเอง"})
    done = Erasure.objects.get()
    assert (done.person, done.done_by, done.reason) == (person, committee, "ขอเอง")
    assert client.get(page).status_code == 404


def test_without_the_tick_nothing_happens(client, person, committee):
    client.force_login(committee)
    client.post(f"/erasures/{person.code}/", {"reason": ""})
    assert not Erasure.objects.exists()


def test_nobody_removes_their_own_name_alone(community):
    chair = factories.representative(community, name="ประธาน ตัวอย่าง")
    with pytest.raises(Refused) as refused:
        erase(Person.objects.get(user=chair), chair)
    assert refused.value.code == "own_name"


def test_person_and_account_have_neither_name_nor_contact(buyer, person, committee):
    User.objects.filter(pk=buyer.pk).update(phone="0811112222")
    Person.objects.filter(pk=person.pk).update(phone="0811112222", birth_year=1960, occupation="ช่างไม้")
    erase(person, committee)
    person.refresh_from_db()
    buyer.refresh_from_db()
    assert (person.name, person.phone, person.birth_year, person.occupation) == (NAMELESS, "", None, "")
    assert (buyer.name, buyer.email, buyer.phone, buyer.is_active) == (NAMELESS, None, "", False)
    assert person.erased_at is not None


def test_nobody_enters_any_more(client, buyer, person, committee):
    client.force_login(buyer)
    code = entrycodes.issue(user=buyer, actor=committee)
    erase(person, committee)
    assert client.get("/accounts/").status_code == 302
    assert not EntryCode.objects.filter(user=buyer).exists()
    assert client.post("/accounts/code/", {"code": code}).status_code == 200
    assert not client.login(email="person1@example.com", password="banana-leaf-9")  # noqa: S106


def test_places_end_and_stay_as_places_without_a_name(person, committee):
    place = person.memberships.get()
    erase(person, committee)
    place.refresh_from_db()
    assert (place.status, place.end_reason, str(place.person)) == ("left", "away", NAMELESS)


def test_needs_for_help_are_gone(person, committee):
    place = person.memberships.get()
    since = place.asked_at.date()
    situations.add(
        membership=place, kind="disabled", source="self", since=since, actor=committee, has_consented=True
    )
    erase(person, committee)
    assert not Situation.objects.exists()
    assert Consent.objects.filter(user=person.user).exists()


def test_incomes_and_orders_keep_their_amounts(buyer, person, committee, listing, seller):
    home = Household.objects.of_member(buyer).get()
    IncomeRecord.objects.create(
        household=home, community=home.community, month="2026-01-01", source="wage", gross="4321.50",
        note="สมใจ ตัวอย่าง บอกเอง", recorded_by=buyer,
    )  # fmt: skip
    order = factories.order(buyer, factories.wish(listing, "2"), note="ถึงสมใจ")
    orders.cancel(order=order, actor=buyer, reason="สมใจ ตัวอย่าง ไม่ว่าง")
    before = Order.objects.aggregate(goods=Sum("goods_total"), all=Sum("total"))
    erase(person, committee)
    record = IncomeRecord.objects.get()
    assert (record.gross, record.note) == (Decimal("4321.50"), "")
    assert Order.objects.aggregate(goods=Sum("goods_total"), all=Sum("total")) == before
    order.refresh_from_db()
    assert (order.buyer_name, order.buyer_phone, order.note) == (NAMELESS, "", "")
    assert not order.events.exclude(reason="").exists()


def test_afterwards_the_tables_are_closed_again(person, committee):
    consents.answer_for_oneself(user=person.user, purpose="income", is_given=True)
    erase(person, committee)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.update(is_given=False)


@pytest.mark.parametrize("kind", ["committee", "treasurer"])
def test_a_role_of_trust_ends_first(community, committee, kind):
    user = factories.with_role(community, kind, name="ผู้ถือ บทบาท")
    with pytest.raises(Refused) as refused:
        erase(memberships.person_of(user), committee)
    assert refused.value.code == "to_settle"


def test_an_order_under_way_is_finished_first(buyer, person, committee, listing):
    factories.order(buyer, factories.wish(listing))
    with pytest.raises(Refused, match="คำสั่งซื้อ|orders"):
        erase(person, committee)
    person.refresh_from_db()
    assert person.name == "สมใจ ตัวอย่าง"


def test_whoever_represents_others_hands_the_task_on_first(person, committee):
    home = person.memberships.get().household
    other = factories.member(home, name="ลูก ตัวอย่าง")
    with pytest.raises(Refused):
        erase(person, committee)
    memberships.make_representative(membership=Membership.objects.get(person__user=other), actor=committee)
    erase(person, committee)
    home.refresh_from_db()
    assert (home.name, home.status) == ("บ้านสมใจ", "active")


def test_a_household_of_nobody_closes_without_a_name(person, committee):
    home = person.memberships.get().household
    erase(person, committee)
    home.refresh_from_db()
    assert home.status == "closed"
    assert "สมใจ" not in home.name


def test_a_shop_of_nobody_leaves_the_market(seller, shop, listing, committee, client):
    erase(Person.objects.get(user=seller), committee)
    shop.refresh_from_db()
    assert "บุญ" not in shop.name
    assert (shop.phone, shop.promptpay_id, shop.receiver_name) == ("", "", "")
    assert "น้ำพริกหนุ่ม" not in client.get("/").content.decode()


def test_a_shop_that_others_keep_first_changes_its_promptpay(seller, shop, committee):
    person = Person.objects.get(user=seller)
    Person.objects.filter(pk=person.pk).update(phone="0812223333")
    person.refresh_from_db()
    child = factories.member(shop.household, name="ลูก ใจดี")
    memberships.make_representative(membership=Membership.objects.get(person__user=child), actor=committee)
    with pytest.raises(Refused):
        erase(person, committee)
    shop.promptpay_id, shop.receiver_name = "0899999999", "ลูก ใจดี"
    shop.save()
    erase(person, committee)
    shop.refresh_from_db()
    assert (shop.name, shop.promptpay_id) == ("ครัวยายบุญ", "0899999999")


def test_somebody_else_of_the_same_name_and_phone_keeps_both(community, buyer, person, committee):
    twin = factories.representative(community, name="สมใจ ตัวอย่าง")
    User.objects.filter(pk__in=[buyer.pk, twin.pk]).update(phone="0811112222")
    home = Household.objects.of_member(twin).get()
    IncomeRecord.objects.create(
        household=home, community=home.community, month="2026-01-01", source="wage", gross=1,
        note="สมใจ ตัวอย่าง โทร 0811112222", recorded_by=twin,
    )  # fmt: skip
    erase(person, committee)
    twin.refresh_from_db()
    assert (twin.name, twin.phone) == ("สมใจ ตัวอย่าง", "0811112222")
    assert IncomeRecord.objects.get(household=home).note == "สมใจ ตัวอย่าง โทร 0811112222"


def test_a_name_of_one_word_is_not_cut_out_of_other_words(community, committee):
    home = factories.household(community, name="บ้านทำบุญ")
    user = factories.member(home, name="บุญ")
    Notice.objects.create(user=committee, text="ไปทำบุญกัน")
    erase(Person.objects.get(user=user), committee)
    assert Notice.objects.get(user=committee).text == "ไปทำบุญกัน"


def test_the_reason_is_kept_without_the_name(person, committee):
    erasures.carry_out(person=person, actor=committee, reason="สมใจ ตัวอย่าง ขอเอง")
    assert Erasure.objects.get().reason == f"{NAMELESS} ขอเอง"


def test_the_entry_that_was_joined_into_it_loses_its_name_too(person, committee, community):
    twin = Person.objects.create(name="สมใจ ชื่อเก่า", birth_year=1960, phone="0811112222")
    Membership.objects.create(person=twin, household=factories.household(community), status="active")
    merge = merges.join_people(kept=person, gone=twin, actor=committee)
    erase(person, committee)
    twin.refresh_from_db()
    merge.refresh_from_db()
    assert (twin.name, twin.birth_year, twin.phone) == (NAMELESS, None, "")
    assert merge.moved == {}
    with pytest.raises(Refused):
        merges.undo(merge=merge, actor=committee)


def test_doing_it_twice_does_it_once(person, committee, log_file):
    assert erase(person, committee) == erase(person, committee)
    assert len(log_file.read_text().splitlines()) == 1


def test_the_line_outside_holds_codes_and_no_name(person, committee, log_file):
    erase(person, committee)
    _day, code, account = log_file.read_text().split()
    assert (code, account) == (person.code, person.user.code)


def test_after_a_backup_came_back_the_name_goes_again(person, buyer, committee, capsys):
    settings.ERASURES_FILE.write_text(f"2026-01-05 {person.code} {buyer.code}\n2026-01-06 unknown1 -\n")
    call_command("replay_erasures")
    person.refresh_from_db()
    assert person.name == NAMELESS
    assert Erasure.objects.get().done_by is None
    call_command("replay_erasures")
    assert capsys.readouterr().out.splitlines() == ["1 names removed again", "0 names removed again"]


def test_an_entry_made_after_the_backup_is_found_by_its_account(person, buyer, capsys):
    settings.ERASURES_FILE.write_text(f"2026-01-05 lostcode {buyer.code}\n")
    call_command("replay_erasures")
    person.refresh_from_db()
    assert person.name == NAMELESS


def test_a_name_that_has_to_wait_makes_the_command_fail(person, buyer, listing):
    factories.order(buyer, factories.wish(listing))
    settings.ERASURES_FILE.write_text(f"2026-01-05 {person.code} {buyer.code}\n")
    with pytest.raises(CommandError, match=person.code):
        call_command("replay_erasures")
