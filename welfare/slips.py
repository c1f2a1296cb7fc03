"""Proofs of bank transfers: each reference serves once, over all shops and the fund; pictures stay private."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.http import FileResponse
from django.utils.translation import gettext as _

from households.models import User
from lib.errors import Refused
from lib.private_pictures import PrivatePictures
from lib.slips import normalise_reference, read_slip
from welfare.models import Slip

PICTURES = PrivatePictures("private/slips")


@dataclass(frozen=True)
class TakenPicture:
    """A slip's picture as we keep it; bank and reference are empty when its code could not be read."""

    path: str
    bank: str = ""
    reference: str = ""


def take(file) -> TakenPicture:
    """Keep a slip's picture in the private part of the media storage and read its code if we can.

    Raises `lib.pictures.PictureRefused` with a sentence for the person.
    """
    path = PICTURES.take(file)
    file.seek(0)
    found = read_slip(file.read())
    return TakenPicture(path, found.bank, found.reference) if found else TakenPicture(path)


@transaction.atomic
def show(
    *, bank: str, reference: str, picture: str = "", was_read: bool = False, document: str, user: User | None
) -> Slip:
    """Record that `user` shows this bank reference for `document`; it can never serve again.

    Raises Refused ("slip_used") when it was shown before, for whatever shop or fund, under whatever bank;
    ("reference") when it cannot be a reference.
    """
    try:
        reference = normalise_reference(reference)
    except ValueError as error:
        raise Refused(str(error), "reference") from error
    try:
        with transaction.atomic():
            return Slip.objects.create(
                bank=bank,
                reference=reference,
                picture=picture,
                was_read_from_picture=was_read,
                document=document,
                shown_by=user,
            )
    except IntegrityError as error:
        raise Refused(
            _("This slip was used before. Please choose the slip of this payment."), "slip_used"
        ) from error


def picture_response(slip: Slip) -> FileResponse:
    """The slip's picture, for a view that has checked who asks. Kept by no cache. Raises Http404 without one."""
    return PICTURES.response(slip.picture)
