"""What a record of money is about: kept as short fixed words and a code, said in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# The fixed words of a document, and the sentence with its code.
SENTENCES = {
    "order": gettext_noop("order %(code)s"),
    "share payment": gettext_noop("share payment %(code)s"),
    "share": gettext_noop("share of shop %(code)s"),
    "aid": gettext_noop("request for help %(code)s"),
    "bank": gettext_noop("line of the bank %(code)s"),
    "campaign": gettext_noop("campaign %(code)s"),
    "contribution": gettext_noop("contribution %(code)s"),
    "cost": gettext_noop("cost %(code)s"),
    "count": gettext_noop("count of the cash %(code)s"),
    "donation": gettext_noop("donation %(code)s"),
    "entry": gettext_noop("entry %(code)s"),
    "handover": gettext_noop("cash from a collector %(code)s"),
    "income": gettext_noop("other income %(code)s"),
    "leftover": gettext_noop("money left over of campaign %(code)s"),
    "lot": gettext_noop("goods %(code)s"),
    "matching": gettext_noop("matching money %(code)s"),
    "move": gettext_noop("money moved between bank, cash box and e-wallet"),
    "payout": gettext_noop("payout %(code)s"),
    "period": gettext_noop("books of the month %(code)s"),
    "purchase": gettext_noop("purchase %(code)s"),
    "quote": gettext_noop("offer %(code)s"),
    "receipt": gettext_noop("receipt %(code)s"),
    "write-off": gettext_noop("debt given up %(code)s"),
}


def in_words(document: str) -> str:
    """`order abcd2345` as "คำสั่งซื้อ abcd2345"; what is not known here stays as it is.

    A move within the fund has no code of its own that anybody could look up, so its words name none.
    """
    if document == "opening balance":
        return _("opening balance")
    kind, _space, code = document.rpartition(" ")
    sentence = SENTENCES.get(kind)
    return _(sentence) % {"code": code} if sentence else document
