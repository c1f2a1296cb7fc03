"""Every page of the door and the household opens for those who may, in Thai and English, and for nobody else."""

import pytest
from django.conf import settings

from tests import factories

PUBLIC = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/code/",
    "/agreements/",
]
SIGNED_IN = [
    "/accounts/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/2fa/",
    "/accounts/3rdparty/",
    "/household/",
    "/household/join/",
    "/household/consent/",
    "/inbox/",
]
COMMITTEE = ["/household/codes/", "/household/new/"]


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_opens_for_everyone(client, db, path, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_page_of_ones_own_opens_after_signing_in(client, buyer, path):
    client.force_login(buyer)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", [path for path in SIGNED_IN + COMMITTEE if path != "/accounts/logout/"])
def test_a_page_of_ones_own_asks_strangers_to_sign_in(client, db, path):
    assert client.get(path)["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("path", COMMITTEE)
def test_a_committee_page_opens_for_the_committee(client, committee, path):
    client.force_login(committee)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", COMMITTEE)
def test_a_committee_page_does_not_exist_for_others(client, buyer, path):
    client.force_login(buyer)
    assert client.get(path).status_code == 404


def test_a_household_is_seen_by_its_members_and_its_committee_only(client, buyer, committee, outsider):
    code = buyer.person.memberships.get().household.code
    seen = {}
    for user in (buyer, committee, outsider):
        client.force_login(user)
        seen[user.name] = client.get(f"/household/{code}/").status_code
    assert seen == {buyer.name: 200, committee.name: 200, outsider.name: 404}


def test_another_communitys_committee_does_not_see_the_household(client, buyer):
    other = factories.with_role(factories.community(), "committee")
    client.force_login(other)
    assert client.get(f"/household/{buyer.person.memberships.get().household.code}/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/save/",
        "/household/join/ask/",
        "/household/requests/1/approve/",
        "/household/requests/1/refuse/",
        "/household/members/1/represent/",
        "/household/members/1/leave/",
        "/household/codes/1/print/",
        "/household/consent/save/",
        "/agreements/market/accept/",
        "/inbox/read/",
    ],
)
def test_what_changes_something_cannot_be_opened_by_a_link(client, committee, path):
    client.force_login(committee)
    assert client.get(path).status_code == 405


@pytest.mark.parametrize("rows", [2, 20])
def test_the_register_takes_the_same_few_statements_for_few_and_for_many(
    client, committee, community, rows, django_assert_max_num_queries
):
    for _household in range(rows):
        factories.representative(community)
    client.force_login(committee)
    client.get("/household/codes/")
    with django_assert_max_num_queries(8):
        client.get("/household/codes/")


@pytest.mark.parametrize("people", [2, 12])
def test_a_households_page_takes_the_same_few_statements_for_few_and_for_many(
    client, buyer, people, django_assert_max_num_queries
):
    home = buyer.person.memberships.get().household
    for _person in range(people):
        factories.member(home)
    client.force_login(buyer)
    with django_assert_max_num_queries(12):
        client.get("/household/")
