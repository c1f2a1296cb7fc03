"""In the office: bank statements, their lines, what was matched, and cash counts. To be read; the work is done on the site."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.admin.columns import day, moment, money
from households.admin.lists import OwnRelatedFilter
from households.desks import TREASURER
from welfare.admin.money import BooksAdmin
from welfare.models import BankLine, BankMatch, BankStatement, CashCount


class BankAdmin(BooksAdmin):
    """A register beside the bank, with the way to the page where the treasurer works."""

    page = ("welfare:bank", _("The bank's statement"))

    def links(self, request, row):
        """The treasurer's page."""
        if not self._holds(request, row, TREASURER):
            return []
        name, words = self.page
        return [(reverse(name, args=[self.community_code(row)]), words)]

    def community_code(self, row) -> str:
        """The code of the community whose bank it is."""
        return row.community.code


@admin.register(BankStatement)
class BankStatementAdmin(BankAdmin):
    """Tables of banks as they were brought."""

    list_display = ["file_name", "community", "kind", "status", "lines_new", "lines_known", "brought"]
    list_select_related = ["community", "uploaded_by"]
    list_filter = ["status", "kind", ("community", OwnRelatedFilter), "uploaded_at"]
    search_fields = ["file_name", "=code"]
    ordering = ["-id"]
    brought = staticmethod(moment("uploaded_at", _("uploaded")))
    ends_with = staticmethod(money("closing", _("balance at the end, as the bank says")))
    fields = ["community", "kind", "file_name", "status", "lines_new", "lines_known", "ends_with", "uploaded_by", "brought"]  # fmt: skip


@admin.register(BankLine)
class BankLineAdmin(BankAdmin):
    """Every line of the bank, with how much of it has its entry."""

    list_display = ["on", "baht", "with_entry", "words", "reference", "set_aside", "community"]
    list_select_related = ["community", "set_aside_by"]
    list_filter = ["kind", ("community", OwnRelatedFilter), "booked_on"]
    search_fields = ["=code", "reference", "words", "set_aside"]
    ordering = ["-booked_on", "-id"]
    on = staticmethod(day("booked_on", _("date")))
    baht = staticmethod(money("amount", _("amount")))
    with_entry = staticmethod(money("matched", _("of it matched")))
    after_it = staticmethod(money("balance", _("balance after it")))
    fields = [
        "community", "kind", "statement", "on", "baht", "after_it", "with_entry", "reference", "words", "set_aside",
        "set_aside_by",
    ]  # fmt: skip


@admin.register(BankMatch)
class BankMatchAdmin(BankAdmin):
    """Which line of the bank is which entry, who said so, and who took it back."""

    community_path = "line__community"
    list_display = ["id", "line", "transfer", "baht", "made_by", "made", "undone"]
    list_select_related = ["line__community", "transfer", "made_by", "undone_by"]
    list_filter = [("line__community", OwnRelatedFilter), "made_at"]
    search_fields = ["line__reference", "=transfer__document"]
    ordering = ["-id"]
    baht = staticmethod(money("amount", _("amount")))
    made = staticmethod(moment("made_at", _("matched")))
    undone = staticmethod(moment("undone_at", _("undone")))
    fields = ["line", "transfer", "baht", "made_by", "made", "undone_by", "undone"]

    def community_code(self, row) -> str:
        """The code of the community whose bank it is."""
        return row.line.community.code


@admin.register(CashCount)
class CashCountAdmin(BankAdmin):
    """What was counted, beside what the books said."""

    page = ("welfare:cash_counts", _("Count the cash box"))
    community_path = "account__community"
    list_display = ["when", "account", "found", "in_books", "status", "counted_by"]
    list_select_related = ["account__community", "counted_by"]
    list_filter = ["status", ("account__community", OwnRelatedFilter), "counted_at"]
    search_fields = ["=code", "words"]
    ordering = ["-id"]
    when = staticmethod(moment("counted_at", _("counted at")))
    found = staticmethod(money("counted", _("counted")))
    in_books = staticmethod(money("booked", _("in the books")))
    fields = ["code", "account", "when", "found", "in_books", "words", "status", "counted_by", "transfer"]

    def community_code(self, row) -> str:
        """The code of the community whose cash it is."""
        return row.account.community.code
