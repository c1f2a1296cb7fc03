"""Leaving a household, moving, dying, and coming back, by one person who stays the same."""

import datetime as dt

import pytest
from django.utils import timezone

from households import checks, departures, memberships, register
from households.models import Membership, RegisterEvent, Role, Situation
from lib.errors import Refused

TODAY = timezone.localdate


def test_somebody_moves_away_on_a_day_and_it_is_on_record(client, buyer, child):
    client.force_login(buyer)
    client.post(f"/household/members/{child.pk}/end/", {"why": "away", "on": "1/2/2569", "reason": "ไปทำงาน"})
    child.refresh_from_db()
    assert (child.status, child.end_reason, child.until) == ("left", "away", dt.date(2026, 2, 1))
    event = RegisterEvent.objects.get(kind="member_left")
    assert (event.happened_on, event.reason, event.person) == (dt.date(2026, 2, 1), "ไปทำงาน", child.person)


def test_one_who_leaves_by_oneself_leaves_today_and_it_is_on_record(child):
    memberships.leave(membership=child, actor=child.person.user)
    child.refresh_from_db()
    assert (child.end_reason, child.until) == ("away", TODAY())
    assert RegisterEvent.objects.get(kind="member_left").facts["as"] == ""


def test_the_representative_hands_over_before_being_moved_out(buyer, home, child):
    with pytest.raises(Refused) as refusal:
        departures.leave(
            membership=home.memberships.get(is_representative=True), why="away", on=TODAY(), actor=buyer
        )
    assert refusal.value.code == "represents_others"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"why": "moved", "on": "1/2/2569"}, "code"),
        ({"why": "away", "on": "1/2/2600"}, "on"),
        ({"on": "1/2/2569"}, "why"),
    ],
)
def test_what_is_missing_is_asked_for(client, buyer, child, form, field):
    client.force_login(buyer)
    page = client.post(f"/household/members/{child.pk}/end/", form)
    assert field in page.context["form"].errors
    child.refresh_from_db()
    assert child.status == "active"


def test_nobody_leaves_before_coming(committee, child):
    child.since = dt.date(2026, 3, 1)
    child.save()
    with pytest.raises(Refused) as refusal:
        departures.leave(membership=child, why="away", on=dt.date(2026, 2, 28), actor=committee)
    assert refusal.value.code == "before_beginning"


def test_the_committee_moves_somebody_who_stays_one_person(committee, child, shop_home):
    new = departures.move(
        membership=child, household_code=shop_home.code, on=dt.date(2026, 2, 1), actor=committee
    )
    child.refresh_from_db()
    assert (child.status, child.end_reason, child.until) == ("left", "moved", dt.date(2026, 2, 1))
    assert (new.person, new.household, new.status, new.since) == (
        child.person,
        shop_home,
        "active",
        dt.date(2026, 2, 1),
    )
    assert set(RegisterEvent.objects.values_list("kind", "household")) == {
        ("member_moved", child.household_id),
        ("member_added", shop_home.pk),
    }


def test_a_household_cannot_push_somebody_into_another_it_only_asks(buyer, child, seller, shop_home, work):
    new = departures.move(membership=child, household_code=shop_home.code, on=TODAY(), actor=buyer)
    assert new.status == "asked"
    work()
    assert seller.notices.get().text.startswith("นก ตัวอย่าง")
    memberships.approve(membership=new, actor=seller)
    new.refresh_from_db()
    assert (new.status, new.since, new.needs_check) == ("active", TODAY(), True)


def test_moving_to_the_same_household_is_refused(committee, child):
    with pytest.raises(Refused):
        departures.move(membership=child, household_code=child.household.code, on=TODAY(), actor=committee)


def test_a_move_is_undone_while_the_other_household_has_not_answered(buyer, child, shop_home):
    asked = departures.move(membership=child, household_code=shop_home.code, on=TODAY(), actor=buyer)
    back = departures.bring_back(membership=child, actor=buyer)
    asked.refresh_from_db()
    assert (back.pk, back.status, back.end_reason, back.until) == (child.pk, "active", "", None)
    assert asked.status == "left"


def test_nobody_is_taken_out_of_the_household_that_took_them_in(buyer, committee, child, shop_home):
    new = departures.move(membership=child, household_code=shop_home.code, on=TODAY(), actor=committee)
    with pytest.raises(Refused) as refusal:
        departures.bring_back(membership=child, actor=buyer)
    assert refusal.value.code == "elsewhere"
    departures.bring_back(membership=child, actor=committee)
    new.refresh_from_db()
    child.refresh_from_db()
    assert (new.status, child.status) == ("left", "active")


def test_somebody_who_comes_back_later_has_a_new_place_and_the_old_one_stays(buyer, child):
    child.relation = "child"
    child.save()
    departures.leave(membership=child, why="away", on=dt.date(2026, 2, 1), actor=buyer)
    new = departures.bring_back(membership=child, actor=buyer, since=dt.date(2026, 5, 1))
    child.refresh_from_db()
    assert (child.status, child.until) == ("left", dt.date(2026, 2, 1))
    assert (new.person, new.since, new.relation, new.status) == (
        child.person,
        dt.date(2026, 5, 1),
        "child",
        "active",
    )


def test_nobody_comes_back_before_leaving(buyer, child):
    departures.leave(membership=child, why="away", on=dt.date(2026, 2, 1), actor=buyer)
    with pytest.raises(Refused):
        departures.bring_back(membership=child, actor=buyer, since=dt.date(2026, 1, 31))


def test_a_death_that_the_household_enters_ends_places_at_once_and_the_account_after_a_look(
    buyer, child, committee, community
):
    account = child.person.user
    Role.objects.create(user=account, kind="volunteer", community=community)
    need = Situation.objects.create(person=child.person, kind="no_income", source="self", recorded_by=buyer,
                                    since=dt.date(2026, 1, 1))  # fmt: skip
    departures.record_death(membership=child, on=dt.date(2026, 2, 1), actor=buyer)
    child.refresh_from_db()
    account.refresh_from_db()
    need.refresh_from_db()
    assert (child.status, child.end_reason, child.needs_check) == ("left", "died", True)
    assert child.person.died_on == dt.date(2026, 2, 1)
    assert need.until == dt.date(2026, 2, 1)
    assert account.is_active
    assert Role.objects.held_by(account).exists()
    checks.accept(membership=child, actor=committee)
    account.refresh_from_db()
    assert not account.is_active
    assert not Role.objects.held_by(account).exists()


def test_a_death_that_the_committee_enters_closes_the_account_at_once(client, committee, child):
    client.force_login(child.person.user)
    departures.record_death(membership=child, on=TODAY(), actor=committee)
    assert client.get("/household/").status_code == 302
    assert child.person.user.__class__.objects.get(pk=child.person.user_id).is_active is False


def test_a_death_ends_every_place_of_the_person(committee, child, shop_home):
    second = Membership.objects.create(person=child.person, household=shop_home, status="active")
    departures.record_death(membership=child, on=TODAY(), actor=committee)
    second.refresh_from_db()
    assert (second.status, second.end_reason) == ("left", "died")


def test_nobody_writes_down_the_own_death(child):
    with pytest.raises(Refused) as refusal:
        departures.record_death(membership=child, on=TODAY(), actor=child.person.user)
    assert refusal.value.code == "oneself"


def test_the_deputy_follows_a_representative_who_died(committee, home, child):
    memberships.make_deputy(membership=child, actor=committee)
    seat = home.memberships.get(is_representative=True)
    departures.record_death(membership=seat, on=TODAY(), actor=committee)
    child.refresh_from_db()
    assert (child.is_representative, child.is_deputy) == (True, False)
    assert RegisterEvent.objects.filter(kind="representative", person=child.person).exists()


def test_without_a_deputy_the_committee_hears_that_nobody_represents_the_household(
    committee, home, child, work
):
    seat = home.memberships.get(is_representative=True)
    departures.record_death(membership=seat, on=TODAY(), actor=committee)
    work()
    assert home.name in committee.notices.get().text
    assert home.representative is None


def test_a_death_by_mistake_is_undone_with_seat_and_account(committee, buyer, home):
    seat = home.memberships.get()
    departures.record_death(membership=seat, on=TODAY(), actor=committee)
    departures.bring_back(membership=seat, actor=committee)
    seat.refresh_from_db()
    buyer.refresh_from_db()
    assert (seat.status, seat.is_representative, seat.person.died_on) == ("active", True, None)
    assert buyer.is_active


def test_an_account_that_was_switched_off_before_stays_off_when_a_death_is_undone(committee, child):
    account = child.person.user
    account.is_active = False
    account.save()
    departures.record_death(membership=child, on=TODAY(), actor=committee)
    departures.bring_back(membership=child, actor=committee)
    account.refresh_from_db()
    assert not account.is_active


def test_the_household_does_not_undo_a_death_that_the_committee_looked_at(buyer, committee, child):
    departures.record_death(membership=child, on=TODAY(), actor=buyer)
    checks.accept(membership=child, actor=committee)
    with pytest.raises(Refused) as refusal:
        departures.bring_back(membership=child, actor=buyer)
    assert refusal.value.code == "ask_committee"


def test_somebody_entered_by_mistake_goes_without_a_look_and_without_a_trace_on_the_page(client, buyer, home):
    place = register.enter_person(household=home, entry=register.Entry("ผิด ตัวอย่าง"), actor=buyer)
    departures.leave(membership=place, why="mistake", on=TODAY(), actor=buyer)
    place.refresh_from_db()
    assert (place.status, place.needs_check) == ("left", False)
    client.force_login(buyer)
    assert "ผิด ตัวอย่าง" not in client.get(f"/household/{home.code}/").content.decode()


@pytest.mark.parametrize("who", ["child", "seller", "treasurer", "officer"])
def test_nobody_else_ends_or_reopens_a_place(client, child, who, request):
    person = child.person.user if who == "child" else request.getfixturevalue(who)
    client.force_login(person)
    assert (
        client.post(f"/household/members/{child.pk}/end/", {"why": "away", "on": "1/2/2569"}).status_code
        == 404
    )
    assert client.post(f"/household/members/{child.pk}/back/").status_code == 404
    child.refresh_from_db()
    assert child.status == "active"
