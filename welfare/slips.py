"""Proofs of bank transfers: each reference serves once, over all shops and the fund; pictures stay private."""

import re
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import User
from lib.codes import new_code
from lib.errors import Refused
from lib.pictures import private_rendition
from lib.slips import normalise_reference, read_slip
from welfare.models import Slip

PICTURE_PATH = re.compile(r"private/slips/[0-9]{4}/[0-9]{2}/[a-z0-9]{24}\.webp")


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
    content = private_rendition(file)
    file.seek(0)
    found = read_slip(file.read())
    name = f"private/slips/{timezone.localdate():%Y/%m}/{new_code(24)}.webp"
    path = default_storage.save(name, ContentFile(content))
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
    if not PICTURE_PATH.fullmatch(slip.picture):
        raise Http404
    try:
        response = FileResponse(default_storage.open(slip.picture, "rb"), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404 from error
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
