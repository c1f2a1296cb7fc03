"""Many buyers at once on few pieces, over HTTP, on both databases; and the control that must oversell."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.load import harness

pytestmark = pytest.mark.load

BUYERS = int(os.environ.get("RUSH_BUYERS", "200"))
PIECES = 50
AT_ONCE = 32
ROUNDS = int(os.environ.get("RUSH_ROUNDS", "2"))
CSRF = "0123456789abcdefghijklmnopqrstuv"


@pytest.fixture(params=["sqlite", "postgresql"])
def vendor(request):
    return request.param


def cookies(session: str) -> str:
    return f"sessionid={session}; csrftoken={CSRF}"


def fill_basket(site, session: str, variant: int) -> None:
    answer = site.post(
        "/basket/add/",
        [("csrfmiddlewaretoken", CSRF), ("variant", str(variant)), ("quantity", "1")],
        cookies(session),
    )
    assert answer.status == 302, answer.text[:500]


def checkout_form(site, session: str) -> list[tuple[str, str]]:
    answer = site.get("/checkout/", cookies(session))
    assert answer.status == 200, (answer.status, answer.location)
    return [
        (name, CSRF if name == "csrfmiddlewaretoken" else value)
        for name, value in answer.form("/checkout/", "key").fields
    ]


def press(site, session: str, form) -> int:
    return site.post("/checkout/", form, cookies(session)).status


def rush(site, sessions, variant) -> list[int]:
    """All buyers fill their baskets and open the checkout; then 32 at a time press the button."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda session: fill_basket(site, session, variant), sessions))
        forms = list(pool.map(lambda session: checkout_form(site, session), sessions))
    start = Barrier(AT_ONCE)

    def wait_and_press(number):
        if number < AT_ONCE:
            start.wait(30)
        return press(site, sessions[number], forms[number])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(wait_and_press, range(len(sessions))))


def run_rounds(vendor, folder, wsgi, rounds):
    with harness.database(vendor, folder) as url:
        site = harness.Site(url, folder, wsgi)
        seeded = site.prepare("seed_buyers", str(BUYERS), str(rounds), str(PIECES))
        with site:
            statuses = [
                status for variant in seeded["variants"] for status in rush(site, seeded["sessions"], variant)
            ]
        return statuses, seeded["variants"], harness.json.loads(site.run("-m", "tests.load.count_orders"))


def test_fifty_pieces_are_sold_fifty_times(vendor, tmp_path):
    statuses, variants, counted = run_rounds(vendor, tmp_path, "config.wsgi", ROUNDS)
    assert [status for status in statuses if status >= 500] == []
    assert counted["sold"] == {str(variant): PIECES for variant in variants}
    assert set(counted["left"].values()) == set(counted["listing_left"].values()) == {0}
    assert counted["orders"] == counted["checkouts"] == PIECES * ROUNDS


def test_without_the_guard_more_is_sold_than_there_is(vendor, tmp_path):
    _statuses, variants, counted = run_rounds(vendor, tmp_path, "tests.load.unguarded_wsgi", 1)
    assert counted["sold"][str(variants[0])] > PIECES


def test_ten_keys_pressed_twenty_times_are_ten_orders(vendor, tmp_path):
    with harness.database(vendor, tmp_path) as url:
        site = harness.Site(url, tmp_path)
        seeded = site.prepare("seed_buyers", "10", "1", str(PIECES))
        sessions, variant = seeded["sessions"], seeded["variants"][0]
        with site:
            for session in sessions:
                fill_basket(site, session, variant)
            forms = [checkout_form(site, session) for session in sessions]
            presses = [
                (session, form) for _time in range(20) for session, form in zip(sessions, forms, strict=True)
            ]
            with ThreadPoolExecutor(AT_ONCE) as pool:
                statuses = list(pool.map(lambda one: press(site, *one), presses))
            other_body = [(name, "อื่น" if name == "name" else value) for name, value in forms[0]]
            refused = site.post("/checkout/", other_body, cookies(sessions[0]))
        counted = harness.json.loads(site.run("-m", "tests.load.count_orders"))
    assert set(statuses) == {302}
    assert (counted["orders"], counted["left"][str(variant)]) == (10, PIECES - 10)
    assert refused.status != 302
