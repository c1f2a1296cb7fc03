"""Finds what is left of a name, a phone or an e-mail in any text of the database, and takes it out.

Only what nobody else is called: a name, phone or address that another person or account has as well stays where it
stands, since it may be theirs. A name of one word is only taken where it is all that the text says.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from households.models import AgreementVersion, Person, User

NAMELESS = "ผู้ใช้ที่ลบชื่อแล้ว"
# Published rules and notices name the people whom they appoint, and stay as they were published.
KEPT = (AgreementVersion,)


class Needles(NamedTuple):
    """What is looked for: pieces of text, and texts that are taken only as a whole."""

    pieces: dict[str, str]
    wholes: dict[str, str]


def needles_of(person: Person) -> Needles:
    """What tells who this is, each with what comes in its place."""
    user = person.user
    names = {person.name, user.name if user else ""} - {"", NAMELESS}
    phones = {person.phone, user.phone if user else ""} - {""}
    emails = set(EmailAddress.objects.filter(user=user).values_list("email", flat=True)) if user else set()
    emails |= {user.email} if user and user.email else set()
    pieces = dict.fromkeys(emails, "")
    pieces |= {form: "" for phone in phones if not _is_shared(person, phone=phone) for form in written(phone)}
    own = {name for name in names if not _is_shared(person, name=name)}
    pieces |= {name: NAMELESS for name in own if " " in name}
    return Needles(pieces, {name: NAMELESS for name in own if " " not in name})


def written(phone: str) -> set[str]:
    """A phone number as people write it: with dashes, with spaces, with neither."""
    if len(phone) == 10:
        groups = (phone[:3], phone[3:6], phone[6:])
    elif len(phone) == 9:
        groups = (phone[:2], phone[2:5], phone[5:])
    else:
        return {phone}
    return {phone, "-".join(groups), " ".join(groups), f"{groups[0]}-{groups[1]}{groups[2]}"}


def sweep(needles: Needles) -> int:
    """Take the needles out of every text. Call it where frozen tables are open. Returns how many rows changed."""
    if not (needles.pieces or needles.wholes):
        return 0
    return sum(_sweep_table(model, fields, needles) for model, fields in texts())


def texts() -> Iterator[tuple[type[models.Model], list[models.Field]]]:
    """Every table with its columns of free text."""
    for model in apps.get_models():
        if model in KEPT or not model._meta.managed or model._meta.proxy:
            continue
        fields = [field for field in model._meta.concrete_fields if _is_free_text(field)]
        if fields:
            yield model, fields


def _is_free_text(field: models.Field) -> bool:
    if field.primary_key or field.unique or field.choices or field.is_relation:
        return False
    return isinstance(field, (models.CharField, models.TextField, models.JSONField))


def _sweep_table(model: type[models.Model], fields: list[models.Field], needles: Needles) -> int:
    rows = model._base_manager.annotate(
        **{f"sought_{field.name}": Cast(field.name, TextField()) for field in fields}
    )
    found = rows.filter(_holds(fields, needles)).values_list("pk", *[field.name for field in fields])
    changed = 0
    for pk, *values in list(found):
        fresh = {}
        for field, value in zip(fields, values, strict=True):
            left = without(value, needles)
            if left != value:
                fresh[field.name] = left[: field.max_length] if isinstance(left, str) else left
        if "name" in fresh and hasattr(model, "keys"):
            fresh |= model.keys(fresh["name"])
        if fresh:
            changed += model._base_manager.filter(pk=pk).update(**fresh)
    return changed


def _holds(fields: list[models.Field], needles: Needles) -> Q:
    wanted = Q(pk__in=[])
    for field in fields:
        column = f"sought_{field.name}"
        for piece in needles.pieces:
            # SQLite keeps letters of JSON that are not English as \\u escapes.
            for form in {piece, json.dumps(piece)[1:-1]}:
                wanted |= Q(**{f"{column}__icontains": form})
        for whole in needles.wholes:
            wanted |= Q(**{column: whole})
            if isinstance(field, models.JSONField):
                wanted |= Q(**{f"{column}__contains": json.dumps(whole)})
                wanted |= Q(**{f"{column}__contains": f'"{whole}"'})
    return wanted


def without(value: Any, needles: Needles) -> Any:
    """A text, or a value of JSON, with the needles taken out."""
    if isinstance(value, str):
        if value in needles.wholes:
            return needles.wholes[value]
        # The longest first: a name may be part of another one of the same person.
        for piece in sorted(needles.pieces, key=len, reverse=True):
            value = re.sub(re.escape(piece), needles.pieces[piece], value, flags=re.IGNORECASE)
        return value
    if isinstance(value, dict):
        return {without(key, needles): without(inner, needles) for key, inner in value.items()}
    if isinstance(value, list):
        return [without(inner, needles) for inner in value]
    return value


def _is_shared(person: Person, **value: str) -> bool:
    """Whether another person or account has it as well."""
    others = Person.objects.filter(**value).exclude(pk=person.pk).exclude(merged_into=person)
    accounts = User.objects.filter(**value).exclude(person=person)
    return others.exists() or accounts.exclude(person__merged_into=person).exists()
