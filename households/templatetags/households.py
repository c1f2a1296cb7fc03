"""Tags of the door and of documents."""

import re

from allauth.socialaccount.models import SocialAccount
from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from households.adapters import email_is_sent as _email_is_sent
from households.demo_people import PEOPLE
from households.models import User

register = template.Library()


@register.simple_tag
def email_is_sent() -> bool:
    """Whether the site can send e-mail: without it nobody can sign up or reset a password by e-mail."""
    return _email_is_sent()


@register.simple_tag
def site_url() -> str:
    """The site's own address, for e-mails."""
    return settings.SITE_URL


@register.simple_tag
def demo_people() -> list[dict]:
    """The demo's people who can be entered with one press; none on a real site."""
    if not settings.DEMO:
        return []
    accounts = User.objects.filter(code__in=[code for code, *_rest in PEOPLE.values()], is_active=True)
    names = dict(accounts.values_list("code", "name"))
    return [
        {"key": key, "name": names[code], "role": role, "first": first}
        for key, (code, role, first) in PEOPLE.items()
        if code in names
    ]


@register.simple_tag
def line_account(user) -> SocialAccount | None:
    """The person's LINE account, if it is connected."""
    return SocialAccount.objects.filter(user=user, provider="line").first()


@register.filter
def document(text: str) -> SafeString:
    """A plain text as HTML: "# " starts a heading, "- " a line of a list, anything else is a paragraph."""
    pieces, bullets = [], []
    for line in [*str(text).splitlines(), ""]:
        bullet = re.match(r"[-•]\s+(.*)", line)
        if bullet:
            bullets.append((bullet[1],))
            continue
        if bullets:
            pieces.append(format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", bullets)))
            bullets = []
        if line.startswith("#"):
            pieces.append(format_html("<h2>{}</h2>", line.lstrip("# ")))
        elif line.strip():
            pieces.append(format_html("<p>{}</p>", line.strip()))
    return format_html_join("\n", "{}", ((piece,) for piece in pieces))
