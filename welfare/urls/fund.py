"""Addresses of the fund and of help."""

from django.urls import path

from welfare.views import funds, help, treasury

app_name = "welfare"
urlpatterns = [
    path("help/", help.contacts, name="help"),
    path("fund/<slug:code>/", funds.fund, name="fund"),
    path("fund/<slug:code>/moves.csv", funds.fund_csv, name="fund_csv"),
    path("fund/<slug:code>/treasurer/", treasury.treasurer, name="treasurer"),
    path("fund/<slug:code>/treasurer/receiver/", treasury.receiver, name="receiver"),
    path("fund/<slug:code>/treasurer/opening/", treasury.opening, name="opening"),
    path("fund/<slug:code>/payments/<slug:payment>/confirm/", treasury.confirm, name="payment_confirm"),
    path("fund/<slug:code>/payments/<slug:payment>/not-found/", treasury.not_found, name="payment_not_found"),
    path("slips/<int:pk>/", treasury.slip_picture, name="slip_picture"),
]
