"""Every POST without the page's token is refused on our own page, whatever the address."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests import world as worlds
from tests.test_permissions import address, build_table, known_names

TOKEN = "a" * 32
# allauth and Django give some addresses a number; any does, since the token is looked at first.
NUMBERED = {"mfa_remove_webauthn": (1,), "mfa_edit_webauthn": (1,)}


def every_address(w) -> list[str]:
    """All addresses of the permission table, allauth's pages and the office's."""
    found = {address(name, arguments) for name, (_method, _roles, arguments) in build_table(w).items()}
    digest = {"kind": "listings", "code": w["listing"].code}
    variant = w["listing"].variants.get()
    found |= {
        reverse("market:basket_add"),
        reverse("market:basket_change", args=[1]),
        reverse("market:basket_remove", args=[1]),
        reverse("market:basket_put_back", args=[variant.pk, "1"]),
        reverse("market:sell_picture_restore", kwargs={**digest, "kept": "x"}),
    }
    for name in known_names():
        if re.match(r"account_|mfa_|socialaccount_|line_", name):
            found.add(reverse(name, args=NUMBERED.get(name, ())))
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found |= {reverse(f"{base}_changelist"), reverse(f"{base}_change", args=[1])}
        for name in ("add", "import", "process_import", "export"):
            try:
                found.add(reverse(f"{base}_{name}"))
            except NoReverseMatch:
                continue
    return sorted(found | {reverse("admin:index"), reverse("admin:login"), reverse("admin:logout")})


def is_refused(response) -> bool:
    """Refused for the token, in our words."""
    return response.status_code == 403 and "เปิดหน้านี้ไว้นานเกินไป" in response.content.decode(errors="replace")


def let_through(w, people, **sent) -> list[str]:
    """Addresses that take a POST with only `sent` in it, for a visitor and for somebody signed in."""
    passed = []
    for person in people:
        client = Client(enforce_csrf_checks=True)
        if person:
            client.force_login(person)
        client.cookies["csrftoken"] = TOKEN
        passed += [url for url in every_address(w) if not is_refused(client.post(url, sent))]
    return passed


@pytest.fixture
def world(db):
    return worlds.build()


def test_no_post_is_taken_without_the_pages_token(world):
    people = [None, world.people["seller"], world.people["committee"]]
    assert let_through(world.arguments, people) == []


def test_another_token_is_no_token(world):
    assert let_through(world.arguments, [world.people["seller"]], csrfmiddlewaretoken="b" * 32) == []


def test_the_sweep_sees_a_post_that_is_taken(world):
    """Control: with the right token every one of these is past the guard."""
    urls = every_address(world.arguments)
    assert len(urls) > 150
    assert let_through(world.arguments, [None], csrfmiddlewaretoken=TOKEN) == urls
