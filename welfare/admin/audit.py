"""In the committee's office: what the auditor drew, visited and found, to be read."""

from django.contrib import admin

from welfare.admin.money import BooksAdmin
from welfare.models import AuditSample, Finding


@admin.register(AuditSample)
class AuditSampleAdmin(BooksAdmin):
    """Samples of payouts."""

    list_display = ["__str__", "first_day", "last_day", "payouts_then", "drawn_by"]
    list_select_related = ["community", "drawn_by"]
    fields = ["community", "first_day", "last_day", "seed", "payouts_then", "drawn_by"]
    ordering = ["-id"]


@admin.register(Finding)
class FindingAdmin(BooksAdmin):
    """What was found."""

    list_display = ["words", "community", "status", "found_by"]
    list_select_related = ["community", "found_by"]
    search_fields = ["words"]
    fields = ["community", "words", "document", "status", "found_by"]
    ordering = ["-id"]
