"""A real, empty site: the first community, its rules, and the person who begins."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from households import agreements, entrycodes, roles
from households.models import Community, EmergencyNumber, Municipality, Role, User
from lib.codes import new_code
from lib.phones import normalise_phone
from lib.thai import arabic_digits, normalise
from market.defaults import ensure_catalogue

NATIONAL_NUMBERS = [
    ("ตำรวจ", "191"),
    ("เจ็บป่วยฉุกเฉิน", "1669"),
    ("ดับเพลิง", "199"),
    ("ศูนย์ช่วยเหลือสังคม", "1300"),
]
CODE = re.compile(r"[a-z][a-z0-9-]{1,29}")
MOST_SHARE = 50


class Wrong(ValueError):
    """An answer that cannot be taken; the message says why, in Thai and English."""


@dataclass(frozen=True)
class Answers:
    """What is known about the new community, checked."""

    municipality: str
    province: str
    community: str
    code: str
    share: Decimal
    name: str
    email: str
    phone: str


@dataclass(frozen=True)
class Started:
    """What came of it. `entry_code` is empty for somebody who could enter before."""

    community: Community
    user: User
    entry_code: str


@transaction.atomic
def start(answers: Answers) -> Started:
    """Set up the community with its first committee member, all or nothing. Raises Wrong."""
    check_free(answers.code)
    municipality, _is_new = Municipality.objects.get_or_create(
        name=answers.municipality, defaults={"code": new_code(), "province": answers.province}
    )
    community = Community.objects.create(
        code=answers.code,
        municipality=municipality,
        name=answers.community,
        share_percent=answers.share,
        contact_name=answers.name,
        phone=answers.phone,
    )
    EmergencyNumber.objects.bulk_create(
        EmergencyNumber(community=community, label=label, phone=phone, position=position)
        for position, (label, phone) in enumerate(NATIONAL_NUMBERS)
    )
    ensure_catalogue()
    user, entry_code = first_member(answers)
    roles.grant(user=user, kind=Role.Kind.CHAIR, community=community, actor=None)
    agreements.publish_defaults(community=community, actor=user)
    return Started(community, user, entry_code)


def first_member(answers: Answers) -> tuple[User, str]:
    """The account of whoever begins, with a code to enter once when it is new.

    The code comes before the role: nobody prints codes for people of the committee.
    """
    known = User.objects.filter(email__iexact=answers.email).first() if answers.email else None
    if (
        known
        and not EmailAddress.objects.filter(user=known, email__iexact=answers.email, verified=True).exists()
    ):
        # Anybody could have signed up with this address to be given the role.
        raise Wrong(
            "อีเมลนี้มีบัญชีอยู่แล้ว แต่เจ้าของยังไม่ได้ยืนยันอีเมล ให้ยืนยันก่อน หรือใช้อีเมลอื่น\n"
            "An account uses this e-mail, but its owner has not confirmed the address. Confirm it first, or give another."
        )
    if known:
        return known, ""
    user = User.objects.create_user(answers.email or None, name=answers.name, phone=answers.phone)
    return user, entrycodes.issue(user=user, actor=user)


def check_free(code: str) -> str:
    """The code, when no community has it. Raises Wrong."""
    if Community.objects.filter(code=code).exists():
        raise Wrong(
            f"มีชุมชนที่ใช้รหัส {code} อยู่แล้ว ไม่ได้เปลี่ยนแปลงอะไร\n"
            f"A community with the code {code} is there already. Nothing was changed."
        )
    return code


def read_text(text: str) -> str:
    """A name of 2 to 120 letters. Raises Wrong."""
    text = normalise(text)
    if not 2 <= len(text) <= 120:
        raise Wrong("กรุณาเขียนชื่อ 2 ถึง 120 ตัวอักษร\nWrite a name of 2 to 120 letters.")
    return text


def read_province(text: str) -> str:
    """The province's name, which may stay empty. Raises Wrong."""
    text = normalise(text)
    if len(text) > 60:
        raise Wrong("ชื่อจังหวัดยาวเกินไป\nThe name of the province is too long.")
    return text


def read_code(text: str) -> str:
    """The part of the community's address. Raises Wrong."""
    code = text.strip().lower()
    if not CODE.fullmatch(code):
        raise Wrong(
            "รหัสใช้ตัวอักษรอังกฤษ ตัวเลข และขีดเท่านั้น ขึ้นต้นด้วยตัวอักษร 2 ถึง 30 ตัว เช่น sirisuk\n"
            "The code is part of the address: 2 to 30 English letters, figures and dashes, a letter first, "
            "for example sirisuk."
        )
    return check_free(code)


def read_share(text: str) -> Decimal:
    """The share of each sale in percent. Raises Wrong."""
    try:
        percent = Decimal(arabic_digits(text).strip().rstrip("%") or "0")
    except InvalidOperation:
        percent = Decimal(-1)
    if not percent.is_finite() or not 0 <= percent <= MOST_SHARE or percent != round(percent, 2):
        raise Wrong(
            "ส่วนแบ่งเข้ากองทุนเป็นเปอร์เซ็นต์ ตั้งแต่ 0 ถึง 50 ทศนิยมไม่เกินสองตำแหน่ง\n"
            "The share to the fund is a percentage from 0 to 50, with at most two decimal places."
        )
    return percent


def read_email(text: str) -> str:
    """An e-mail address, or nothing. Raises Wrong."""
    email = text.strip().lower()
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        raise Wrong("อีเมลนี้ไม่ถูกต้อง\nThis is not an e-mail address.") from error
    return email


def read_phone(text: str) -> str:
    """A Thai telephone number, or nothing. Raises Wrong."""
    try:
        return normalise_phone(text) if text.strip() else ""
    except ValueError as error:
        raise Wrong(
            "เบอร์โทรนี้ไม่ถูกต้อง เช่น 081 234 5678\nThis is not a Thai telephone number, for example 081 234 5678."
        ) from error
