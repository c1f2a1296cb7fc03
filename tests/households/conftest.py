"""What the door's tests need."""

import pytest
from django.core.cache import cache

from households import agreements


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
def sign_in(client):
    """Sign in by e-mail and password."""

    def post(user, password="banana-leaf-9", **extra):
        return client.post("/accounts/login/", {"login": user.email, "password": password, **extra})

    return post
