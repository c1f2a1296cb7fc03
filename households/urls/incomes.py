"""Addresses of a household's income, and of the report made from many."""

from django.urls import path

from households.views import income_reports, incomes

urlpatterns = [
    path("household/income/", incomes.income, name="income"),
    path("household/income/records/<int:pk>/", incomes.correct, name="income_correct"),
    path("household/income/<str:code>/record/", incomes.record, name="income_record"),
    path("household/income/<str:code>/<int:year>-<int:month>/accept/", incomes.accept, name="income_accept"),
    path(
        "household/income/<str:code>/<int:year>-<int:month>/decline/", incomes.decline, name="income_decline"
    ),
    path("reports/income/", income_reports.report, name="income_report"),
]
