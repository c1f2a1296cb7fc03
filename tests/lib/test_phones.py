"""Thai telephone numbers, however they are written."""

import pytest
from django.utils.translation import override

from lib.phones import format_phone, is_mobile, normalise_phone, split_phone, tel_href


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0812345678", "0812345678"),
        ("081-234-5678", "0812345678"),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", "0812345678"),
        ("+66 81 234 5678", "0812345678"),
        ("+66 (0)81-234-5678", "0812345678"),
        ("0066812345678", "0812345678"),
        ("66812345678", "0812345678"),
        ("โทร. 081–234–5678", "0812345678"),
        ("เบอร์โทร 081.234.5678", "0812345678"),
        ("๐๕๓ ๑๒๑ ๕๘๕", "053121585"),
        ("(077) 272-123", "077272123"),
        ("02 123 4567", "021234567"),
        ("+6621234567", "021234567"),
        ("191", "191"),
        ("๑๖๖๙", "1669"),
        ("1300", "1300"),
        ("1800-123-456", "1800123456"),
    ],
)
def test_a_number_is_kept_in_one_form(text, number):
    assert normalise_phone(text) == number


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("๐๕๓ ๑๒๑ ๕๘๕ ต่อ ๑๘,๑๙", ("053121585", "18,19")),
        ("053121585ต่อ18, 19", ("053121585", "18,19")),
        ("053-121-585 ext. 18", ("053121585", "18")),
        ("053-121-585 #18 หรือ 19", ("053121585", "18,19")),
        ("053-121-585", ("053121585", "")),
    ],
)
def test_extensions_are_split_off(text, parts):
    assert split_phone(text) == parts


def test_a_kept_number_with_extensions_stays_as_it_is():
    kept = normalise_phone("๐๕๓ ๑๒๑ ๕๘๕ ต่อ ๑๘,๑๙")
    assert kept == "053121585 ต่อ 18,19"
    assert normalise_phone(kept) == kept


@pytest.mark.parametrize(
    "text",
    ["", "ไม่มี", "08123456", "081234567", "08123456789", "0123456789", "053 121 585 ต่อ", "053121585 ต่อ ห้องแม่", "99999",
     "+1 202 555 0143", "081-234-5678, 089-999-9999", "1234567890121", "٠٨١٢٣٤٥٦٧٨"],
)  # fmt: skip
def test_what_is_no_thai_number_is_refused(text):
    with pytest.raises(ValueError, match="not a"):
        normalise_phone(text)


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("081-234-5678", "tel:+66812345678"),
        ("๐๕๓ ๑๒๑ ๕๘๕ ต่อ ๑๘,๑๙", "tel:+6653121585"),
        ("1669", "tel:1669"),
        ("ไม่มี", ""),
    ],
)
def test_a_link_calls_the_number(text, href):
    assert tel_href(text) == href


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0812345678", "081-234-5678"),
        ("021234567", "02-123-4567"),
        ("053121585", "053-121-585"),
        ("1800123456", "1800-123-456"),
        ("1669", "1669"),
        ("053121585 ต่อ 18,19", "053-121-585 ext. 18,19"),
        ("ไม่มี", "ไม่มี"),
        ("", ""),
    ],
)
def test_a_number_is_shown_in_groups(text, shown):
    with override("en"):
        assert format_phone(text) == shown


def test_only_mobiles_receive_messages():
    assert is_mobile("+66 81 234 5678")
    assert not is_mobile("053121585")
    assert not is_mobile("ไม่มี")
