"""The database busy, full or gone: a page that says so, that needs no database, and a press that is safe to repeat."""

import contextlib
import sqlite3

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.backends import utils
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

import config.urls
from config import views
from market import baskets
from market.models import Basket, Order
from tests import factories, pages

SORRY = "ตอนนี้มีคนใช้เยอะมาก"
FAULTS = [
    OperationalError("database is locked"),
    OperationalError("database or disk is full"),
    OperationalError("disk I/O error"),
    OperationalError("unable to open database file"),
    OperationalError("deadlock detected"),
    InterfaceError("connection already closed"),
]


@contextlib.contextmanager
def no_database(fault, only=""):
    """Meanwhile every statement fails, or only those that contain `only`."""
    real = utils.CursorWrapper.execute

    def execute(self, sql, params=None):
        if only in str(sql):
            raise fault
        return real(self, sql, params)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(utils.CursorWrapper, "execute", execute)
        yield


def is_our_page(response) -> bool:
    return (
        response.status_code == 503
        and response["Retry-After"].isdigit()
        and SORRY in response.content.decode()
        and "content-security-policy" in response.headers
    )


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_page_that_cannot_reach_the_database_says_so_in_words(browser, db, fault):
    with no_database(fault):
        assert is_our_page(browser.get("/"))


def test_the_fault_may_happen_before_any_view_is_at_work(browser, buyer):
    browser.force_login(buyer)
    with no_database(FAULTS[0], only="session"):
        assert is_our_page(browser.get("/robots.txt"))


@pytest.mark.urls(__name__)
def test_the_fault_may_happen_after_the_view_is_done(browser, db):
    with no_database(FAULTS[0], only="session"):
        assert is_our_page(browser.post("/remember/"))
    assert browser.post("/remember/").content == b"remembered"


def test_what_is_our_own_mistake_stays_a_500(browser, db):
    """Control: not every fault is called a busy database."""
    with no_database(ZeroDivisionError("a mistake of ours")):
        assert browser.get("/").status_code == 500


def test_health_says_503_when_the_database_is_gone(browser, db):
    assert browser.get("/healthz").status_code == 200
    with no_database(FAULTS[3]):
        assert browser.get("/healthz").status_code == 503


@pytest.mark.parametrize(
    "name",
    [
        "DeadlockDetected", "SerializationFailure", "LockNotAvailable", "DiskFull", "TooManyConnections",
        "AdminShutdown", "CannotConnectNow", "ConnectionFailure", "IoError", "OutOfMemory",
    ],
)  # fmt: skip
def test_postgresqls_faults_of_this_kind_are_among_them(name):
    assert issubclass(getattr(psycopg.errors, name), psycopg.OperationalError)
    assert OperationalError in views.DATABASE_AWAY


def write_down(request):
    """A view that writes into the database of the next test."""
    with write_down.database.cursor() as cursor:
        cursor.execute("INSERT INTO moves VALUES (1)")
    return HttpResponse("written")


def keep_in_session(request):
    """A view whose session is written when it is done."""
    request.session["kept"] = "x"
    return HttpResponse("remembered")


handler500 = config.urls.handler500
urlpatterns = [
    path("write/", write_down),
    path("remember/", keep_in_session),
    path("", include("config.urls")),
]


@pytest.mark.urls(__name__)
def test_a_lock_that_somebody_else_holds_is_such_a_fault_and_trying_again_works(browser, db, tmp_path):
    file = tmp_path / "real.sqlite3"
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("CREATE TABLE moves (amount INTEGER)")
    settings = {**connection.settings_dict, "NAME": str(file), "ENGINE": "django.db.backends.sqlite3"}
    write_down.database = DatabaseWrapper({**settings, "OPTIONS": {"timeout": 0.05}}, "real")
    try:
        holder.execute("BEGIN IMMEDIATE")
        assert is_our_page(browser.post("/write/"))
        holder.execute("ROLLBACK")
        assert browser.post("/write/").content == b"written"
        assert holder.execute("SELECT count(*) FROM moves").fetchone() == (1,)
    finally:
        write_down.database.close()
        holder.close()


def test_an_order_that_met_a_fault_leaves_nothing_and_the_same_press_orders_once(browser, buyer, listing):
    browser.force_login(buyer)
    basket = Basket.objects.create(user=buyer)
    baskets.add(basket=basket, variant=listing.variants.get(), quantity=factories.wish(listing, "2").quantity)
    form = pages.form_to(browser.get("/checkout/").content.decode(), "/checkout/", "key")
    sent = {}
    for name, value in form.fields:
        sent.setdefault(name, []).append(value)
    sent["phone"] = "0812345678"
    with no_database(FAULTS[1], only='INSERT INTO "market_orderevent"'):
        assert is_our_page(browser.post("/checkout/", sent))
        assert Order.objects.count() == 0
    listing.refresh_from_db()
    assert listing.stock == 10
    first, second = browser.post("/checkout/", sent), browser.post("/checkout/", sent)
    assert first.status_code == second.status_code == 302
    assert Order.objects.count() == 1
    listing.refresh_from_db()
    assert listing.stock == 8
