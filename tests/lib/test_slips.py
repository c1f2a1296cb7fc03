"""Slips: the small code that banks print on them, read from text and from photos."""

import io
import random

import pytest
import segno
from django.utils import translation
from PIL import Image

from lib import pictures, promptpay, slips
from lib.slips import SlipReference, read_mini_qr, read_slip

BANGKOK_BANK = "004000060000010103002021900021231231212000115102TH91049C30"
SCB = "004100060000010103014022000111222233344ABCD125102TH910417DF"
# Made by another encoder (promptparse 1.6.0); its checksum begins with zero.
WITH_LEADING_ZERO = "00390006000001010301402182026010100000000845102TH9104087F"


@pytest.mark.parametrize(
    ("payload", "bank", "reference"),
    [
        (BANGKOK_BANK, "002", "0002123123121200011"),
        (SCB, "014", "00111222233344ABCD12"),
        ("0041000600000101030040220015123456789ABC012345102TH9104D4CA", "004", "015123456789ABC01234"),
        ("0037000600000101030060216A1B2C3D4E5F6G7H85102TH9104D2ED", "006", "A1B2C3D4E5F6G7H8"),
        (WITH_LEADING_ZERO, "014", "202601010000000084"),
    ],
)
def test_a_slip_names_its_bank_and_reference(payload, bank, reference):
    assert read_mini_qr(payload) == SlipReference(bank, reference)


def test_a_dropped_leading_zero_of_the_checksum_is_forgiven():
    dropped = WITH_LEADING_ZERO[:-4] + WITH_LEADING_ZERO[-3:]
    assert read_mini_qr(dropped) == read_mini_qr(WITH_LEADING_ZERO)


def test_a_lower_case_checksum_is_forgiven():
    assert read_mini_qr(BANGKOK_BANK[:-4] + "9c30").bank == "002"


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "9104",
        "hello",
        "https://example.org/9104ABCD",
        BANGKOK_BANK[:-1] + "1",
        BANGKOK_BANK[:-4],
        BANGKOK_BANK.replace("0002123", "0002124"),
        promptpay.payload("0812223333"),
        "ก9104ABCD",
    ],
)
def test_what_is_no_slip_is_refused(payload):
    with pytest.raises(ValueError, match="."):
        read_mini_qr(payload)


def slip_photo(payload, side=190, size=(1500, 2000), turn=0):
    """A busy photo with the slip's code in its lower corner."""
    dots = random.Random(7)
    small = Image.new("RGB", (60, 80))
    small.putdata(
        [(dots.randrange(90, 250), dots.randrange(90, 250), dots.randrange(90, 250)) for _dot in range(4800)]
    )
    photo = small.resize(size, Image.Resampling.BICUBIC)
    code = io.BytesIO()
    segno.make(payload, micro=False).save(code, kind="png", scale=8, border=4)
    photo.paste(
        Image.open(code).convert("RGB").resize((side, side)), (size[0] - side - 130, size[1] - side - 90)
    )
    output = io.BytesIO()
    photo.rotate(turn, expand=True, fillcolor="white").save(output, "JPEG", quality=80)
    return output.getvalue()


@pytest.mark.parametrize("turn", [0, 7, 90])
def test_the_code_is_found_in_a_photo(turn):
    assert read_slip(slip_photo(SCB, turn=turn)) == SlipReference("014", "00111222233344ABCD12")


def test_the_code_is_found_in_a_very_large_photo():
    photo = slip_photo(BANGKOK_BANK, side=700, size=(3000, 4000))
    assert read_slip(photo) == SlipReference("002", "0002123123121200011")


def test_the_code_is_still_found_in_what_we_keep():
    kept = pictures.private_rendition(slip_photo(SCB))
    assert read_slip(kept) == SlipReference("014", "00111222233344ABCD12")


def test_a_payment_code_is_no_slip():
    assert read_slip(slip_photo(promptpay.payload("0812223333"), side=300)) is None


def test_a_picture_without_a_code_gives_nothing():
    assert read_slip(Image.new("RGB", (400, 600), "white")) is None


def test_a_file_that_is_no_picture_is_refused_in_words():
    with pytest.raises(pictures.PictureRefused):
        read_slip(b"<html>slip</html>")


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("2026 0101-0000 abcd", "202601010000ABCD"),
        ("๐๑๒๓๔๕๖๗๘", "012345678"),
        ("abcd1234", "ABCD1234"),
    ],
)
def test_a_typed_reference_is_made_comparable(typed, reference):
    assert slips.normalise_reference(typed) == reference


@pytest.mark.parametrize("typed", ["", "1234567", "A" * 36, "อ้างอิง1234567890", "<script>alert(1)"])
def test_a_typed_reference_that_cannot_be_one_is_refused(typed):
    with pytest.raises(ValueError, match="."):
        slips.normalise_reference(typed)


def test_a_bank_has_a_name_and_an_unknown_one_its_code():
    with translation.override("en"):
        assert SlipReference("004", "X").bank_name == "Kasikornbank"
        assert slips.bank_name("999") == "bank 999"
