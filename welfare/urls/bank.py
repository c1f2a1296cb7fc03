"""Addresses of bank statements, matching, cash counts and the fund's settings."""

from django.urls import path

from welfare.views import bank, bank_lines, cash_counts, treasury

urlpatterns = [
    path("fund/<slug:code>/settings/", treasury.settings, name="fund_settings"),
    path("fund/<slug:code>/bank/", bank.bank, name="bank"),
    path("fund/<slug:code>/bank/upload/", bank.upload, name="bank_upload"),
    path("fund/<slug:code>/bank/statements/<slug:statement>/", bank.statement, name="bank_statement"),
    path("fund/<slug:code>/bank/statements/<slug:statement>/columns/", bank.columns, name="bank_columns"),
    path("fund/<slug:code>/bank/statements/<slug:statement>/take-in/", bank.take_in, name="bank_take_in"),
    path("fund/<slug:code>/bank/statements/<slug:statement>/put-away/", bank.drop, name="bank_drop"),
    path("fund/<slug:code>/bank/lines/", bank_lines.lines, name="bank_lines"),
    path("fund/<slug:code>/bank/lines/certain/", bank_lines.match_certain, name="bank_match_certain"),
    path("fund/<slug:code>/bank/line/<slug:line>/", bank_lines.line, name="bank_line"),
    path("fund/<slug:code>/bank/line/<slug:line>/match/", bank_lines.match, name="bank_match"),
    path("fund/<slug:code>/bank/line/<slug:line>/aside/", bank_lines.aside, name="bank_aside"),
    path("fund/<slug:code>/bank/line/<slug:line>/take-up/", bank_lines.take_up, name="bank_take_up"),
    path("fund/<slug:code>/bank/matches/<int:pk>/undo/", bank_lines.unmatch, name="bank_unmatch"),
    path("fund/<slug:code>/bank/entries/", bank_lines.entries, name="bank_entries"),
    path("fund/<slug:code>/counts/", cash_counts.counts, name="cash_counts"),
    path("fund/<slug:code>/counts/save/", cash_counts.save, name="cash_count_save"),
]
