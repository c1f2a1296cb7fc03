"""The demo's door: one press on a demo, nothing at all anywhere else."""

import importlib
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.test import RequestFactory
from django.urls import NoReverseMatch, clear_url_caches, reverse

import config.urls
import households.urls
from households.demo_people import PEOPLE
from households.urls import people
from households.views import demo
from tests import factories


@pytest.fixture
def buyer_of_the_demo(db):
    return factories.user(name="ผู้ซื้อ สาธิต", code="demo-buyer")


@pytest.fixture
def demo_site(settings):
    """A site that was started with DEMO=1."""

    def load_addresses():
        for module in (people, households.urls, config.urls):
            importlib.reload(module)
        clear_url_caches()

    settings.DEMO = True
    load_addresses()
    yield
    settings.DEMO = False
    load_addresses()


def start(**environment) -> subprocess.CompletedProcess:
    """Load the settings as a new process does."""
    clean = {name: value for name, value in os.environ.items() if name not in ("DEBUG", "DEMO")}
    secrets = {"SECRET_KEY": "x" * 40, "SITE_URL": "https://x.example", "ALLOWED_HOSTS": "x.example"}
    code = "import django; django.setup(); from django.urls import reverse; print(reverse('households:demo'))"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=clean | secrets | {"DJANGO_SETTINGS_MODULE": "config.settings"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_refuses_to_start_as_a_demo():
    result = start(DEBUG="0", DEMO="1")
    assert result.returncode != 0
    assert ImproperlyConfigured.__name__ in result.stderr
    assert "DEMO=1" in result.stderr


def test_production_has_no_address_for_the_demos_door():
    result = start(DEBUG="0", DEMO="0")
    assert NoReverseMatch.__name__ in result.stderr


def test_a_demo_has_the_door():
    assert start(DEBUG="1", DEMO="1").stdout.strip() == "/accounts/demo/"


def test_without_the_demo_the_address_is_not_found(client, buyer_of_the_demo):
    assert settings.DEMO is False
    with pytest.raises(NoReverseMatch):
        reverse("households:demo")
    assert client.post("/accounts/demo/", {"person": "buyer"}).status_code == 404


def test_without_the_demo_the_view_itself_lets_nobody_in(buyer_of_the_demo):
    with pytest.raises(Http404):
        demo.enter(RequestFactory().post("/accounts/demo/", {"person": "buyer"}))


def test_without_the_demo_the_sign_in_page_offers_nobody(client, buyer_of_the_demo):
    assert buyer_of_the_demo.name not in client.get("/accounts/login/").content.decode()


def test_every_demo_code_fits_an_account():
    assert all(len(code) <= 12 for code, _role, _first in PEOPLE.values())
    assert len({code for code, *_rest in PEOPLE.values()}) == len(PEOPLE)


def test_on_a_demo_one_press_enters(client, demo_site, buyer_of_the_demo):
    page = client.get("/accounts/login/?next=/basket/").content.decode()
    assert buyer_of_the_demo.name in page
    answer = client.post("/accounts/demo/", {"person": "buyer", "next": "/inbox/"})
    assert answer["Location"] == "/inbox/"
    assert client.session["_auth_user_id"] == str(buyer_of_the_demo.pk)


@pytest.mark.parametrize("person", ["", "king", "seller", "demo-buyer"])
def test_on_a_demo_nobody_else_enters_without_a_password(client, demo_site, buyer_of_the_demo, person):
    assert client.post("/accounts/demo/", {"person": person}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_on_a_demo_a_link_does_not_press(client, demo_site, buyer_of_the_demo):
    assert client.get("/accounts/demo/").status_code == 405
