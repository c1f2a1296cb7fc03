"""Proofs of transfers: once each, read when they can be, private always."""

import io
from decimal import Decimal as D

import pytest
import segno
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from PIL import Image

from lib import emv
from lib.errors import Refused
from welfare import shares, slips
from welfare.forms.slips import SlipForm
from welfare.models import Slip


def mini_qr(bank="004", reference="016123456789ABCDEF01"):
    body = emv.field("00", emv.field("00", "000001") + emv.field("01", bank) + emv.field("02", reference))
    body += emv.field("51", "TH") + "9104"
    return body + emv.checksum(body)


def picture(code=""):
    """A phone's screenshot of a slip, with its small code or without."""
    canvas = Image.new("RGB", (600, 900), "white")
    if code:
        drawn = io.BytesIO()
        segno.make(code, error="m").save(drawn, kind="png", scale=5, border=4)
        canvas.paste(Image.open(drawn).convert("RGB"), (150, 500))
    file = io.BytesIO()
    canvas.save(file, "PNG")
    return SimpleUploadedFile("slip.png", file.getvalue(), content_type="image/png")


def show(user, **changes):
    content = {"bank": "004", "reference": "016123456789ABCDEF01", "document": "order a7"}
    return slips.show(user=user, **{**content, **changes})


def test_a_slip_serves_once(buyer, seller):
    show(buyer)
    with pytest.raises(Refused) as refused:
        show(seller, document="order b7")
    assert refused.value.code == "slip_used"


@pytest.mark.parametrize(
    "reference", ["016123456789abcdef01", "0161 2345-6789 ABCD EF01", "๐๑๖๑๒๓๔๕๖๗๘๙ABCDEF01"]
)
def test_the_same_reference_in_another_writing_is_the_same_slip(buyer, reference):
    show(buyer)
    with pytest.raises(Refused) as refused:
        show(buyer, reference=reference)
    assert refused.value.code == "slip_used"


def test_another_bank_does_not_make_it_another_slip(buyer):
    show(buyer)
    with pytest.raises(Refused):
        show(buyer, bank="006")


def test_a_reference_is_checked(buyer):
    with pytest.raises(Refused) as refused:
        show(buyer, reference="123")
    assert refused.value.code == "reference"


def test_sql_cannot_use_a_slip_twice_or_free_it(buyer):
    show(buyer)
    for statement in (
        "DELETE FROM welfare_slip",
        "UPDATE welfare_slip SET reference = 'FREE'",
        "INSERT INTO welfare_slip (bank, reference, picture, was_read_from_picture, document, shown_by_id,"
        " shown_at) SELECT '006', reference, picture, was_read_from_picture, 'order b7', shown_by_id, shown_at"
        " FROM welfare_slip",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Slip.objects.get().document == "order a7"


def test_a_refused_payment_leaves_its_slip_unused(community, pay, seller):
    pay("2.00")
    with pytest.raises(Refused), transaction.atomic():
        pay("2.00", reference="REF0000002")
    assert pay_again_is_possible(seller)


def pay_again_is_possible(seller):
    return show(seller, reference="REF0000002")


def test_a_picture_is_kept_privately_and_read(db):
    taken = slips.take(picture(mini_qr()))
    assert (taken.bank, taken.reference) == ("004", "016123456789ABCDEF01")
    assert taken.path.startswith("private/slips/")
    with Image.open(default_storage.open(taken.path)) as kept:
        assert kept.format == "WEBP"


def test_a_picture_without_a_code_is_kept_too(db):
    taken = slips.take(picture())
    assert (taken.bank, taken.reference) == ("", "")
    assert default_storage.exists(taken.path)


def test_a_private_picture_has_no_public_address(client, db):
    taken = slips.take(picture())
    assert client.get(f"/media/{taken.path}").status_code == 404


def test_the_form_needs_nothing_but_a_readable_picture(db):
    form = SlipForm({}, {"picture": picture(mini_qr())})
    assert form.is_valid()
    shown = form.shown()
    assert (shown["bank"], shown["reference"], shown["was_read"]) == ("004", "016123456789ABCDEF01", True)


def test_what_the_picture_says_counts_more_than_what_was_typed(db):
    form = SlipForm({"bank": "006", "reference": "NEWREFERENCE1"}, {"picture": picture(mini_qr())})
    assert form.is_valid()
    assert form.shown()["reference"] == "016123456789ABCDEF01"


def test_an_unreadable_picture_is_kept_while_the_reference_is_typed(db):
    first = SlipForm({}, {"picture": picture()})
    assert not first.is_valid()
    second = SlipForm({"taken": first.data["taken"], "bank": "006", "reference": "abcd 1234 5678"})
    assert second.is_valid()
    shown = second.shown()
    assert (shown["reference"], shown["was_read"]) == ("ABCD12345678", False)
    assert default_storage.exists(shown["picture"])


def test_a_made_up_picture_is_forgotten(db):
    form = SlipForm({"taken": "private/slips/x:forged", "bank": "006", "reference": "ABCD12345678"})
    assert form.is_valid()
    assert form.shown()["picture"] == ""


def test_the_form_asks_for_a_picture_or_a_reference(db):
    assert "reference" in SlipForm({}).errors


def test_a_typed_reference_needs_its_bank(db):
    assert "bank" in SlipForm({"reference": "ABCD12345678"}).errors


def test_a_file_that_is_no_picture_is_refused_in_words(db):
    file = SimpleUploadedFile("slip.png", b"<svg onload=alert(1)>", content_type="image/png")
    assert "picture" in SlipForm({}, {"picture": file}).errors


@pytest.fixture
def paid(community, seller):
    """Boon's payment with the slip's picture."""
    taken = slips.take(picture(mini_qr()))
    slip = show(seller, picture=taken.path, document="share shop7")
    shares.send_payment(
        community=community,
        shop_code="shop7",
        shop_name="ครัวยายบุญ",
        amount=D("2.00"),
        slip=slip,
        user=seller,
    )
    return slip


@pytest.mark.parametrize("who", ["seller", "treasurer"])
def test_who_showed_it_and_the_treasurer_see_the_picture(request, client, paid, who):
    client.force_login(request.getfixturevalue(who))
    response = client.get(reverse("welfare:slip_picture", args=[paid.pk]))
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("who", ["buyer", "committee", "officer", "outsider"])
def test_others_do_not_see_the_picture(request, client, paid, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("welfare:slip_picture", args=[paid.pk])).status_code == 404


def test_the_treasurer_does_not_see_the_slips_of_orders(client, treasurer, buyer):
    slip = show(buyer, picture=slips.take(picture()).path)
    client.force_login(treasurer)
    assert client.get(reverse("welfare:slip_picture", args=[slip.pk])).status_code == 404
