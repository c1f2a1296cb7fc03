"""What must stay secret is in no log, no address and no message."""

import logging
import re

import pytest
from auditlog.models import LogEntry
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver
from django_tasks_db.models import DBTaskResult

from households import entrycodes
from tests import factories
from tests import world as worlds

PASSWORD = "four-secret-herons-7"
REFERENCE = "SECRETREF12345"


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()


@pytest.fixture
def log(caplog):
    """Everything that is logged, at the most talkative level."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    yield caplog
    logging.getLogger("django.db.backends").setLevel(logging.NOTSET)


def test_no_password_and_no_code_is_logged(log):
    person = factories.user(password=PASSWORD)
    code = entrycodes.issue(user=person, actor=person)
    for wrong in ("", "x"):
        Client().post("/accounts/login/", {"login": person.email, "password": PASSWORD + wrong})
        Client().post("/accounts/code/", {"entry_code": code + wrong})
    Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    Client().post("/accounts/signup/", {"email": "x@example.com", "name": "x", "password1": PASSWORD})
    logging.getLogger("control").info("the log is read")
    assert "the log is read" in log.text
    plain = code.replace("-", "")
    assert not [secret for secret in (PASSWORD, code, plain) if secret in log.text]


def test_a_broken_door_does_not_tell_the_password_either(log, monkeypatch):
    """An error report of the login page hides what was typed into it."""
    person = factories.user(password=PASSWORD)

    def fail(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("households.entrycodes._spend", fail)
    Client(raise_request_exception=False).post("/accounts/code/", {"entry_code": PASSWORD})
    monkeypatch.setattr("households.adapters.agreements.missing", fail)
    answer = Client(raise_request_exception=False).post(
        "/accounts/login/", {"login": person.email, "password": PASSWORD}
    )
    assert answer.status_code == 500
    assert "ZeroDivisionError" in log.text
    assert PASSWORD not in log.text
    assert PASSWORD not in answer.content.decode()


def test_codes_and_passwords_are_kept_as_hashes_and_stay_out_of_the_change_log(work):
    person = factories.user(password=PASSWORD)
    code = entrycodes.issue(user=person, actor=person)
    plain = code.replace("-", "")
    waiting = str([task.args_kwargs for task in DBTaskResult.objects.all()])
    written = str(list(LogEntry.objects.values_list("changes", "object_repr")))
    rows = str(list(person.entry_codes.values()) if hasattr(person, "entry_codes") else "")
    for secret in (PASSWORD, code, plain, person.password):
        assert secret not in waiting
        assert secret not in written
        assert secret not in rows


def test_no_address_of_ours_has_a_place_for_a_secret():
    """Codes, references and passwords go in forms, never in addresses."""

    def walk(patterns, before=""):
        for pattern in patterns:
            whole = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, whole)
            else:
                yield whole

    places = {
        name for path in walk(get_resolver().url_patterns) for name in re.findall(r"<(?:\w+:)?(\w+)>", path)
    }
    assert len(places) > 5
    assert not places & {"token", "password", "secret", "reference", "entry_code", "hand_over_code", "key"}


def test_a_press_with_a_secret_ends_at_an_address_without_it(db):
    w = worlds.build()
    order, shop = w.arguments["order"], w.arguments["shop"]
    seen = []
    for role, path, sent in (
        ("visitor", "/accounts/code/", {"entry_code": "acde-3467-fghk"}),
        ("visitor", "/accounts/login/", {"login": "x@example.com", "password": PASSWORD}),
        ("buyer", f"/orders/{order.code}/slip/", {"bank": "014", "reference": REFERENCE}),
        ("seller", f"/sell/{shop.code}/share/sent/", {"bank": "014", "reference": REFERENCE}),
        ("seller", f"/orders/{order.code}/hand-over/", {"code": "4821"}),
        ("committee", f"/household/codes/{w.arguments['member'].pk}/print/", {}),
    ):
        client = Client()
        if w.people[role]:
            client.force_login(w.people[role])
        answer = client.post(path, sent)
        seen.append(answer.get("Location", ""))
        cookies = str(answer.cookies)
        assert PASSWORD not in cookies
        assert REFERENCE not in cookies
    assert not [address for address in seen if re.search(f"{PASSWORD}|{REFERENCE}|4821|acde", address)]


def test_paper_codes_are_on_the_printed_page_only(db):
    """Control for the sweep above: the code is shown once, in the answer to the press itself."""
    w = worlds.build()
    client = Client()
    client.force_login(w.people["committee"])
    page = client.post(f"/household/codes/{w.arguments['member'].pk}/print/").content.decode()
    code = re.search(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", page)[0]
    assert code not in client.get("/household/codes/").content.decode()
    assert code not in str(dict(client.session.items()))
