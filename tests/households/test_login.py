"""E-mail and password: entering, signing up, forgetting, and what a guesser learns (nothing)."""

import re

from django.conf import settings
from django.core import mail
from django.core.cache import cache

from households.models import Acceptance, User
from tests import factories


def session_user(client):
    return client.session.get("_auth_user_id")


def sign_up(client, email, **extra):
    form = {"email": email, "name": "คนใหม่ ตัวอย่าง", "password1": "three-wise-hens", **extra}
    return client.post("/accounts/signup/", form)


def code_in_mail() -> str:
    return re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]


def test_a_wrong_password_keeps_the_e_mail_and_lets_nobody_in(client, buyer, sign_in):
    page = sign_in(buyer, password="wrong")
    assert buyer.email in page.content.decode()
    assert session_user(client) is None


def test_the_right_password_leads_where_one_wanted_to_go(client, buyer, sign_in):
    assert sign_in(buyer, next="/inbox/")["Location"] == "/inbox/"


def test_another_site_is_never_where_one_wanted_to_go(client, buyer, sign_in):
    assert sign_in(buyer, next="https://evil.example/")["Location"] == "/"


def test_capital_letters_in_the_e_mail_do_not_matter(client, buyer, sign_in):
    buyer.email = buyer.email.upper()
    assert sign_in(buyer).status_code == 302


def test_login_says_the_same_for_a_known_and_an_unknown_address(client, buyer):
    pages = [
        client.post("/accounts/login/", {"login": email, "password": "wrong"}).content.decode()
        for email in (buyer.email, "nobody@example.com")
    ]
    errors = [re.search(r'class="errors".*?</div>', page, re.DOTALL)[0] for page in pages]
    assert errors[0] == errors[1]


def test_sign_up_says_the_same_for_a_known_and_an_unknown_address(client, buyer):
    known = sign_up(client, buyer.email)
    page_for_known = client.get(known["Location"]).content.decode().replace(buyer.email, "X")
    client.cookies.clear()
    cache.clear()
    unknown = sign_up(client, "new@example.com")
    page_for_unknown = client.get(unknown["Location"]).content.decode().replace("new@example.com", "X")

    def plain(page):
        return re.sub(r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"', "", page)

    assert known["Location"] == unknown["Location"]
    assert plain(page_for_known) == plain(page_for_unknown)


def test_the_owner_of_a_known_address_learns_of_the_try_by_e_mail(client, buyer):
    sign_up(client, buyer.email)
    assert mail.outbox[0].to == [buyer.email]
    assert "/accounts/password/reset/" in mail.outbox[0].body
    assert User.objects.filter(email=buyer.email).count() == 1


def test_a_newcomer_types_the_code_from_the_e_mail_and_is_in(client, db):
    answer = sign_up(client, "new@example.com")
    assert session_user(client) is None
    done = client.post(answer["Location"], {"code": code_in_mail()})
    assert done["Location"] == "/"
    assert session_user(client) == str(User.objects.get().pk)
    assert User.objects.get().name == "คนใหม่ ตัวอย่าง"


def test_a_wrong_code_from_the_e_mail_lets_nobody_in(client, db):
    answer = sign_up(client, "new@example.com")
    assert client.post(answer["Location"], {"code": "WRONG1"}).status_code == 200
    assert session_user(client) is None


def test_sign_up_asks_for_the_privacy_notice_that_holds(client, privacy):
    page = sign_up(client, "new@example.com", privacy_version=privacy.pk)
    assert page.status_code == 200
    assert not User.objects.exists()
    sign_up(client, "new@example.com", privacy="on", privacy_version=privacy.pk)
    assert Acceptance.objects.get().version == privacy


def test_a_page_left_open_over_a_new_version_asks_again(client, privacy):
    page = sign_up(client, "new@example.com", privacy="on", privacy_version=privacy.pk - 1)
    assert page.status_code == 200
    assert not User.objects.exists()
    assert f'value="{privacy.pk}"' in page.content.decode()


def test_a_weak_password_is_refused_in_words(client, db):
    page = sign_up(client, "new@example.com", password1="12345678")
    assert page.status_code == 200
    assert not User.objects.exists()


def test_without_e_mail_the_site_sends_newcomers_to_the_committee(client, db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    sign_up(client, "new@example.com")
    assert not User.objects.exists()
    assert "/accounts/signup/" not in client.get("/accounts/login/").content.decode()


def test_the_sixth_guess_is_refused_even_with_the_right_password(client, buyer, sign_in):
    for number in range(5):
        sign_in(buyer, password=f"guess{number}")
    sign_in(buyer)
    assert session_user(client) is None


def test_guesses_from_many_addresses_share_the_accounts_limit(client, buyer):
    for number in range(5):
        client.post(
            "/accounts/login/", {"login": buyer.email, "password": "guess"}, REMOTE_ADDR=f"10.0.0.{number}"
        )
    client.post(
        "/accounts/login/", {"login": buyer.email, "password": "banana-leaf-9"}, REMOTE_ADDR="10.0.1.1"
    )
    assert session_user(client) is None


def test_guesses_at_one_account_leave_the_others_open(client, buyer, seller, sign_in):
    for number in range(6):
        sign_in(buyer, password=f"guess{number}")
    assert sign_in(seller)["Location"] == "/"


def test_entering_does_not_give_a_guesser_new_tries(client, buyer, seller, sign_in):
    for number in range(5):
        sign_in(buyer, password=f"guess{number}")
    sign_in(seller)
    client.logout()
    sign_in(buyer)
    assert session_user(client) is None


def test_the_limits_stand_in_a_cache_that_all_workers_share():
    assert "locmem" not in settings.CACHES["default"]["BACKEND"]
    assert "dummy" not in settings.CACHES["default"]["BACKEND"]


def test_the_admins_door_is_the_sites_door_so_its_limits_hold(client, db):
    committee = factories.user(is_staff=True)
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    door = client.get("/admin/login/?next=/admin/")["Location"]
    assert door == "/accounts/login/?next=/admin/"
    for number in range(5):
        client.post(door, {"login": committee.email, "password": f"guess{number}"})
    client.post("/admin/login/", {"username": committee.email, "password": "banana-leaf-9"})
    assert session_user(client) is None
    client.post(door, {"login": committee.email, "password": "banana-leaf-9"})
    assert session_user(client) is None


def test_the_right_password_at_the_admins_door_opens_the_admin(client, db, sign_in):
    committee = factories.user(is_staff=True)
    assert sign_in(committee, next="/admin/")["Location"] == "/admin/"


def test_a_forgotten_password_is_changed_with_a_code_from_the_e_mail(client, buyer, sign_in):
    asked = client.post("/accounts/password/reset/", {"email": buyer.email})
    confirmed = client.post(asked["Location"], {"code": code_in_mail()})
    new = {"password1": "four-green-parrots", "password2": "four-green-parrots"}
    client.post(confirmed["Location"], new)
    client.logout()
    assert sign_in(buyer, password="four-green-parrots")["Location"] == "/"


def test_forgetting_says_the_same_for_an_unknown_address(client, buyer):
    known = client.post("/accounts/password/reset/", {"email": buyer.email})["Location"]
    client.cookies.clear()
    assert client.post("/accounts/password/reset/", {"email": "nobody@example.com"})["Location"] == known


def test_an_account_that_is_switched_off_stays_outside(client, buyer, sign_in):
    User.objects.filter(pk=buyer.pk).update(is_active=False)
    sign_in(buyer)
    assert session_user(client) is None


def test_whoever_has_not_accepted_the_privacy_notice_reads_it_first(client, buyer, privacy, sign_in):
    assert sign_in(buyer, next="/inbox/")["Location"] == "/agreements/privacy/?next=%2Finbox%2F"


def test_e_mails_speak_thai_and_name_no_foreign_host(client, db):
    sign_up(client, "new@example.com")
    assert settings.SITE_URL in mail.outbox[0].body
    assert "example.com" not in mail.outbox[0].body
