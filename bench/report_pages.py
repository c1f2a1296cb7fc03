"""The office's, the officer's and the representative's pages that this database can show, as JSON.

    python -m bench.report_pages reports/ office/ household/

Finds every address under these prefixes that needs no more than a community, a household or a month, signs in
somebody of each role, and counts the statements of each page (the second time, when caches are warm).
"""

import datetime as dt
import json
import os
import re
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from config.middleware import HAS_SECOND_STEP
from households.models import Community, Membership, Role, User

ROLES = {
    "reports/": "officer",
    "office/": "committee",
    "household/": "representative",
    "fund/": "treasurer",
}


def main() -> None:
    """Print {"cookies": {role: header}, "pages": [{"path", "role", "statements", "kilobytes"}]}."""
    community = Community.objects.filter(code__startswith="fill").order_by("id").first()
    people = accounts(community)
    clients = {role: signed_in(user) for role, user in people.items()}
    found = []
    known = values(community, people["representative"])
    paths = set(addresses(sys.argv[1:], known)) | set(addresses(["fund/"], known | {"code": community.code}))
    for path in sorted(path for path in paths if path.startswith(tuple(f"/{name}" for name in sys.argv[1:]))):
        role = next(role for prefix, role in ROLES.items() if path.startswith(f"/{prefix}"))
        client = clients[role]
        seen = client.get(path)
        if seen.status_code != 200 or not seen.headers["Content-Type"].startswith("text/html"):
            continue
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        found.append(
            {"path": path, "role": role, "statements": len(queries), "kilobytes": len(answer.content) / 1000}
        )
    cookies = {
        role: f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        for role, client in clients.items()
    }
    print(json.dumps({"cookies": cookies, "pages": found}))


def accounts(community: Community) -> dict[str, User]:
    """One person of each role, made once."""
    people = {}
    for kind, place in (
        ("officer", {"municipality": community.municipality}),
        ("committee", {"community": community}),
        ("treasurer", {"community": community}),
    ):
        people[kind], _is_new = User.objects.get_or_create(
            email=f"bench.{kind}@example.com",
            defaults={"name": f"{kind} ตัวอย่าง", "is_trusted": True, "is_staff": kind != "officer"},
        )
        Role.objects.get_or_create(user=people[kind], kind=kind, **place)
    seats = Membership.objects.active().filter(household__community=community, is_representative=True)
    people["representative"] = seats.select_related("person__user").order_by("id").first().person.user
    return people


def signed_in(user: User) -> Client:
    """A browser in which the person has passed the second step."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    session = client.session
    session[HAS_SECOND_STEP] = True
    session.save()
    return client


def values(community: Community, representative: User) -> dict[str, str]:
    """What may stand for the parts of an address."""
    month = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    household = representative.person.memberships.active().get().household
    return {
        "community": community.code,
        "municipality": community.municipality.code,
        "code": household.code,
        "year": str(month.year),
        "month": str(month.month),
    }


def addresses(prefixes: list[str], known: dict[str, str]):
    """Paths under the prefixes whose parts are all known."""
    for pattern in patterns(get_resolver().url_patterns):
        if not pattern.startswith(tuple(prefixes)):
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: known.get(part[1], "<unknown>"), pattern)
        if "<" not in path:
            yield f"/{path}"


def patterns(entries, before: str = ""):
    """All addresses as they are written in the house."""
    for entry in entries:
        written = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from patterns(entry.url_patterns, written)
        else:
            yield written


if __name__ == "__main__":
    main()
