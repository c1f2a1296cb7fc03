"""One-time codes on paper."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from households import entrycodes, register
from households.models import EntryCode, Notice, Person, User
from lib.codes import ALPHABET
from lib.errors import Refused
from tests import factories


def enter(client, code, **extra):
    return client.post("/accounts/code/", {"entry_code": code, **extra})


def is_in(client, user=None) -> bool:
    return client.session.get("_auth_user_id") == str(user.pk) if user else "_auth_user_id" in client.session


def test_a_wrong_code_lets_nobody_in_and_keeps_what_was_typed(client, db):
    answer = enter(client, "aaaa-bbbb-cccc")
    assert not is_in(client)
    assert "aaaa-bbbb-cccc" in answer.content.decode()


def test_the_answer_is_the_same_for_wrong_used_old_and_switched_off(client, buyer, committee, rf):
    used = entrycodes.issue(user=buyer, actor=committee)
    entrycodes.use(code=used, request=rf.post("/"))
    other = factories.user()
    old = entrycodes.issue(user=other, actor=committee)
    EntryCode.objects.filter(user=other).update(expires_at=timezone.now())
    off = factories.user()
    switched_off = entrycodes.issue(user=off, actor=committee)
    User.objects.filter(pk=off.pk).update(is_active=False)
    words = set()
    for code in ("wrong", used, old, switched_off):
        with pytest.raises(Refused) as refusal:
            entrycodes.use(code=code, request=rf.post("/"))
        words.add(str(refusal.value))
    assert len(words) == 1


def test_a_code_is_twelve_clear_signs_in_groups_of_four_and_kept_only_as_a_hash(buyer, committee):
    code = entrycodes.issue(user=buyer, actor=committee)
    groups = code.split("-")
    assert [len(group) for group in groups] == [4, 4, 4]
    assert set("".join(groups)) <= set(ALPHABET)
    kept = EntryCode.objects.get()
    assert "".join(groups) not in kept.code_hash
    assert len(kept.code_hash) == 64


def test_a_code_enters_once_however_it_is_typed(client, buyer, committee):
    code = entrycodes.issue(user=buyer, actor=committee)
    assert enter(client, code.upper().replace("-", " "), next="/inbox/")["Location"] == "/inbox/"
    assert is_in(client, buyer)
    client.logout()
    enter(client, code)
    assert not is_in(client)


def test_a_code_lives_fourteen_days(buyer, committee):
    entrycodes.issue(user=buyer, actor=committee)
    left = EntryCode.objects.get().expires_at - timezone.now()
    assert dt.timedelta(days=13, hours=23) < left <= dt.timedelta(days=14)


def test_a_new_code_makes_the_old_one_useless(client, buyer, committee):
    old = entrycodes.issue(user=buyer, actor=committee)
    new = entrycodes.issue(user=buyer, actor=committee)
    enter(client, old)
    assert not is_in(client)
    enter(client, new)
    assert is_in(client, buyer)


def test_five_wrong_tries_close_the_door_even_to_the_right_code(client, buyer, committee):
    code = entrycodes.issue(user=buyer, actor=committee)
    for number in range(5):
        assert enter(client, f"wrong{number}").status_code == 200
    answer = enter(client, code)
    assert answer.status_code == 429
    assert not is_in(client)


def test_the_limit_counts_each_address_apart(client, buyer, committee):
    code = entrycodes.issue(user=buyer, actor=committee)
    for number in range(6):
        enter(client, f"wrong{number}")
    client.post("/accounts/code/", {"entry_code": code}, REMOTE_ADDR="10.1.2.3")
    assert is_in(client, buyer)


def test_all_addresses_together_have_a_limit_too(client, buyer, committee, settings):
    settings.ACCOUNT_RATE_LIMITS = {"entry_code": "5/5m/ip,8/5m/key"}
    code = entrycodes.issue(user=buyer, actor=committee)
    for number in range(8):
        client.post("/accounts/code/", {"entry_code": "wrong"}, REMOTE_ADDR=f"10.1.2.{number}")
    assert client.post("/accounts/code/", {"entry_code": code}, REMOTE_ADDR="10.1.3.1").status_code == 429


def test_a_hall_full_of_people_enters_from_one_address(client, committee):
    for _person in range(8):
        user = factories.user()
        enter(client, entrycodes.issue(user=user, actor=committee))
        assert is_in(client, user)
        client.logout()


def test_no_code_is_printed_for_people_who_see_other_peoples_money(committee, treasurer):
    with pytest.raises(Refused) as refusal:
        entrycodes.issue(user=treasurer, actor=committee)
    assert refusal.value.code == "trusted"
    assert not EntryCode.objects.exists()


def test_the_person_is_told_who_printed_a_code(buyer, committee, work):
    entrycodes.issue(user=buyer, actor=committee)
    work()
    assert committee.name in Notice.objects.get(user=buyer).text


def test_the_committee_prints_a_slip_that_lets_the_member_in(client, buyer, committee):
    client.force_login(committee)
    seat = buyer.person.memberships.get()
    page = client.post(f"/household/codes/{seat.pk}/print/")
    assert page["Cache-Control"].count("no-store") == 1
    code = page.context["code"]
    assert code in page.content.decode()
    client.logout()
    enter(client, code)
    assert is_in(client, buyer)


def test_another_communitys_committee_cannot_print_for_this_member(client, buyer):
    client.force_login(factories.with_role(factories.community(), "committee"))
    assert client.post(f"/household/codes/{buyer.person.memberships.get().pk}/print/").status_code == 404
    assert not EntryCode.objects.exists()


def test_a_person_in_the_register_without_account_gets_one_with_the_first_code(client, community, committee):
    home = factories.household(community)
    member = register.enter_person(household=home, entry=register.Entry("ยายมา"), actor=committee)
    client.force_login(committee)
    client.post(f"/household/codes/{member.pk}/print/")
    assert Person.objects.get(pk=member.person_id).user.name == "ยายมา"


def test_the_committee_enters_a_new_member_of_a_household(client, community, committee):
    home = factories.household(community)
    client.force_login(committee)
    client.post(f"/household/{home.code}/add/", {"name": "ยายมา", "phone": "๐๘๑ ๒๓๔ ๕๖๗๘"})
    seat = home.memberships.get()
    assert (seat.person.name, seat.person.phone, seat.is_representative) == ("ยายมา", "0812345678", True)
    assert seat.person.user is None


def test_the_account_that_comes_with_a_printed_code_has_the_phone_and_no_password(
    client, community, committee
):
    entry = register.Entry("ยายมา", phone="0812345678")
    member = register.enter_person(household=factories.household(community), entry=entry, actor=committee)
    client.force_login(committee)
    client.post(f"/household/codes/{member.pk}/print/")
    account = Person.objects.get(pk=member.person_id).user
    assert account.phone == "0812345678"
    assert not account.has_usable_password()


def test_a_wrong_phone_keeps_the_name_that_was_typed(client, community, committee):
    home = factories.household(community)
    client.force_login(committee)
    page = client.post(f"/household/{home.code}/add/", {"name": "ยายมา", "phone": "12"})
    assert "ยายมา" in page.content.decode()
    assert not home.memberships.exists()


def test_the_register_is_found_by_name_and_shows_only_ones_own_community(client, committee, buyer, seller):
    stranger = factories.representative(factories.community(), name="สมใจ ที่อื่น")
    client.force_login(committee)
    page = client.get("/household/codes/", {"q": "สมใจ"}).content.decode()
    assert buyer.name in page
    assert seller.name not in page
    assert stranger.name not in page


def test_of_two_presses_at_once_one_enters(buyer, committee, rf):
    code = entrycodes.issue(user=buyer, actor=committee)

    def rival_is_faster(execute, sql, params, many, context):
        if sql.startswith('UPDATE "households_entrycode"'):
            execute("UPDATE households_entrycode SET used_at = expires_at", None, False, context)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(rival_is_faster), pytest.raises(Refused):
        entrycodes.use(code=code, request=rf.post("/"))
