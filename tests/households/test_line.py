"""Entering with LINE, against a stand-in that plays LINE's endpoints."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount

from households.models import Acceptance, User
from tests.line_standin import CHANNEL_ID, CHANNEL_SECRET, LineStandIn


@pytest.fixture
def line(settings):
    """LINE login switched on, and a stand-in for LINE."""
    stand_in = LineStandIn()
    settings.LINE_LOGIN_ENABLED = True
    settings.LINE_LOGIN_BASE_URL = stand_in.base_url
    provider = {**settings.SOCIALACCOUNT_PROVIDERS["line"]}
    provider["APPS"] = [{"client_id": CHANNEL_ID, "secret": CHANNEL_SECRET, "key": ""}]
    settings.SOCIALACCOUNT_PROVIDERS = {"line": provider}
    yield stand_in
    stand_in.close()


def go(client, next_url=""):
    """Press the button, consent at LINE, come back. Returns the site's answer."""
    to_line = client.post("/accounts/line/login/", {"next": next_url} if next_url else {})
    at_line = requests.get(to_line["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(at_line.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def enter_first_time(client, name="ยายบุญ", **extra):
    go(client)
    return client.post("/accounts/3rdparty/signup/", {"name": name, **extra})


def test_line_is_asked_for_the_profile_with_pkce_and_a_state(client, db, line):
    query = parse_qs(urlsplit(client.post("/accounts/line/login/")["Location"]).query)
    assert sorted(query["scope"][0].split()) == ["openid", "profile"]
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["state"][0]) >= 16


def test_a_newcomer_sees_the_name_from_line_and_nothing_else_from_there(client, db, line):
    assert go(client)["Location"] == "/accounts/3rdparty/signup/"
    page = client.get("/accounts/3rdparty/signup/").content.decode()
    assert "ยายบุญ 🌼" in page
    assert line.person["userId"] not in page


def test_a_newcomer_enters_with_the_name_that_was_confirmed(client, db, line):
    assert enter_first_time(client, name="บุญ ใจดี")["Location"] == "/"
    user = User.objects.get()
    assert (user.name, user.email, user.has_usable_password()) == ("บุญ ใจดี", None, False)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_two_people_may_enter_by_line_without_e_mail(client, db, line):
    enter_first_time(client)
    client.logout()
    line.person = {"userId": "U00000000000000000000000000000002", "displayName": "ตาคำ"}
    enter_first_time(client, name="ตาคำ")
    assert sorted(User.objects.values_list("name", flat=True)) == ["ตาคำ", "ยายบุญ"]


def test_the_second_login_finds_the_same_account_without_questions(client, db, line):
    enter_first_time(client)
    client.logout()
    assert go(client, next_url="/inbox/")["Location"] == "/inbox/"
    assert User.objects.count() == SocialAccount.objects.count() == 1


def test_a_newcomer_by_line_accepts_the_privacy_notice_first(client, line, privacy):
    go(client)
    refused = client.post("/accounts/3rdparty/signup/", {"name": "บุญ", "privacy_version": privacy.pk})
    assert refused.status_code == 200
    assert not User.objects.exists()
    client.post("/accounts/3rdparty/signup/", {"name": "บุญ", "privacy": "on", "privacy_version": privacy.pk})
    assert Acceptance.objects.get().version == privacy


def test_whoever_cancels_at_line_is_told_kindly_and_stays_outside(client, db, line):
    line.refuses = True
    answer = go(client)
    assert answer["Location"] == "/accounts/3rdparty/login/cancelled/"
    assert client.get(answer["Location"]).status_code == 200
    assert not User.objects.exists()


def test_a_state_that_is_not_ours_lets_nobody_in(client, db, line):
    client.post("/accounts/line/login/")
    answer = client.get("/accounts/line/login/callback/?code=stolen&state=somebody-elses")
    assert answer.status_code == 401
    assert "_auth_user_id" not in client.session


def test_a_code_that_line_does_not_know_lets_nobody_in(client, db, line):
    state = parse_qs(urlsplit(client.post("/accounts/line/login/")["Location"]).query)["state"][0]
    answer = client.get(f"/accounts/line/login/callback/?code=invented&state={state}")
    assert answer.status_code == 401
    assert not User.objects.exists()


@pytest.mark.parametrize("is_on", [True, False])
def test_the_line_button_stands_only_where_line_is_switched_on(client, db, monkeypatch, is_on):
    monkeypatch.setattr("config.context.Site.line_login", is_on)
    page = client.get("/accounts/login/").content.decode()
    assert ('action="/accounts/line/login/"' in page) is is_on


def test_line_stays_open_when_passwords_were_guessed_too_often(client, line, buyer):
    for _try in range(7):
        client.post("/accounts/login/", {"login": buyer.email, "password": "guess"})
    assert enter_first_time(client)["Location"] == "/"


def test_somebody_signed_in_connects_line_and_enters_with_it_later(client, line, buyer):
    client.force_login(buyer)
    to_line = client.post("/accounts/line/login/?process=connect")
    back = urlsplit(requests.get(to_line["Location"], allow_redirects=False, timeout=5).headers["Location"])
    client.get(f"{back.path}?{back.query}")
    client.logout()
    assert go(client)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(buyer.pk)
