"""Sessions: a new id at login, dead afterwards, short for those who see other people's money or incomes."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.test import Client

from households import roles


def touch(client, seconds_ago):
    session = client.session
    session["touched_at"] = int(time.time()) - seconds_ago
    session.save()


def set_up_app(user) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def figures(secret) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_signing_in_gives_the_session_a_new_id(client, buyer, sign_in):
    session = client.session
    session["before"] = "x"
    session.save()
    before = client.cookies["sessionid"].value
    sign_in(buyer)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_copied_session_is_dead_after_signing_out(client, buyer, sign_in):
    sign_in(buyer)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert thief.get("/inbox/").status_code == 200
    client.post("/accounts/logout/")
    assert thief.get("/inbox/").status_code == 302


def test_a_copied_session_is_dead_after_the_password_changed(client, buyer, sign_in):
    sign_in(buyer)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    new = {
        "oldpassword": "banana-leaf-9",
        "password1": "four-green-parrots",
        "password2": "four-green-parrots",
    }
    client.post("/accounts/password/change/", new)
    assert thief.get("/inbox/").status_code == 302


def test_ordinary_people_stay_signed_in_after_a_long_pause(client, buyer):
    client.force_login(buyer)
    touch(client, 100_000)
    assert client.get("/inbox/").status_code == 200


def test_ordinary_people_pay_no_statement_for_it(client, buyer, django_assert_max_num_queries):
    client.force_login(buyer)
    with django_assert_max_num_queries(3):
        client.get("/preferences/text-size/")
    assert "touched_at" not in client.session


@pytest.mark.parametrize("role", ["committee", "treasurer", "officer"])
def test_trusted_people_are_signed_out_after_half_an_hour(client, role, request):
    client.force_login(request.getfixturevalue(role))
    touch(client, 30 * 60 + 5)
    assert client.get("/inbox/?x=1")["Location"] == "/accounts/login/?next=/inbox/%3Fx%3D1"
    assert "_auth_user_id" not in client.session


def test_a_touch_within_the_half_hour_keeps_the_session(client, committee):
    client.force_login(committee)
    touch(client, 29 * 60)
    assert client.get("/inbox/").status_code == 200
    assert time.time() - client.session["touched_at"] < 5


def test_the_session_is_written_at_most_once_a_minute(client, committee):
    client.force_login(committee)
    touch(client, 40)
    before = client.session["touched_at"]
    client.get("/inbox/")
    assert client.session["touched_at"] == before


def test_a_press_after_the_pause_changes_nothing(client, committee):
    client.force_login(committee)
    touch(client, 3600)
    answer = client.post("/accounts/save/", {"name": "Somebody else", "language": "th"})
    assert answer["Location"].startswith("/accounts/login/")
    committee.refresh_from_db()
    assert committee.name == "มะลิ ตัวอย่าง"


@pytest.mark.parametrize("path", ["/household/codes/", "/inbox/", "/admin/"])
def test_without_a_second_step_a_trusted_person_gets_no_further(client, committee, settings, path):
    settings.MFA_REQUIRED_FOR_ROLES = True
    client.force_login(committee)
    assert client.get(path)["Location"] == "/accounts/2fa/"


@pytest.mark.parametrize("path", ["/accounts/2fa/", "/accounts/logout/", "/accounts/", "/healthz"])
def test_the_way_to_the_second_step_stays_open(client, committee, settings, path):
    settings.MFA_REQUIRED_FOR_ROLES = True
    client.force_login(committee)
    assert client.get(path).status_code == 200


def test_ordinary_people_need_no_second_step(client, buyer, settings):
    settings.MFA_REQUIRED_FOR_ROLES = True
    client.force_login(buyer)
    assert client.get("/inbox/").status_code == 200


def test_with_a_second_step_the_rooms_are_open(client, committee, settings):
    settings.MFA_REQUIRED_FOR_ROLES = True
    set_up_app(committee)
    client.force_login(committee)
    assert client.get("/household/codes/").status_code == 200


def test_a_role_given_during_a_session_counts_at_once(client, buyer, community, committee, settings):
    settings.MFA_REQUIRED_FOR_ROLES = True
    client.force_login(buyer)
    roles.grant(user=buyer, kind="treasurer", community=community, actor=committee)
    assert client.get("/inbox/")["Location"] == "/accounts/2fa/"


def test_the_app_is_asked_for_after_the_password(client, committee, sign_in):
    secret = set_up_app(committee)
    assert sign_in(committee)["Location"] == "/accounts/2fa/authenticate/"
    page = client.get("/accounts/2fa/authenticate/")
    assert page.status_code == 200
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert "_auth_user_id" not in client.session
    client.post("/accounts/2fa/authenticate/", {"code": figures(secret)})
    assert client.session["_auth_user_id"] == str(committee.pk)


def test_the_app_is_set_up_and_spare_codes_follow(client, committee, sign_in):
    sign_in(committee)
    start = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert start.redirect_chain[0][0].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": "banana-leaf-9"})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    done = client.post("/accounts/2fa/totp/activate/", {"code": figures(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get(done["Location"]).status_code == 200
    assert Authenticator.objects.filter(user=committee).count() == 2


def test_trusted_people_cannot_take_their_only_second_step_away(client, committee, settings, sign_in):
    settings.MFA_REQUIRED_FOR_ROLES = True
    secret = set_up_app(committee)
    sign_in(committee)
    client.post("/accounts/2fa/authenticate/", {"code": figures(secret)})
    client.post("/accounts/reauthenticate/?next=/", {"password": "banana-leaf-9"})
    client.post("/accounts/2fa/totp/deactivate/", {})
    assert Authenticator.objects.filter(user=committee, type="totp").exists()


@pytest.mark.parametrize(
    "path",
    ["/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/", "/accounts/2fa/recovery-codes/generate/"],
)
def test_pages_of_the_second_step_run_no_script_of_their_own(client, committee, sign_in, path):
    sign_in(committee)
    client.post("/accounts/reauthenticate/?next=/", {"password": "banana-leaf-9"})
    page = client.get(path)
    assert page.status_code == 200
    scripts = [piece.split(">")[0] for piece in page.content.decode().split("<script")[1:]]
    assert all("src=" in script or 'type="application/json"' in script for script in scripts)
    assert "'unsafe" not in page["Content-Security-Policy"]
