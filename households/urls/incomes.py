"""Addresses of a household's income and account book."""

from django.urls import path

from households.views import book, incomes, looks, months

MONTH = "<str:code>/<int:year>-<int:month>"

urlpatterns = [
    path("household/income/", incomes.income, name="income"),
    path("household/income/records/<int:pk>/", incomes.correct, name="income_correct"),
    path(f"household/income/{MONTH}/decline/", incomes.decline, name="income_decline"),
    path("household/month/", months.due, name="month_due"),
    path("household/month/<str:code>/", months.due, name="month_of"),
    path(f"household/month/{MONTH}/", months.form, name="month"),
    path(f"household/month/{MONTH}/save/", months.save, name="month_save"),
    path(f"household/month/{MONTH}/keep/", months.keep, name="month_keep"),
    path(f"household/month/{MONTH}/skip/", months.skip, name="month_skip"),
    path(f"household/month/{MONTH}/written/", months.written, name="month_written"),
    path("household/book/", book.book, name="book"),
    path(f"household/book/{MONTH}/", book.month, name="book_month"),
    path(f"household/book/{MONTH}/save/", book.save, name="book_save"),
    path("household/looks/", looks.looks, name="income_looks"),
]
