"""Whose tries are counted, and whose address is written down: nobody chooses that by a header."""

import pytest
from allauth.account.adapter import get_adapter
from auditlog.models import LogEntry
from django.core.cache import cache
from django.test import Client, RequestFactory

from lib.network import client_ip
from tests import factories

LIMIT = 5


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()


def asked(count, forwarded=None, came_from="10.0.0.9", settings=None):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", REMOTE_ADDR=came_from, **headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, "10.0.0.9"),
        (0, "1.2.3.4", "10.0.0.9"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 7.7.7.7,1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.1.1.1", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, " , ", "10.0.0.9"),
        (1, "2001:DB8::1", "2001:db8::1"),
        (1, "not an address", ""),
        (1, "1.2.3.4'; DROP TABLE x", ""),
        (1, "fe80::1%eth0", "fe80::1"),
    ],
)
def test_only_as_many_proxies_are_believed_as_there_are(settings, proxies, forwarded, expected):
    request = asked(proxies, forwarded, settings=settings)
    assert client_ip(request) == expected
    assert get_adapter().get_client_ip(request) == (expected or "unknown")


def test_a_server_behind_a_socket_of_its_own_has_no_address_and_still_works(settings, buyer):
    client = Client(REMOTE_ADDR="")
    client.force_login(buyer)
    response = client.post(
        "/accounts/save/", {"name": "ชื่อใหม่ ตัวอย่าง", "language": "th", "phone": "0812345678"}
    )
    assert response.status_code == 302
    assert LogEntry.objects.get_for_object(buyer).latest("timestamp").remote_addr is None
    assert client.post("/accounts/code/", {"entry_code": "x"}).status_code in (200, 302)


def paper_codes_tried(header_of, came_from="10.0.0.9") -> list[int]:
    """The answers to one try more than the limit, each with a header of its own."""
    return [
        Client(REMOTE_ADDR=came_from, HTTP_X_FORWARDED_FOR=header_of(number))
        .post("/accounts/code/", {"entry_code": f"acde-3467-{number:04}"})
        .status_code
        for number in range(LIMIT + 1)
    ]


def test_a_made_up_header_does_not_give_a_guesser_new_tries(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert paper_codes_tried(lambda number: f"9.9.9.{number}") == [200] * LIMIT + [429]


def test_behind_a_proxy_neither_does_what_stood_in_the_header_before(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert paper_codes_tried(lambda number: f"9.9.9.{number}, 1.2.3.4") == [200] * LIMIT + [429]


def test_behind_a_proxy_each_visitor_has_tries_of_their_own(settings):
    """Control: believing the header where it must not be believed would look like this."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert paper_codes_tried(lambda number: f"9.9.9.{number}") == [200] * (LIMIT + 1)


def test_passwords_are_counted_by_the_same_address(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/ip"}
    people = [factories.user() for _ in range(LIMIT + 1)]
    for number, person in enumerate(people[:LIMIT]):
        Client(HTTP_X_FORWARDED_FOR=f"9.9.9.{number}").post(
            "/accounts/login/", {"login": person.email, "password": "wrong"}
        )
    late = Client(HTTP_X_FORWARDED_FOR="9.9.9.99")
    late.post("/accounts/login/", {"login": people[-1].email, "password": "banana-leaf-9"})
    assert "_auth_user_id" not in late.session


@pytest.mark.parametrize(("proxies", "written"), [(0, "10.0.0.9"), (1, "1.2.3.4")])
def test_the_change_log_writes_down_the_address_that_is_believed(settings, buyer, proxies, written):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    client = Client(REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR="6.6.6.6, 1.2.3.4")
    client.force_login(buyer)
    client.post("/accounts/save/", {"name": "ชื่อใหม่ ตัวอย่าง", "language": "th", "phone": "0812345678"})
    assert LogEntry.objects.get_for_object(buyer).latest("timestamp").remote_addr == written
