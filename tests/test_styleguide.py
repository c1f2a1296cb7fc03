"""The style guide shows every component; error pages stand without a database; preferences are kept."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

COMPONENTS = sorted(path.stem for path in (settings.BASE_DIR / "templates" / "components").glob("*.html"))
# admin.css goes over Django's own styles, which have no layers and name ids: it could not win from a layer.
STYLESHEETS = sorted(
    set((settings.BASE_DIR / "static" / "css").glob("*.css")) - {settings.BASE_DIR / "static/css/admin.css"}
)
ERROR_PAGES = ["400", "403", "403_csrf", "404", "429", "500", "503"]


@pytest.fixture
def page(client, db) -> str:
    response = client.get("/styleguide/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture(scope="module")
def sources() -> str:
    folder = settings.BASE_DIR / "templates"
    names = ["base.html", "styleguide.html", *(f"components/{name}.html" for name in COMPONENTS)]
    return "\n".join((folder / name).read_text() for name in names)


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_says_its_parameters_at_the_top(name):
    text = (settings.BASE_DIR / "templates" / "components" / f"{name}.html").read_text()
    assert text.startswith("{% comment %}")


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_is_shown_in_the_style_guide_or_the_frame(name, sources):
    assert f'"components/{name}.html"' in sources


def test_the_style_guide_has_no_inline_style_or_script(page):
    assert "style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son[a-z]+=", page)


def test_every_description_points_at_something_on_the_page(page):
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    described = [name for names in re.findall(r'aria-describedby="([^"]+)"', page) for name in names.split()]
    assert described
    assert set(described) <= ids


def test_every_sign_on_the_page_is_in_the_sprite(page):
    sprite = (settings.BASE_DIR / "static" / "icons.svg").read_text()
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    assert set(re.findall(r'icons\.svg#([^"]+)"', page)) <= known


def test_every_class_of_a_component_has_a_rule(page):
    rules = "".join(sheet.read_text() for sheet in STYLESHEETS)
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", rules))
    # Names that scripts or htmx look for, or that end a family whose plain form is enough.
    plain = {"more-items", "price-", "message-info", "badge-mist", "text-2", "choices"}
    used = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
    assert used - known - plain == set()


@pytest.mark.parametrize("sheet", STYLESHEETS, ids=lambda sheet: sheet.name)
def test_stylesheets_keep_to_layers_and_classes(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
    selectors = re.findall(r"([^{}]+)\{", text)
    assert "@layer" in text
    assert "!important" not in text
    assert not [selector for selector in selectors if re.search(r"(^|[\s,>+~])#[a-z]", selector)]
    assert len(text.splitlines()) <= 250


def test_the_script_stays_small():
    script = Path(settings.BASE_DIR / "static" / "js" / "site.js").read_text()
    assert len(script.splitlines()) < 300


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_pages_need_no_request_and_no_database(name):
    # Without the db mark any query fails the test.
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html
    assert 'href="/help/"' in html


def test_an_unknown_address_answers_with_our_page(client, db):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert 'class="narrow stack"' in response.content.decode()


def test_a_form_without_its_token_is_refused_in_words(db):
    response = Client(enforce_csrf_checks=True).post("/preferences/text-size/", {"size": "3"})
    assert response.status_code == 403
    assert "text_size" not in response.cookies
    assert 'class="narrow stack"' in response.content.decode()


def test_the_text_size_is_kept_and_shown(client, db):
    response = client.post("/preferences/text-size/", {"size": "3", "next": "/styleguide/"})
    assert response.status_code == 302
    assert response.url == "/styleguide/"
    assert '<html lang="th" class="text-3">' in client.get("/styleguide/").content.decode()


def test_an_unknown_text_size_changes_nothing(client, db):
    assert "text_size" not in client.post("/preferences/text-size/", {"size": "9"}).cookies


def test_the_language_is_kept_and_shown(client, db):
    client.post("/preferences/language/", {"language": "en", "next": "/styleguide/"})
    assert '<html lang="en"' in client.get("/styleguide/").content.decode()


def test_an_unknown_language_changes_nothing(client, db):
    assert (
        settings.LANGUAGE_COOKIE_NAME not in client.post("/preferences/language/", {"language": "xx"}).cookies
    )


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)", ""])
def test_a_preference_never_leads_to_another_site(client, db, elsewhere):
    assert client.post("/preferences/language/", {"language": "en", "next": elsewhere}).url == "/"


@pytest.mark.parametrize("address", ["/preferences/text-size/", "/preferences/language/"])
def test_preferences_change_only_by_post(client, db, address):
    assert client.get(address).status_code == 405


def test_an_undo_message_brings_its_button():
    with translation.override("en"):
        html = render_to_string(
            "components/message.html", {"text": "Withdrawn", "tags": "undo:/sell/listings/ab/restore/"}
        )
    assert 'action="/sell/listings/ab/restore/"' in html
    assert "<button" in html


def test_a_button_without_an_address_brings_no_form():
    assert "<form" not in render_to_string("components/button.html", {"label": "Save"})
    assert "<form" in render_to_string("components/button.html", {"label": "Save", "url": "/x/"})


@pytest.mark.parametrize(("now", "done", "current"), [(1, 0, 1), (2, 1, 1), (3, 2, 1)])
def test_the_step_bar_fills_up_to_now(now, done, current):
    html = render_to_string("components/steps.html", {"now": now, "total": 3})
    assert (html.count("steps-done"), html.count("steps-now")) == (done, current)


def test_names_in_a_card_are_escaped():
    html = render_to_string(
        "components/listing_card.html", {"url": "/x/", "name": "<b>ไข่</b>", "price": "฿5"}
    )
    assert "<b>" not in html


def test_a_listing_card_without_a_picture_shows_its_sign():
    html = render_to_string(
        "components/listing_card.html",
        {"url": "/x/", "name": "ไข่", "price": "฿5", "tone": "sea", "sign": "egg"},
    )
    assert "<img" not in html
    assert "#egg" in html
