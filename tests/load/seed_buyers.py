"""A shop with listings of few pieces, and many buyers who are in already. Prints their sessions as JSON."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import transaction  # noqa: E402

from tests import factories  # noqa: E402

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def session_of(user) -> str:
    """A session in which this person is in."""
    store = SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store["_auth_user_backend"] = BACKEND
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.create()
    return store.session_key


@transaction.atomic
def main(buyers: int, rounds: int, pieces: int) -> None:
    """Seed and print."""
    community = factories.community(name="ชุมชนทดสอบ", code="load", share_percent=2)
    shop = factories.shop(factories.representative(community, name="ผู้ขาย ทดสอบ"))
    listings = [
        factories.listing(shop, name=f"ของรอบ {number}", price="20", stock=str(pieces))
        for number in range(rounds)
    ]
    people = [
        factories.user(name=f"ผู้ซื้อ {number}", phone="0812345678", password=None) for number in range(buyers)
    ]
    print(
        json.dumps(
            {
                "sessions": [session_of(person) for person in people],
                "variants": [listing.variants.get().pk for listing in listings],
                "codes": [listing.code for listing in listings],
            }
        )
    )


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
