"""The help desk in the office: facts alone, and nothing sensitive for those outside the circle."""

import pytest

from tests import desk_registers, factories
from welfare.models import CaseSubject, CircleMember

LIST = "/admin/welfare/helpcase/"


@pytest.fixture
def plain(community):
    """A lift to the hospital."""
    return desk_registers.case(community, "ลุงคำ", kind="ride")


@pytest.fixture
def secret(community):
    """Only for the circle."""
    return desk_registers.case(community, "ลูกบ้าน", kind="fraud", is_sensitive=True)


def seen(client, user) -> set[str]:
    """Codes in the list of this person."""
    client.force_login(user)
    return {row.code for row in client.get(LIST).context["cl"].result_list}


def opens(client, user, case) -> bool:
    """Whether the page of the row opens."""
    client.force_login(user)
    return client.get(f"{LIST}{case.pk}/change/").status_code == 200


def test_the_committee_reads_plain_requests_and_no_sensitive_one(client, plain, secret, committee):
    assert seen(client, committee) == {plain.code}
    assert not opens(client, committee, secret)


def test_whoever_of_the_committee_is_in_the_circle_reads_both(client, community, plain, secret, committee):
    CircleMember.objects.create(community=community, user=committee, added_by=committee)
    assert seen(client, committee) == {plain.code, secret.code}
    assert opens(client, committee, secret)


def test_nobody_reads_there_what_is_about_oneself(client, community, plain, secret, committee):
    CircleMember.objects.create(community=community, user=committee, added_by=committee)
    for case in (plain, secret):
        CaseSubject.objects.create(case=case, user=committee)
    assert seen(client, committee) == set()
    assert not opens(client, committee, plain)


def test_the_technician_reads_no_sensitive_request(client, plain, secret):
    technician = factories.user(is_staff=True, is_superuser=True)
    assert seen(client, technician) == {plain.code}
    assert not opens(client, technician, secret)


@pytest.mark.parametrize("role", ["treasurer", "auditor"])
def test_treasurer_and_auditor_read_no_request(client, community, plain, role):
    client.force_login(factories.with_role(community, role))
    assert client.get(LIST).status_code == 403


def test_neither_list_nor_row_holds_phone_place_name_or_words(client, plain, committee):
    client.force_login(committee)
    for address in (LIST, f"{LIST}{plain.pk}/change/", f"{LIST}{plain.pk}/history/"):
        words = client.get(address).content.decode()
        assert plain.code in words
        assert not [text for text in ("0812345670", "081-234-5670", "ที่อยู่ ลุงคำ", "ลุงคำ") if text in words]


def test_a_phone_is_no_way_to_find_a_request(client, plain, committee):
    client.force_login(committee)
    assert list(client.get(LIST, {"q": "0812345670"}).context["cl"].result_list) == []


def test_phones_and_exact_places_of_volunteers_and_missions_are_not_there(client, community, committee):
    rows = desk_registers.rows(community, "บ้านเรา")
    client.force_login(committee)
    for model, row in rows.items():
        name = model._meta.model_name
        words = client.get(f"/admin/welfare/{name}/").content.decode()
        if name in ("volunteer", "mission", "villagemap", "targettime"):
            words += client.get(f"/admin/welfare/{name}/{row.pk}/change/").content.decode()
        assert not [text for text in ("08123456", "081-234-56", "ที่อยู่ บ้านเรา") if text in words], name
