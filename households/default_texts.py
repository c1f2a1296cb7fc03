"""The first texts of a new community: market rules, fund rules and the privacy notice, in Thai and English."""

from dataclasses import dataclass
from pathlib import Path
from string import Template

from django.conf import settings

from households.models import Community
from lib.phones import format_phone
from lib.templatetags.sirisuk import quantity

FOLDER = Path(__file__).parent / "texts"
# A line of its own between what is read first and the full text.
DIVIDER = "\n=====\n"
NOBODY = {
    "th": {"committee": "กรรมการชุมชน", "no_phone": "ดูที่หน้าติดต่อ"},
    "en": {"committee": "the community's committee", "no_phone": "see the contact page"},
}


@dataclass(frozen=True)
class Text:
    """A document in one language: one screen in plain words, and the full text."""

    summary: str
    body: str


def read(kind: str, language: str, community: Community) -> Text:
    """The text of `kind` ("market", "privacy" or "fund") with the community's own facts filled in."""
    template = Template((FOLDER / f"{kind}.{language}.txt").read_text(encoding="utf-8"))
    words = NOBODY[language]
    filled = template.substitute(
        community=community.name,
        contact=community.contact_name or words["committee"],
        phone=format_phone(community.phone) if community.phone else words["no_phone"],
        address=community.address or community.name,
        share=quantity(community.share_percent),
        site=settings.SITE_URL,
    )
    summary, body = filled.split(DIVIDER)
    return Text(summary.strip(), body.strip())
