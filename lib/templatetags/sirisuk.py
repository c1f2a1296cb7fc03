"""The site's own filters and tags; every template has them without loading."""

import re
from decimal import Decimal
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lib import dates, money, phones, pictures, printed

register = template.Library()

register.filter("baht", money.baht)
register.filter("baht_document", money.baht_document)
register.filter("thai_date", dates.thai_date)
register.filter("thai_month", dates.thai_month)
register.filter("ago", dates.ago)


@register.filter
def thai_datetime(value) -> str:
    """A moment in words, in Bangkok's time: 5 ม.ค. 2569 14.30 น."""
    return dates.thai_date(value, "time")


@register.filter
def quantity(value: Decimal | int | None) -> str:
    """A quantity without needless zeros: 1.5, 2, 1,000. Empty for None."""
    if value is None or value == "":
        return ""
    figures = f"{Decimal(value):,f}"
    figures = figures.rstrip("0").rstrip(".") if "." in figures else figures
    return figures.replace("-", money.MINUS)


@register.filter
def phone(value: str | None) -> str:
    """A telephone number as people read it: 081-234-5678. What is no number stays as it is."""
    try:
        return phones.format_phone(value) if value else ""
    except ValueError:
        return value or ""


@register.filter
def tel(value: str | None) -> str:
    """The address that calls a number: tel:+66812345678. Empty for what is no number."""
    try:
        return phones.tel_href(value) if value else ""
    except ValueError:
        return ""


@register.filter
def picture_url(digest: str | None, width: int = 640) -> str:
    """The address of a kept picture in one of its widths. Empty without a picture."""
    return pictures.url(digest, width) if digest else ""


@register.filter
def picture_srcset(digest: str | None, own_width: int | None = None) -> str:
    """All widths of a kept picture, for `srcset`; `own_width` is how wide the largest one really is."""
    return pictures.srcset(digest, own_width) if digest else ""


@register.simple_tag
@lru_cache(256)
def icon(name: str) -> SafeString:
    """The sign `name` out of the sprite static/icons.svg. It is only decoration: words stand beside it."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise template.TemplateSyntaxError(f"no icon is called {name!r}")
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false" width="24" height="24">'
        '<use href="{}#{}"/></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_tag(name="printed", takes_context=True)
def printed_piece(context, template_name: str, **given) -> SafeString:
    """Include a component that is printed once for these parameters, then remembered (see `lib.printed`).

    Besides them it has `language`, and what differs each time: `csrf_token`, `next` (the way back to this page)
    and `query` (the words looked for).
    """
    request = context.get("request")
    piece = printed.piece(
        template_name, get_language(), ("csrf_token", "next", "query"), tuple(given.items())
    )
    return piece.fill(
        {
            "csrf_token": context.get("csrf_token", ""),
            "next": request.get_full_path() if request else "",
            "query": context.get("query") or "",
        }
    )


@register.simple_tag(takes_context=True)
def filled(context, piece: printed.Piece, **given) -> SafeString:
    """A piece that the view has printed, with the form token and these values in its holes."""
    return piece.fill({"csrf_token": context.get("csrf_token", ""), **given})
