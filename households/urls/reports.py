"""Addresses of reports before and after, and of published ones."""

from django.urls import path

from households.views import report_editions, reports

urlpatterns = [
    path("reports/", reports.index, name="reports"),
    path("reports/income/", reports.old_address, name="income_report"),
    path("reports/show/", reports.show, name="report"),
    path("reports/show.csv", reports.show_csv, name="report_csv"),
    path("reports/show.xlsx", reports.show_xlsx, name="report_xlsx"),
    path("reports/line/", reports.line, name="report_line"),
    path("reports/publish/", report_editions.publish, name="report_publish"),
    path("reports/published/", report_editions.published, name="reports_published"),
    path("reports/editions/<str:code>/", report_editions.edition, name="report_edition"),
    path("reports/editions/<str:code>.csv", report_editions.edition_csv, name="report_edition_csv"),
    path("reports/editions/<str:code>.xlsx", report_editions.edition_xlsx, name="report_edition_xlsx"),
    path("reports/editions/<str:code>/correct/", report_editions.correct, name="report_correct"),
]
