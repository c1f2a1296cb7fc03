"""The type of words for people: text, or a text that is translated when it is shown."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words
else:
    Words = str | Promise

__all__ = ["Words"]
