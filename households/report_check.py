"""Does every published report still come out of what was kept with it?"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from households.models import ReportEdition
from households.reports import editions, figures

AT_ONCE = 20


@dataclass(frozen=True)
class Finding:
    """What was found of one edition; `words` only where there is something to say."""

    is_wrong: bool
    words: str = ""


def check() -> Iterator[Finding]:
    """Work every edition out again from its kept inputs. Those of an earlier method are named and left as they are."""
    for edition in ReportEdition.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        names = {"title": edition.title, "code": edition.code, "method": edition.method}
        if edition.method != figures.METHOD:
            yield Finding(
                False,
                _("“%(title)s” (%(code)s) was made by method %(method)s; it stays as it was published.")
                % names,
            )
        elif editions.worked_out_again(edition) == edition.result:
            yield Finding(False)
        else:
            yield Finding(
                True, _("“%(title)s” (%(code)s) comes out otherwise than it was published.") % names
            )


def wrong_words(count: int) -> str:
    """How many came out otherwise."""
    return ngettext(
        "%(count)s published report comes out otherwise.",
        "%(count)s published reports come out otherwise.",
        count,
    ) % {"count": count}


def right_words(count: int) -> str:
    """How many came out the same."""
    return ngettext(
        "%(count)s published report comes out as it was published.",
        "%(count)s published reports come out as they were published.",
        count,
    ) % {"count": count}
