"""The help desk's pages that this database can show, as JSON: as a case worker sees them, and as somebody without an account.

Counts the statements of each page (the second time, when caches are warm).
"""

import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.report_pages import signed_in
from households.models import Community
from welfare.models import HelpCase


def main() -> None:
    """Print {"cookies": {role: header}, "pages": [{"path", "role", "statements", "kilobytes"}]}."""
    community = Community.objects.filter(code__startswith="fill").earliest("id")
    open_now = HelpCase.objects.filter(community=community, is_sensitive=False).open()
    case = open_now.filter(status="in_hand").earliest("due_at")
    worker = signed_in(case.assignee)
    visitor = Client(HTTP_HOST="127.0.0.1")
    clients = {"worker": worker, "visitor": visitor}
    found = []
    for role, path in paths(community.code, case):
        client = clients[role]
        answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}.")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        size = len(answer.content) / 1000
        found.append({"path": path, "role": role, "statements": len(queries), "kilobytes": size})
    name = settings.SESSION_COOKIE_NAME
    cookies = {"worker": f"{name}={worker.cookies[name].value}", "visitor": ""}
    print(json.dumps({"cookies": cookies, "pages": found}))


def paths(code: str, case: HelpCase) -> list[tuple[str, str]]:
    """(role, path) of each page that is measured."""
    desk = f"/desk/{code}"
    board = [
        "/", "/?pile=late", "/?pile=waiting", "/?pile=closed", "/?kind=food&urgency=danger", f"/?q={case.code}", f"/?q={case.phone}",
        "/map/", "/screen/", "/list/",
    ]  # fmt: skip
    return [
        *(("worker", f"{desk}{part}") for part in board),
        ("worker", f"/desk/case/{case.code}/"),
        ("worker", "/desk/mine/"),
        ("visitor", f"/help/{code}/ask/"),
        ("visitor", f"/help/follow/{case.code}/"),
    ]


if __name__ == "__main__":
    main()
