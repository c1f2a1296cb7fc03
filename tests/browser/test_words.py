"""No English is left on a Thai page: whoever reads Latin letters finds only names, codes and formats."""

import re
import sqlite3
from html.parser import HTMLParser

import pytest

from tests.browser import crawl

# Names and formats that Thai people write in Latin letters too.
NAMES = {
    "PromptPay",
    "QR",
    "LINE",
    "PDF",
    "CSV",
    "csv",
    "JSON",
    "SHA",
    "Excel",
    "XLSX",
    "SMS",
    "PIN",
    "English",
    "Google",
    "Authenticator",
}
LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+|\b(?:[\w-]+\.)+(?:com|org|me|ee|th)\b\S*")
# A key of the books, a number of which only the end is shown, and the long code for the app.
KEY = re.compile(r"\b\w+(?::\w+)+|\b(?:x+-)+x*|\b[A-Z2-7]{32}\b")
SPOKEN = {"title", "placeholder", "aria-label", "alt", "label", "data-done", "data-words"}
TOLD = {"description", "og:title", "og:description", "og:site_name"}
# What the office's pictures of yes and no are called.
SIGNS = {"True", "False", "None", "ID"}
# A page for developers.
ENGLISH = {"styleguide"}


class Words(HTMLParser):
    """What is read on a page, seen or spoken: text, titles, labels, and what goes out with a link to it."""

    VOID = {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    }

    def __init__(self, html: str):
        super().__init__()
        self.found: list[str] = []
        self.silent: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        is_silent = tag in ("script", "style", "code") or given.get("lang", "th") != "th"
        if tag not in self.VOID and (self.silent or is_silent):
            self.silent.append(tag)
        elif not is_silent:
            self.found += [given[name] for name in SPOKEN & given.keys()]
            if tag == "meta" and (given.get("name") or given.get("property")) in TOLD:
                self.found.append(given.get("content", ""))
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.found.append(given.get("value", ""))

    def handle_endtag(self, tag):
        if self.silent and tag in self.silent:
            while self.silent.pop() != tag:
                pass

    def handle_data(self, data):
        if not self.silent:
            self.found.append(data)


def english(html: str, codes: set[str] = frozenset(), names: set[str] = NAMES) -> set[str]:
    """Each text with Latin words that are no name, no format and no code."""
    return {
        " ".join(text.split())
        for text in Words(html).found
        for run in re.findall(r"[0-9A-Za-zÀ-ɏ]+", KEY.sub(" ", ADDRESS.sub(" ", text)))
        if LATIN.search(run) and run not in names | codes and not (re.search(r"\d", run) and len(run) > 3)
    }


def column(site, pattern: str) -> set[str]:
    """Every value of the demo's columns whose name is like this."""
    with sqlite3.connect(f"file:{site.file}?mode=ro", uri=True) as database:
        columns = database.execute(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND c.name LIKE ? ESCAPE '!'",
            [pattern],
        ).fetchall()
        return {
            str(value)
            for table, name in columns
            for (value,) in database.execute(f'SELECT "{name}" FROM "{table}"')
        }


def codes(site) -> set[str]:
    """Every code that the site has given to something, and the parts of each. Visiting a page may give one."""
    found = column(site, "code")
    return found | {part for code in found for part in code.split("-")}


@pytest.fixture(scope="session")
def written_in_english(site) -> str:
    """What the community itself keeps in English beside its Thai."""
    return " ".join(" ".join(column(site, "%!_en")).split())


@pytest.mark.parametrize("role", crawl.ROLES)
def test_no_english_is_left_on_a_thai_page(arrive, site, role):
    pages = [page for page in crawl.crawl(arrive(role), role) if page.kind[0] not in ENGLISH]
    known = codes(site)
    found = [f"{page}: {text}" for page in pages for text in sorted(english(page.html, known))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", ["committee", "treasurer"])
def test_no_english_is_left_in_the_office(arrive, site, written_in_english, role):
    pages = list(crawl.crawl(arrive(role), role, office=True))
    known = codes(site)
    found = [
        f"{page}: {text}"
        for page in pages
        for text in sorted(english(page.html, known, NAMES | SIGNS))
        if text not in written_in_english and text not in known
    ]
    assert not found, "\n".join(found)


def test_english_words_are_found_wherever_they_stand():
    html = """<html lang="th"><title>Fund</title><p>กองทุน <b>Total</b></p><input placeholder="Name">
    <a href="/x/abcdefgh/" aria-label="Open">abcdefgh</a><img alt="Cat"><input type="submit" value="Send">
    <p lang="en">Nothing here</p><p>PromptPay, CSV, boon@example.com, w6krkmrf</p><script>let word</script>
    <p>ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF</p>"""
    assert english(html, {"abcdefgh"}) == {"Fund", "Total", "Name", "Open", "Cat", "Send"}
