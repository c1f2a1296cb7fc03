"""The site as it runs for real: it does not start without its secrets, and nothing of a developer's is in it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "b3f9-long-and-random-enough-for-a-test-of-production-77"

LOOK = """
import json
from django.conf import settings
settings.STORAGES = {**settings.STORAGES, "staticfiles": {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
import django
django.setup()
from django.test import Client
from django.urls import get_resolver, NoReverseMatch, reverse

def exists(name):
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False

client = Client(raise_request_exception=False, SERVER_NAME="sirisuk.example")
secure = {"secure": True}
page = client.get("/nowhere/", **secure)
plain = client.get("/nowhere/")
moved = client.post("/preferences/language/", {"language": "en", "next": "//evil.example"}, **secure)
print(json.dumps({
    "exists": [name for name in ("styleguide", "households:demo") if exists(name)],
    "statuses": [client.get(path, **secure).status_code for path in
        ("/styleguide/", "/accounts/demo/", "/__debug__/", "/static/../config/settings.py", "/media/../db.sqlite3")],
    "page": [page.status_code, dict(page.headers), page.content.decode()],
    "plain": [plain.status_code, plain.headers.get("Location")],
    "host": Client(raise_request_exception=False, SERVER_NAME="evil.example").get("/nowhere/", **secure).status_code,
    "cookie": {key: str(value) for key, value in moved.cookies["django_language"].items()},
    "moved": moved["Location"],
    "settings": {name: getattr(settings, name) for name in (
        "DEBUG", "DEMO", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
        "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE", "MFA_REQUIRED_FOR_ROLES",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "SECURE_PROXY_SSL_HEADER", "ALLOWED_HOSTS", "PASSWORD_HASHERS")},
}))
"""


def run(folder, *arguments, **changes) -> subprocess.CompletedProcess:
    """A process with production's environment; a change to None leaves the variable out."""
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": KEY,
        "SITE_URL": "https://sirisuk.example",
        "ALLOWED_HOSTS": "sirisuk.example",
        "DATABASE_URL": f"sqlite:///{folder / 'none.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PYTHONWARNINGS": "default",
        **changes,
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("production")


@pytest.fixture(scope="module")
def production(folder):
    """What a started production site says about itself."""
    done = run(folder, "-c", LOOK, DJANGO_SETTINGS_MODULE="config.settings")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SITE_URL": None}, "SITE_URL"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"DEMO": "1"}, "DEMO"),
    ],
)
def test_production_does_not_start_half_configured(folder, changes, named):
    done = run(folder, "-c", "import config.settings", **changes)
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert named in done.stderr.splitlines()[-1]


def test_production_starts_when_it_has_what_it_needs(folder):
    """Control."""
    assert run(folder, "-c", "import config.settings").returncode == 0


def test_djangos_own_check_finds_nothing(folder):
    done = run(folder, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr.strip()) == (0, ""), done.stderr
    assert "no issues" in done.stdout


def test_djangos_own_check_can_find_something(folder):
    """Control: without https it complains."""
    done = run(
        folder, "manage.py", "check", "--deploy", "--fail-level", "WARNING", SITE_URL="http://sirisuk.example"
    )
    assert done.returncode != 0


def test_nothing_of_the_demo_or_of_developers_has_an_address(production):
    assert production["exists"] == []
    assert production["statuses"] == [404] * 5
    assert not production["settings"]["DEBUG"]
    assert not production["settings"]["DEMO"]


def test_an_error_page_tells_nothing_of_the_inside(production):
    status, _headers, page = production["page"]
    assert status == 404
    assert not any(
        word in page for word in ("urlpatterns", "config.urls", "Traceback", "settings.py", str(ROOT))
    )


def test_the_browser_is_told_to_come_by_https_only(production):
    headers = production["page"][1]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert production["plain"] == [301, "https://sirisuk.example/nowhere/"]


def test_pages_in_production_carry_the_strict_policy(production):
    headers = production["page"][1]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_made_up_host_is_refused(production):
    assert production["host"] == 400


def test_cookies_go_by_https_only_and_scripts_cannot_read_them(production):
    settings, cookie = production["settings"], production["cookie"]
    for kind in ("SESSION", "CSRF"):
        assert settings[f"{kind}_COOKIE_SECURE"]
        assert settings[f"{kind}_COOKIE_HTTPONLY"]
        assert settings[f"{kind}_COOKIE_SAMESITE"] == "Lax"
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == ("True", "True", "Lax")
    assert production["moved"] == "/"


def test_trusted_roles_need_their_second_step_and_no_proxy_is_believed_unasked(production):
    settings = production["settings"]
    assert settings["MFA_REQUIRED_FOR_ROLES"]
    assert not settings["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"]
    assert settings["SECURE_PROXY_SSL_HEADER"] is None
    assert "MD5" not in settings["PASSWORD_HASHERS"][0]
