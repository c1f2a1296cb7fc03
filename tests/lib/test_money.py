"""Money to the satang, and as people read it."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lib import money

D = Decimal


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        ("100", [1, 1, 1], ["33.34", "33.33", "33.33"]),
        ("0.02", [1, 1, 1], ["0.01", "0.01", "0.00"]),
        ("10", [D("0.5"), D("1.5")], ["2.50", "7.50"]),
        ("1", [0, 1, 0], ["0.00", "1.00", "0.00"]),
        ("-100", [1, 1, 1], ["-33.34", "-33.33", "-33.33"]),
        # Remainders .9, .5, .6 of a satang: the first and the third get the two that are left.
        ("0.10", [D("0.19"), D("0.25"), D("0.56")], ["0.02", "0.02", "0.06"]),
        ("0", [1, 2], ["0.00", "0.00"]),
    ],
)
def test_a_total_is_split_by_the_largest_remainder(total, weights, parts):
    assert money.split(D(total), weights) == [D(part) for part in parts]


@given(
    st.integers(min_value=-(10**12), max_value=10**12),
    st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=30).filter(any),
)
def test_parts_always_sum_to_the_total(satang, weights):
    total = D(satang).scaleb(-2)
    parts = money.split(total, weights)
    assert sum(parts) == total
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@pytest.mark.parametrize(
    ("total", "weights", "error"),
    [
        ("1.005", [1], ValueError),
        ("1", [], ValueError),
        ("1", [0, 0], ValueError),
        ("1", [2, -1], ValueError),
        ("NaN", [1], ValueError),
        ("1", [0.5], TypeError),
    ],
)
def test_a_split_that_cannot_be_right_is_refused(total, weights, error):
    with pytest.raises(error):
        money.split(D(total), weights)


@pytest.mark.parametrize(
    ("amount", "percent", "share"),
    [
        ("345", "2", "6.90"),
        ("0.25", "2", "0.01"),
        ("0.24", "2", "0.00"),
        ("10.01", "2.5", "0.25"),
        ("-0.25", "2", "-0.01"),
    ],
)
def test_half_a_satang_is_rounded_up_once(amount, percent, share):
    assert money.share(D(amount), D(percent)) == D(share)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (D("1250.00"), "฿1,250"),
        (D("1250.50"), "฿1,250.50"),
        (D("0.05"), "฿0.05"),
        (0, "฿0"),
        (D("100"), "฿100"),
        (D("-20"), "−฿20"),
        (D("-0.001"), "฿0"),
        (D("1234567.895"), "฿1,234,567.90"),
        (None, ""),
    ],
)
def test_amounts_in_lists_are_short(value, text):
    assert money.baht(value) == text


def test_amounts_on_documents_have_two_decimals_and_the_unit():
    with translation.override("en"):
        assert money.baht_document(D("1250.5")) == "1,250.50 baht"
        assert money.baht_document(D("-3")) == "−3.00 baht"
        assert money.baht_document(None) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1250.50", "หนึ่งพันสองร้อยห้าสิบบาทห้าสิบสตางค์"),
        ("0.25", "ยี่สิบห้าสตางค์"),
        ("1250", "หนึ่งพันสองร้อยห้าสิบบาทถ้วน"),
        ("1250.00", "หนึ่งพันสองร้อยห้าสิบบาทถ้วน"),
        ("0", "ศูนย์บาทถ้วน"),
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("121.21", "หนึ่งร้อยยี่สิบเอ็ดบาทยี่สิบเอ็ดสตางค์"),
        ("1000000", "หนึ่งล้านบาทถ้วน"),
    ],
)
def test_amounts_in_words_are_those_of_a_receipt(value, words):
    assert money.baht_text(D(value)) == words
