"""What a record of money is about: kept as short fixed words and a code, said in the reader's language."""

from django.utils.translation import gettext as _


def in_words(document: str) -> str:
    """`order abcd2345` as "คำสั่งซื้อ abcd2345"; what is not known here stays as it is."""
    kind, _space, code = document.rpartition(" ")
    if kind == "order":
        return _("order %(code)s") % {"code": code}
    if kind == "share payment":
        return _("share payment %(code)s") % {"code": code}
    if kind == "share":
        return _("share of shop %(code)s") % {"code": code}
    return _("opening balance") if document == "opening balance" else document
