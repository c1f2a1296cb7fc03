"""Writing down without a net: nothing is lost, nothing arrives twice, and the page opens again."""

import sqlite3

import pytest
from playwright.sync_api import expect

from tests.browser.words import thai


@pytest.fixture
def helper(arrive, own_site):
    """A volunteer with the page for writing down open, and kept in the phone."""
    with own_site as running:
        person = arrive("volunteer", at=running)
        with sqlite3.connect(running.file) as database:
            [code] = database.execute(
                "SELECT c.code FROM households_community c JOIN households_role r ON r.community_id = c.id"
                " JOIN households_user u ON u.id = r.user_id WHERE u.code = 'demo-helper' AND r.kind = 'volunteer'"
            ).fetchone()
        person.go(f"/desk/{code}/offline/")
        expect(person.page.locator("[data-offline-ready]")).to_be_visible()
        person.running = running
        yield person


def write(person, name: str) -> None:
    """Fill in the form and press its button."""
    person.main.locator("select[name=kind]").select_option("food")
    person.main.locator("[name=for_whom]").fill(name)
    person.main.locator("[name=place]").fill("บ้าน 12")
    person.page.get_by_role("button", name=thai("Write it down"), exact=True).click()


def waiting(person) -> int:
    """How many wait in the phone."""
    return person.page.evaluate(
        "Object.keys(localStorage).filter((name) => name.startsWith('offline-entry:')).length"
    )


def arrived(person) -> list[str]:
    """The names in the database."""
    with sqlite3.connect(person.running.file) as database:
        rows = database.execute(
            "SELECT for_whom FROM welfare_helpcase WHERE key LIKE 'offline-%' ORDER BY id"
        )
        return [name for (name,) in rows]


def none_waits(person) -> None:
    expect(person.page.locator("[data-offline-waiting]")).to_be_hidden()
    assert waiting(person) == 0


def test_two_typed_without_a_net_arrive_as_exactly_two(helper):
    helper.context.set_offline(True)
    write(helper, "ยายแก้ว")
    write(helper, "ตามี")
    assert waiting(helper) == 2
    assert arrived(helper) == []
    # The phone is closed and opened again meanwhile.
    helper.page.reload()
    expect(helper.page.locator("[data-offline-list] li")).to_have_count(2)
    helper.context.set_offline(False)
    none_waits(helper)
    assert arrived(helper) == ["ยายแก้ว", "ตามี"]


def test_what_is_sent_again_after_a_lost_answer_is_no_third_one(helper):
    lost = []

    def lose(route):
        route.fetch()
        lost.append(route.request.url)
        route.abort()

    helper.page.route("**/offline/send/", lose)
    write(helper, "ยายแก้ว")
    expect(helper.page.locator("[data-offline-said]")).to_have_text(
        thai("There is no net now. It is sent later.")
    )
    assert len(lost) == 1
    assert arrived(helper) == ["ยายแก้ว"]
    assert waiting(helper) == 1
    helper.page.unroute("**/offline/send/")
    helper.page.locator("[data-offline-send]").click()
    none_waits(helper)
    write(helper, "ตามี")
    none_waits(helper)
    assert arrived(helper) == ["ยายแก้ว", "ตามี"]


def test_what_is_refused_stays_with_the_reason_to_be_mended(helper):
    write(helper, "ยายแก้ว")
    none_waits(helper)
    helper.main.locator("[name=phone]").fill("12")
    write(helper, "ตามี")
    expect(helper.page.locator("[data-reason]")).not_to_be_empty()
    assert arrived(helper) == ["ยายแก้ว"]
    helper.press(thai("Mend"))
    expect(helper.main.locator("[name=for_whom]")).to_have_value("ตามี")
    helper.main.locator("[name=phone]").fill("0812345678")
    helper.page.get_by_role("button", name=thai("Write it down"), exact=True).click()
    none_waits(helper)
    assert arrived(helper) == ["ยายแก้ว", "ตามี"]


def test_signing_out_takes_everything_out_of_the_phone(helper):
    page = helper.path
    helper.context.set_offline(True)
    write(helper, "ยายแก้ว")
    assert waiting(helper) == 1
    # Nothing may leave meanwhile: the net is back, the centre is not.
    helper.page.route("**/offline/send/", lambda route: route.abort())
    helper.context.set_offline(False)
    helper.go("/accounts/logout/")
    expect(helper.page.locator("[data-offline-warning]")).to_be_visible()
    helper.press(thai("Sign out"), helper.main)
    assert waiting(helper) == 0
    helper.go(page)
    assert helper.path == "/accounts/login/"
