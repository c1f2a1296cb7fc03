"""What the tests of the door and of the register need."""

import pytest
from django.core.cache import cache

from households import agreements
from households.income_rows import months_before, months_open
from tests import factories


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    """Each test starts with nobody having tried anything."""
    cache.clear()


@pytest.fixture
def privacy(db):
    """The site's first privacy notice."""
    return agreements.publish(
        kind="privacy", community=None, summary="- สั้น", body="# ยาว\nข้อความ", adopted="", actor=None
    )


@pytest.fixture
def member(buyer):
    """Somjai, a member with a password."""
    return buyer


@pytest.fixture
def home(buyer):
    """Somjai's household."""
    return buyer.person.memberships.get().household


@pytest.fixture
def child(home):
    """Nok's place in Somjai's household."""
    return factories.member(home, name="นก ตัวอย่าง").person.memberships.get()


@pytest.fixture
def shop_home(seller):
    """Boon's household, that keeps the shop."""
    return seller.person.memberships.get().household


@pytest.fixture
def month():
    """The last month that ended."""
    return months_before(months_open()[1], 1)


@pytest.fixture
def sign_in(client):
    """Sign in by e-mail and password."""

    def post(user, password="banana-leaf-9", **extra):
        return client.post("/accounts/login/", {"login": user.email, "password": password, **extra})

    return post
