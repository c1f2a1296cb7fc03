"""PromptPay payloads against published vectors and those of another encoder (promptparse 1.6.0)."""

import io
from decimal import Decimal

import pytest
import segno
import zxingcpp
from django.utils import translation
from PIL import Image

from lib import emv, promptpay, qr
from lib.promptpay import decode, normalise_receiver, payload

D = Decimal

PUBLISHED = [
    ("0812223333", None, "00020101021129370016A0000006770101110113006681222333353037645802TH63041DCF"),
    (
        "0812223333",
        "30",
        "00020101021229370016A0000006770101110113006681222333353037645802TH540530.0063043CAD",
    ),
    (
        "1234567890121",
        "1250.5",
        "00020101021229370016A0000006770101110213123456789012153037645802TH54071250.506304EB1A",
    ),
]
OTHER_ENCODER = [
    ("0801234567", None, "00020101021129370016A0000006770101110113006680123456753037645802TH6304BE2B"),
    (
        "123456789012345",
        "99.25",
        "00020101021229390016A000000677010111031512345678901234553037645802TH540599.2563047419",
    ),
    ("140000812345678", None, "00020101021129390016A000000677010111031514000081234567853037645802TH63046ACD"),
    (
        "0934567890",
        "0.01",
        "00020101021229370016A0000006770101110113006693456789053037645802TH54040.016304D7F1",
    ),
    (
        "0612345678",
        "999999.99",
        "00020101021229370016A0000006770101110113006661234567853037645802TH5409999999.996304BC88",
    ),
]
# The same codes as other encoders order them: the country before the currency.
OTHER_ORDER = [
    ("0801234567", "00020101021129370016A000000677010111011300668012345675802TH530376463046197"),
    ("+66-89-123-4567", "00020101021129370016A000000677010111011300668912345675802TH5303764630429C1"),
]


@pytest.mark.parametrize(("receiver", "amount", "expected"), PUBLISHED + OTHER_ENCODER)
def test_payloads_are_those_of_other_encoders_byte_for_byte(receiver, amount, expected):
    assert payload(receiver, amount and D(amount)) == expected


@pytest.mark.parametrize(("receiver", "expected"), OTHER_ORDER)
def test_the_order_of_fields_is_the_only_difference_to_others(receiver, expected):
    ours, theirs = emv.fields(payload(receiver)), emv.fields(expected)
    assert theirs.pop("63") == emv.checksum(expected[:-4])
    ours.pop("63")
    assert ours == theirs


@pytest.mark.parametrize(("receiver", "amount", "text"), PUBLISHED + OTHER_ENCODER)
def test_a_payload_is_read_back_whole(receiver, amount, text):
    found = decode(text)
    assert found["receiver"] == receiver
    assert found["amount"] == (amount and D(amount))
    assert found["is_reusable"] is (amount is None)


def test_codes_of_other_encoders_are_read():
    assert [decode(text)["receiver"] for _receiver, text in OTHER_ORDER] == ["0801234567", "0891234567"]


@pytest.mark.parametrize(
    "receiver",
    [
        "",
        "081234567",
        "08123456789",
        "1812345678",
        "1234567890123",
        "0000000000000",
        "12345678901234",
        "08l2345678",
        "abc",
        "+66",
        "+15551234567",
        "²812345678",
    ],
)
def test_a_receiver_that_cannot_be_right_is_refused(receiver):
    with pytest.raises(ValueError, match="."):
        payload(receiver)


@pytest.mark.parametrize(
    "amount",
    [
        "0",
        "-1",
        "0.00",
        "-0.01",
        "1.001",
        "0.005",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "10000000000",
        "1E+11",
    ],
)
def test_an_amount_that_cannot_be_right_is_refused(amount):
    with pytest.raises(ValueError, match="."):
        payload("0812223333", D(amount))


@pytest.mark.parametrize("amount", [30, 30.0, "30", True, b"30", 0, 0.0, ""])
def test_an_amount_that_is_no_decimal_is_refused(amount):
    with pytest.raises(TypeError):
        payload("0812223333", amount)


@pytest.mark.parametrize("receiver", [812223333, None, b"0812223333"])
def test_a_receiver_that_is_no_text_is_refused(receiver):
    with pytest.raises(TypeError):
        payload(receiver)


def test_the_largest_amount_fills_thirteen_characters():
    assert "54139999999999.995802" not in payload("0812223333", D("9999999999.99"))
    assert "54139999999999.996304" in payload("0812223333", D("9999999999.99"))


def test_an_amount_with_an_exponent_is_written_plainly():
    assert "54071000.006304" in payload("0812223333", D("1E+3"))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("๐๘๑-๒๒๒-๓๓๓๓", "0812223333"),
        (" 081 222 3333 ", "0812223333"),
        ("+66 81 222 3333", "0812223333"),
        ("+66 (0)81 222 3333", "0812223333"),
        ("0066812223333", "0812223333"),
        ("66812223333", "0812223333"),
        ("081\u200b2223333", "0812223333"),
        ("1-2345-67890-12-1", "1234567890121"),
        ("๑๒๓๔๕๖๗๘๙๐๑๒๑", "1234567890121"),
        ("140000812345678", "140000812345678"),
    ],
)
def test_a_receiver_is_understood_however_it_is_typed(typed, number):
    assert normalise_receiver(typed) == number


def test_a_land_line_in_ten_figures_is_told_apart_when_typed():
    with translation.override("en"), pytest.raises(ValueError, match="needs a mobile number"):
        normalise_receiver("0212345678")


def test_a_wrong_digit_in_an_id_is_said_so():
    with translation.override("en"), pytest.raises(ValueError, match="wrong digit"):
        normalise_receiver("1234567890123")


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("0812223333", "xxx-xxx-3333"),
        ("1234567890121", "x-xxxx-xxxx0-12-1"),
        ("140000812345678", "xxxxxxxxxxx5678"),
    ],
)
def test_a_masked_receiver_shows_only_its_end(number, masked):
    assert promptpay.mask_receiver(number) == masked


def test_one_changed_character_is_noticed_anywhere():
    good = PUBLISHED[1][2]
    for place, char in enumerate(good):
        changed = good[:place] + ("1" if char != "1" else "2") + good[place + 1 :]
        with pytest.raises(ValueError, match="."):
            decode(changed)


def signed(text):
    return text + "6304" + emv.checksum(text + "6304")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "ก",
        signed("000201"),
        signed("00020101021129370016A0000006770101120113006681222333353037645802TH"),
        signed("00020101021129370016A0000006770101110113006681222333353038405802TH"),
        signed("00020101021129370016A0000006770101110113006681222333353037645802US"),
        signed("00020101021129370016A0000006770101110113004481222333353037645802TH"),
        signed("00020101021229370016A0000006770101110113006681222333353037645802TH5403-30"),
        signed("00020101021229370016A0000006770101110113006681222333353037645802TH54040.00"),
        signed("00020101021229370016A0000006770101110113006681222333353037645802TH54033E1"),
        signed("0002010002010102115802TH"),
        signed("00020101021129370016A0000006770101110213123456789012353037645802TH"),
    ],
)
def test_what_is_no_promptpay_code_is_refused(text):
    with pytest.raises(ValueError, match="."):
        decode(text)


def test_a_scanner_reads_from_the_picture_what_was_put_in():
    text = payload("0812223333", D("345.50"))
    picture = Image.open(io.BytesIO(qr.png(text, scale=4)))
    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [text]
    assert segno.make(text, error="m", micro=False).version <= 5
