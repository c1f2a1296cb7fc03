"""The small sum that is asked when many requests come from one address: it stands on the page and can be answered."""

import re

import pytest
from django.core import signing

from tests import pages
from welfare.forms.asking import SALT

LABEL = re.compile(r'for="id_answer"[^>]*>([^<]*)<')


@pytest.fixture
def page(client, community, monkeypatch):
    """The form of the help desk as it comes back when one address has sent too much."""
    monkeypatch.setattr("welfare.views.asking.ratelimit.consume", lambda *_given, **_more: None)
    path = f"/help/{community.code}/ask/"
    form = pages.form_to(client.get(path).content.decode(), path, "key")
    typed = {
        "kind": "food",
        "for_whom": "ยายแก้ว",
        "place": "บ้าน 9",
        "urgency": "today",
        "phone": "0812345678",
    }
    return path, client.post(path, {**dict(form.fields), **typed}).content.decode(), typed


def test_the_sum_is_written_out(page):
    path, words, _typed = page
    numbers = [int(number) for number in re.findall(r"\d+", LABEL.search(words)[1])]
    puzzle = dict(pages.form_to(words, path, "key").fields)["puzzle"]
    assert numbers == signing.loads(puzzle, salt=SALT)


def test_who_answers_it_has_sent_the_request(client, page):
    path, words, typed = page
    answer = sum(int(number) for number in re.findall(r"\d+", LABEL.search(words)[1]))
    form = dict(pages.form_to(words, path, "key").fields) | typed
    assert client.post(path, form | {"answer": str(answer + 1)}).status_code == 200
    assert client.post(path, form | {"answer": str(answer)}).status_code == 302
