"""Which pages there are: found by following links, as each kind of person, one or a few of each kind of page."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from django.urls import Resolver404, resolve

from lib.dates import BANGKOK
from tests.browser.people import Person

ROLES = [
    "",
    "buyer",
    "seller",
    "representative",
    "treasurer",
    "committee",
    "officer",
    "chair",
    "auditor",
    "rider",
    "volunteer",
]
# Pages that no link leads to.
STARTS = [
    "/",
    "/styleguide/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/checkout/",
]
STARTS += [
    "/search/?q=ไม่มีของอย่างนี้แน่นอน",
    "/no-such-page/",
    "/reports/",
    "/reports/show/",
    "/sell/",
    "/sell/shops/new/",
]
STARTS += [
    "/reports/show/?kind=round",
    "/reports/show/?audience=public",
    "/office/sirisuk/people/?q=ไม่มีคนชื่อนี้แน่นอน",
]
# The fund: what everybody may see, and what those who keep it reach by a card that not all of them have.
FUND = "/fund/sirisuk/"
STARTS += [
    FUND + page
    for page in (
        "",
        "give/",
        "ask/",
        "follow/",
        "follow/?donation=aaaaaaaa",
        "campaigns/",
        "campaigns/new/",
        "rules/",
        "rule/",
        "rules/draft/limits/",
        "rules/draft/pays/bedridden/",
        "rules/draft/adopt/",
        "treasurer/",
        "settings/",
        "donations/new/",
        "collect/",
        "members/new/",
        "requests/for/?q=ตัวอย่าง",
        "payouts/",
        "findings/",
        "audit/",
        "goods/places/",
        "goods/lots/",
        "matching/",
        "costs/",
    )
]
STARTS += ["/follow/", "/follow/?code=zzzzzzzz", "/contributions/"]
# How many households a sample of last month would have.
LAST_MONTH = (dt.datetime.now(BANGKOK).date().replace(day=1) - dt.timedelta(days=1)).replace(day=1)
STARTS += [f"/office/sirisuk/samples/?month={LAST_MONTH}&confidence=90&margin=10"]
OFFICE = ["/admin/"]
# What makes another page of the same view, when it stands in the query.
TELLING = {"q", "show", "community", "after", "kind", "audience", "month", "way", "donation", "campaign"}
# Pages that look different from one to the next.
EXAMPLES = {"nowhere": 2, "market:order": 4, "market:listing": 4, "market:shop": 2, "households:agreement": 3}
EXAMPLES |= {
    "households:visit": 4,
    "households:import_show": 2,
    "households:month_written": 2,
    "households:person": 3,
}
EXAMPLES |= {"households:report_edition": 3, "households:sample": 2, "households:household": 2}
EXAMPLES |= {
    "welfare:aid_request": 4,
    "welfare:payout": 4,
    "welfare:campaign": 3,
    "welfare:donation_check": 3,
}
EXAMPLES |= {"welfare:statement": 2, "welfare:bank_line": 2, "welfare:purchase": 3, "welfare:receipt": 2}
EXAMPLES |= {"welfare:fund_member": 2, "welfare:lot": 2, "welfare:matching_one": 2, "welfare:aid_find": 2}
MOST = 400


@dataclass(frozen=True)
class Page:
    """A page that somebody of this role can reach by links."""

    role: str
    path: str
    kind: tuple
    html: str

    def __str__(self):
        return f"{self.role or 'visitor'} {unquote(self.path)}"


class Links(HTMLParser):
    """Where a page leads."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "a" and (address := dict(attrs).get("href")):
            self.found.append(address)


def crawl(person: Person, role: str, *, office: bool = False) -> Iterator[Page]:
    """The pages that this person can reach, nearest first: of the site, or of the committee's office."""
    starts = OFFICE if office else STARTS
    waiting, met, taken = list(starts), set(starts), Counter()
    while waiting and len(taken) < MOST:
        asked = waiting.pop(0)
        if not is_wanted(asked, taken, office):
            continue
        answer = person.context.request.get(asked)
        assert answer.status < 500, (role, asked, answer.status)
        if office and answer.status == 403:
            continue  # Django links to rows of registers that this role may not open.
        path = answer.url.removeprefix(person.address)
        if answer.status == 404 and kind_of(path)[0] != "nowhere":
            continue  # A start that is not for everybody.
        if "text/html" not in answer.headers.get("content-type", "") or not is_wanted(path, taken, office):
            continue
        if path != asked and path in met:
            continue
        met.add(path)
        kind = kind_of(path)
        taken[kind] += 1
        html = answer.text()
        yield Page(role, path, kind, html)
        for link in Links(html).found:
            there = urljoin(answer.url, link)
            onward = there.removeprefix(person.address).split("#")[0]
            if there.startswith(person.address + "/") and onward not in met:
                met.add(onward)
                waiting.append(onward)


def is_wanted(path: str, taken: Counter, office: bool) -> bool:
    """Whether this is a page, in the right part of the site, and the first of its kind or one of a few."""
    if re.match(r"/(media|static)/|.*\.(xml|csv|xlsx|png|txt|json|html)(\?|$)", path):
        return False
    if path.startswith("/admin/") != office or (office and "?" in path):
        return False
    kind = kind_of(path)
    return taken[kind] < EXAMPLES.get(kind[0], 1)


def kind_of(path: str) -> tuple:
    """The kind of page: its view and the names in its query."""
    parts = urlsplit(path)
    try:
        view = resolve(unquote(parts.path)).view_name
    except Resolver404:
        view = "nowhere"
    return view, *sorted(parse_qs(parts.query).keys() & TELLING)
