"""What views share: an act that is refused stands in words where the person looks, and what was typed stays."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage

from households.views.acting import done, made, press
from lib.errors import Refused


class NameForm(forms.Form):
    name = forms.CharField()


@pytest.fixture
def form():
    typed = NameForm({"name": "ยายบุญ"})
    assert typed.is_valid()
    return typed


def greet(name):
    return f"สวัสดี {name}"


def refuse(name):
    raise Refused(f"ไม่รับ {name}", "role")


@pytest.fixture
def request_with_messages(rf):
    request = rf.post("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def said(request):
    return [(message.level_tag, str(message)) for message in get_messages(request)]


def test_what_is_done_leaves_no_error(form):
    assert done(form, greet, **form.cleaned_data) is True
    assert form.errors == {}


def test_an_act_that_gives_nothing_back_is_done_too(form):
    assert done(form, lambda name: None, **form.cleaned_data) is True


def test_what_is_refused_stands_in_the_form_beside_what_was_typed(form):
    assert done(form, refuse, **form.cleaned_data) is False
    assert form.non_field_errors() == ["ไม่รับ ยายบุญ"]
    assert form["name"].value() == "ยายบุญ"


def test_what_was_made_is_given_back(form):
    assert made(form, greet, **form.cleaned_data) == "สวัสดี ยายบุญ"
    assert form.errors == {}


def test_nothing_is_made_of_what_is_refused(form):
    assert made(form, refuse, **form.cleaned_data) is None
    assert form.non_field_errors() == ["ไม่รับ ยายบุญ"]


def test_a_mistake_of_ours_is_not_hidden(form):
    for act in (done, made):
        with pytest.raises(ZeroDivisionError):
            act(form, lambda: 1 / 0)


def test_a_press_says_that_it_is_done(request_with_messages):
    assert press(request_with_messages, "เสร็จแล้ว", greet, name="ยายบุญ") is True
    assert said(request_with_messages) == [("success", "เสร็จแล้ว")]


def test_a_press_says_why_it_is_refused(request_with_messages):
    assert press(request_with_messages, "เสร็จแล้ว", refuse, name="ยายบุญ") is False
    assert said(request_with_messages) == [("error", "ไม่รับ ยายบุญ")]
