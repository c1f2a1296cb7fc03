"""Fields that take what Thai people type, and say how to mend what they cannot take."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.forms import (
    MonthField,
    PhoneField,
    PromptPayField,
    ThaiCharField,
    ThaiDateField,
    ThaiDecimalField,
    ThaiIntegerField,
)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def message(field, text):
    with pytest.raises(ValidationError) as caught:
        field.clean(text)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("25", "25"),
        ("๑,๒๕๐.๕๐ บาท", "1250.50"),
        ("฿1,250.50", "1250.50"),
        ("1 250", "1250"),
        ("35 บ.", "35"),
        ("25.-", "25"),
        (".5", "0.5"),
        ("-3", "-3"),
        ("1,234,567", "1234567"),
    ],
)
def test_an_amount_is_understood(text, number):
    assert ThaiDecimalField(decimal_places=2).clean(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["ยี่สิบ", "12,50", "1.250,50", "1..2", "5 กก.", "1e5", "NaN", "Infinity", ".", "-", "1/2"]
)
def test_what_is_no_amount_is_refused_in_words(text):
    assert "25 or 12.50" in message(ThaiDecimalField(), text)


def test_the_limits_of_an_amount_are_told():
    field = ThaiDecimalField(
        min_value=Decimal("0.25"), max_value=Decimal(1000), decimal_places=2, max_digits=9
    )
    assert message(field, "0") == "This must be 0.25 or more."
    assert message(field, "1000.01") == "This must be 1000 or less."
    assert message(field, "1.125") == "Use at most 2 figures after the dot."
    assert message(field, "") == "Please fill this in."
    assert "too large" in message(field, "1" * 16)
    assert "too large" in message(ThaiDecimalField(max_digits=4, decimal_places=0), "12345")


def test_an_optional_amount_may_be_empty():
    assert ThaiDecimalField(required=False).clean("") is None
    assert ThaiIntegerField(required=False).clean("") is None
    assert ThaiDateField(required=False).clean("  ") is None


@settings(max_examples=40, deadline=None)
@given(st.decimals(0, 10_000_000, places=2))
def test_an_amount_that_we_show_comes_back_the_same(number):
    field = ThaiDecimalField(decimal_places=2)
    assert field.clean(field.prepare_value(number)) == number


@pytest.mark.parametrize(
    ("number", "shown"), [("30.00", "30"), ("12.5", "12.50"), ("0.125", "0.125"), ("1E+3", "1000")]
)
def test_amounts_are_shown_without_useless_zeros(number, shown):
    assert ThaiDecimalField().prepare_value(Decimal(number)) == shown


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("๑๒", 12), ("1,200", 1200), ("3.0", 3), ("0", 0)])
def test_a_whole_number_is_understood(text, number):
    assert ThaiIntegerField().clean(text) == number


@pytest.mark.parametrize("text", ["2.5", "สอง", "1,2"])
def test_what_is_no_whole_number_is_refused_in_words(text):
    assert "whole number" in message(ThaiIntegerField(), text)


def test_the_limits_of_a_whole_number_are_told():
    assert message(ThaiIntegerField(min_value=1), "0") == "This must be 1 or more."
    assert "too large" in message(ThaiIntegerField(), "9" * 5000)


@pytest.mark.parametrize("text", ["5/1/2569", "๕/๑/๒๕๖๙", "5 ม.ค. 2569", "2026-01-05"])
def test_a_date_is_understood(text):
    assert ThaiDateField().clean(text) == dt.date(2026, 1, 5)


def test_a_wrong_date_is_refused_with_an_example():
    assert (
        message(ThaiDateField(), "31/2/2569") == "Please write the date as day/month/year, such as 5/1/2026."
    )


def test_the_limits_of_a_date_are_told_as_dates():
    field = ThaiDateField(min_value=dt.date(2026, 1, 5), max_value=dt.date(2026, 1, 31))
    assert message(field, "4/1/2569") == "The date must be 5/1/2026 or later."
    assert message(field, "1/2/2569") == "The date must be 31/1/2026 or earlier."
    assert field.clean("31/1/2569") == dt.date(2026, 1, 31)


def test_a_date_is_shown_in_buddhist_years_and_counts_as_unchanged():
    class Form(forms.Form):
        day = ThaiDateField()

    with override("th"):
        form = Form({"day": "5/1/2569"}, initial={"day": dt.date(2026, 1, 5)})
        assert 'value="5/1/2569"' in str(Form(initial={"day": dt.date(2026, 1, 5)})["day"])
        assert form.is_valid()
        assert not form.has_changed()


def test_what_was_typed_wrongly_stays_on_the_page():
    class Form(forms.Form):
        day = ThaiDateField()
        price = ThaiDecimalField()
        phone = PhoneField()

    html = str(Form({"day": "40/1/2569", "price": "ห้าบาท", "phone": "0812"}))
    assert all(f'value="{text}"' in html for text in ("40/1/2569", "ห้าบาท", "0812"))


def test_a_month_is_its_first_day():
    assert MonthField().clean("ม.ค. 2569") == dt.date(2026, 1, 1)
    assert "1/2026" in message(MonthField(), "เดือนที่แล้ว")
    assert MonthField().prepare_value(dt.date(2026, 1, 1)) == "January 2026"
    assert (
        message(MonthField(max_value=dt.date(2026, 1, 1)), "2/2569")
        == "The month must be January 2026 or earlier."
    )


def test_a_phone_is_kept_in_one_form_and_shown_in_groups():
    assert PhoneField().clean("+66 81-234-5678") == "0812345678"
    assert PhoneField().prepare_value("0812345678") == "081-234-5678"
    assert "081-234-5678" in message(PhoneField(), "12345")


def test_short_numbers_are_for_services_only():
    assert PhoneField().clean("1669") == "1669"
    assert "081-234-5678" in message(PhoneField(allow_short=False), "1669")
    assert PhoneField(required=False).clean("") == ""


def test_a_promptpay_receiver_is_checked():
    assert PromptPayField().clean("๐๘๑-๒๓๔-๕๖๗๘") == "0812345678"
    assert PromptPayField().clean("1-2345-67890-12-1") == "1234567890121"
    assert "10 figures" in message(PromptPayField(), "1234567890123")
    assert PromptPayField(required=False).clean("") == ""


def test_text_is_normalised():
    assert ThaiCharField().clean(" น\u0e4d\u0e49\u0e32\u200b  พริก\x00 ") == "น้ำ พริก"
    assert ThaiCharField(multiline=True).clean("หนึ่ง \r\nสอง") == "หนึ่ง\nสอง"
    assert message(ThaiCharField(), "\u200b \u200b") == "Please fill this in."
    assert ThaiCharField(required=False, empty_value=None).clean(" ") is None


@pytest.mark.parametrize(
    ("field", "attributes"),
    [
        (ThaiDecimalField(), ['type="text"', 'inputmode="decimal"', 'autocomplete="off"']),
        (ThaiIntegerField(min_value=1), ['type="text"', 'inputmode="numeric"']),
        (PhoneField(), ['type="tel"', 'inputmode="tel"', 'autocomplete="tel"']),
        (ThaiDateField(), ['type="text"', 'autocomplete="off"']),
        (PromptPayField(), ['type="text"', 'inputmode="numeric"']),
        (ThaiCharField(multiline=True), ["<textarea", 'rows="4"']),
    ],
)
def test_a_phone_offers_the_right_keys(field, attributes):
    html = render(field)
    assert all(attribute in html for attribute in attributes)
    assert html.count("type=") == html.count("<input")


def render(field):
    form_class = type("Form", (forms.Form,), {"it": field})
    return str(form_class()["it"])
