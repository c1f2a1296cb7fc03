"""Nothing a person reads here is left in English, and what checks that can fail."""

import re
from collections import Counter, deque
from datetime import date
from html import unescape

import pytest
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import dates, timesince, translation

from config import catalogues, proofreading
from config.catalogues import BOOKS, Book
from lib.codes import ALPHABET
from tests import factories

# Codes and English names that the tests' own rows bring along.
OF_THE_CAST = {"bansuan", "food", "Food", "jar"}
# What is not a page, and what a Thai reader does not open: the English one, and logging out.
OUTSIDE = ("//", "/static/", "/media/", "/accounts/logout/", "/accounts/enter/", "/styleguide/")


@pytest.fixture(autouse=True)
def in_thai():
    """Speak Thai, as visitors do."""
    catalogues.compile_all()
    with translation.override("th"):
        yield


@pytest.fixture
def small_book(tmp_path, monkeypatch):
    """A code base with one page and its own complete book, in a folder of its own."""
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "<p>{% translate 'Hello' %}</p>\n"
        "   {% blocktranslate trimmed with name=shop.name %}\n  Welcome\n  to {{ name }}.\n{% endblocktranslate %}\n"
        " {% include 'button.html' with label=_('Press') only %}\n"
        "{% blocktranslate count n=n %}{{ n }} egg{% plural %}{{ n }} eggs{% endblocktranslate %}"
    )
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "words.py").write_text(
        "from django.utils.translation import pgettext\n"
        "word = pgettext('a month', 'May')\n"
        "other = pgettext(words['a'], 'Not a text')\n"
    )
    book = Book("locale", "django")
    thai = {"Hello": "สวัสดี", "Welcome to %(name)s.": "ยินดีต้อนรับสู่%(name)s", "Press": "กด", "May": "พฤษภาคม"}
    catalog = catalogues.update(book)
    for message in catalogues.messages(catalog):
        name = catalogues.key(message)[1]
        message.string = ("ไข่ %(n)s ฟอง",) if isinstance(message.id, tuple) else thai[name]
    book.write(catalog)
    return book


def change(book: Book, msgid: str, thai: str) -> None:
    """Write another Thai text for one message of a book."""
    catalog = book.read()
    catalog.get(msgid).string = thai
    book.write(catalog)


def test_every_text_has_good_thai():
    assert proofreading.faults() == []


def test_the_check_collects_templates_python_plurals_and_contexts(small_book):
    names = {catalogues.key(message) for message in catalogues.messages(small_book.read())}
    assert names == {
        (None, "Hello"),
        (None, "Welcome to %(name)s."),
        (None, "Press"),
        (None, "%(n)s egg"),
        ("a month", "May"),
    }


def test_a_complete_book_has_no_faults(small_book):
    assert list(proofreading.faults_of(small_book)) == []


def test_the_check_fails_when_a_message_is_taken_out_of_the_book(small_book):
    catalog = small_book.read()
    catalog.delete("Hello")
    small_book.write(catalog)
    assert list(proofreading.faults_of(small_book)) == ["not collected, run `make catalogue`: 'Hello'"]


def test_the_check_fails_when_the_code_lost_a_message(small_book):
    page = catalogues.ROOT / "templates" / "page.html"
    page.write_text(page.read_text().replace("Hello", "Good day"))
    faults = list(proofreading.faults_of(small_book))
    assert "no longer in the code, run `make catalogue`: 'Hello'" in faults


@pytest.mark.parametrize(
    ("thai", "fault"),
    [
        ("", "has no Thai"),
        ("Welcome ครับ %(name)s", "English left in the Thai (Welcome)"),
        ("ยินดีต้อนรับ", "other placeholders than the English"),
        ("ยินดีต้อนรับสู่%(nmae)s", "other placeholders than the English"),
        ("ยินดีต้อนรับสู่ <b>%(name)s</b>", "other HTML tags than the English"),
    ],
)
def test_the_check_fails_on_a_bad_translation(small_book, thai, fault):
    change(small_book, "Welcome to %(name)s.", thai)
    assert list(proofreading.faults_of(small_book)) == [f"{fault}: 'Welcome to %(name)s.'"]


def test_the_check_fails_on_a_doubtful_translation(small_book):
    catalog = small_book.read()
    catalog.get("Hello").flags.add("fuzzy")
    small_book.write(catalog)
    assert list(proofreading.faults_of(small_book)) == ["marked as doubtful: 'Hello'"]


def test_the_command_says_no_when_there_are_faults(monkeypatch):
    monkeypatch.setattr(proofreading, "faults", lambda: ["has no Thai: 'Hello'"])
    with pytest.raises(CommandError):
        call_command("catalogue", check=True)


def test_collecting_again_keeps_translations_and_changes_no_line(small_book):
    before = small_book.path.read_text()
    catalogues.update(small_book)
    assert small_book.path.read_text() == before


def test_merging_fills_what_is_empty_and_leaves_what_is_there(small_book, tmp_path):
    change(small_book, "Press", "")
    other = tmp_path / "other.po"
    other.write_text(
        'msgid "Press"\nmsgstr "กดเลย"\n\nmsgid "Hello"\nmsgstr "หวัดดี"\n\nmsgid "Gone"\nmsgstr "ไป"\n'
    )
    assert catalogues.merge(small_book, other) == (1, ["Gone"])
    assert small_book.read().get("Press").string == "กดเลย"
    assert small_book.read().get("Hello").string == "สวัสดี"


def test_a_changed_book_is_compiled_again(small_book):
    assert catalogues.compile_all() == 1
    assert catalogues.compile_all() == 0


def test_no_book_has_a_line_number_or_a_date():
    for book in BOOKS:
        if book.path.exists():
            assert not re.search(r"^#: .*:\d|POT-Creation-Date", book.path.read_text(), re.MULTILINE)


def test_months_and_weekdays_are_the_thai_ones():
    assert [str(dates.MONTHS[n]) for n in range(1, 13)] == [
        "มกราคม",
        "กุมภาพันธ์",
        "มีนาคม",
        "เมษายน",
        "พฤษภาคม",
        "มิถุนายน",
        "กรกฎาคม",
        "สิงหาคม",
        "กันยายน",
        "ตุลาคม",
        "พฤศจิกายน",
        "ธันวาคม",
    ]
    assert [str(dates.WEEKDAYS[n]) for n in range(7)] == [
        "จันทร์",
        "อังคาร",
        "พุธ",
        "พฤหัสบดี",
        "ศุกร์",
        "เสาร์",
        "อาทิตย์",
    ]


def test_time_since_is_said_in_thai():
    assert timesince.timesince(date(2026, 1, 1), date(2026, 1, 15)) == "2\xa0สัปดาห์"


def test_form_errors_are_said_in_thai():
    class Form(forms.Form):
        name = forms.CharField(max_length=3)
        age = forms.IntegerField(max_value=120)
        mail = forms.EmailField()
        colour = forms.ChoiceField(choices=[("red", "แดง")])
        day = forms.DateField()
        file = forms.FileField()

    form = Form({"name": "abcd", "age": "130", "mail": "x", "colour": "blue", "day": "x"})
    assert {name: errors[0] for name, errors in form.errors.items()} == {
        "name": "ใส่ได้ไม่เกิน 3 ตัวอักษร (ตอนนี้มี 4)",
        "age": "ต้องไม่เกิน 120",
        "mail": "กรุณาใส่อีเมลให้ถูกต้อง",
        "colour": "เลือก blue ไม่ได้ กรุณาเลือกจากรายการที่มี",
        "day": "กรุณาใส่วันที่ให้ถูกต้อง",
        "file": "กรุณากรอกช่องนี้",
    }


def test_password_advice_is_said_in_thai():
    with pytest.raises(ValidationError, match="รหัสผ่านสั้นไป ต้องมีอย่างน้อย 8 ตัว"):
        MinimumLengthValidator().validate("abc")


def foreign_words(html: str) -> set[str]:
    """The Latin words that a reader sees or hears on a page, without codes and those that a Thai page may have."""
    for element in ("script", "style", "code", "template"):
        html = re.sub(rf"<{element}\b.*?</{element}>", " ", html, flags=re.DOTALL)
    html = re.sub(r'<[^>]*\blang="en"[^>]*>[^<]*', " ", html)
    spoken = re.findall(r'\b(?:alt|title|aria-label|placeholder|value)="([^"]*)"', html)
    # Values that only machines read have no space and no Thai.
    spoken = [text for text in spoken if " " in text or proofreading.THAI.search(text)]
    seen = " ".join([re.sub(r"<[^>]+>", " ", html), *spoken])
    words = {word for word in proofreading.foreign_words(unescape(seen)) if len(word) > 1}
    return {word for word in words - OF_THE_CAST if not re.fullmatch(f"[{ALPHABET}]{{8}}", word)}


def crawl(client, starts: list[str], most: int) -> dict[str, set[str]]:
    """Follow links from the given pages; at most two pages of a kind. Foreign words by page."""
    found, done, kinds, queue = {}, set(), Counter(), deque(starts)
    while queue and len(done) < most:
        path = queue.popleft()
        kind = re.sub(r"/(?:\d+|[a-z0-9]{8})(?=/)", "/…", path.split("?")[0])
        if path in done or kinds[kind] == 2 or not path.startswith("/") or path.startswith(OUTSIDE):
            continue
        done.add(path)
        kinds[kind] += 1
        response = client.get(path)
        if response.status_code in (301, 302):
            queue.append(response["Location"])
        elif response.get("Content-Type", "").startswith("text/html"):
            html = response.content.decode()
            if words := foreign_words(html):
                found[path] = words
            queue.extend(unescape(link) for link in re.findall(r'href="([^"#]+)', html))
    assert len(done) > 20
    return found


@pytest.fixture
def busy_market(client, shop, listing, buyer):
    """An order under way, one slip, somebody who asks to join."""
    order = factories.order(buyer, factories.wish(listing))
    factories.listing(shop, name="ไข่ไก่", price="5", stock="0")
    return order


@pytest.mark.parametrize("who", ["nobody", "buyer", "seller", "committee", "chair", "treasurer", "officer"])
def test_no_english_is_left_on_any_page(
    client, busy_market, community, buyer, seller, treasurer, officer, who
):
    cast = {"buyer": buyer, "seller": seller, "treasurer": treasurer, "officer": officer}
    if who in ("committee", "chair"):
        cast[who] = factories.with_role(community, who)
    if who in cast:
        client.force_login(cast[who])
    starts = [
        "/",
        "/accounts/login/",
        "/household/",
        "/sell/",
        "/orders/",
        f"/fund/{community.code}/",
        "/admin/",
    ]
    starts += ["/inbox/", "/help/", "/accounts/2fa/", "/reports/", "/search/?q=ไข่", "/not-there/"]
    assert crawl(client, starts, most=90) == {}


def test_the_search_for_english_finds_it():
    page = '<p>ร้าน <b>Shop</b> abcd2345 hmtjpapw</p><a title="Go home">LINE</a><input value="pickup">'
    assert foreign_words(page) == {"Shop", "Go", "home"}
