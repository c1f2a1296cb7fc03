"""Addresses of donations, receipts and matching money."""

from django.urls import path

from welfare.views import donations, gifts, matching, receipts

urlpatterns = [
    path("fund/<slug:code>/give/", gifts.give, name="give"),
    path("gifts/<slug:code>/", gifts.donation, name="donation"),
    path("gifts/<slug:code>/slip/", gifts.slip, name="donation_slip"),
    path("gifts/<slug:code>/cash/", gifts.cash, name="donation_cash"),
    path("gifts/<slug:code>/qr.png", gifts.qr_png, name="donation_qr"),
    path("fund/<slug:code>/donations/", donations.show, name="donations"),
    path("fund/<slug:code>/donations/new/", donations.record, name="donation_record"),
    path("fund/<slug:code>/donations/<slug:donation>/", donations.check, name="donation_check"),
    path("fund/<slug:code>/donations/<slug:donation>/confirm/", donations.confirm, name="donation_confirm"),
    path(
        "fund/<slug:code>/donations/<slug:donation>/not-found/",
        donations.not_found,
        name="donation_not_found",
    ),
    path("receipts/<slug:code>/", receipts.show, name="receipt"),
    path("receipts/<slug:code>/take-back/", receipts.cancel, name="receipt_cancel"),
    path("fund/<slug:code>/receipts/", receipts.book, name="receipts"),
    path("fund/<slug:code>/receipts.csv", receipts.book_csv, name="receipts_csv"),
    path("fund/<slug:code>/matching/", matching.show, name="matching"),
    path("fund/<slug:code>/matching/sources/", matching.source, name="matching_source"),
    path("fund/<slug:code>/matching/promises/", matching.pledge, name="matching_pledge"),
    path("fund/<slug:code>/matching/promises/<slug:pledge>/", matching.one, name="matching_one"),
    path(
        "fund/<slug:code>/matching/promises/<slug:pledge>/arrived/", matching.arrived, name="matching_arrived"
    ),
    path(
        "fund/<slug:code>/matching/promises/<slug:pledge>/given-up/",
        matching.given_up,
        name="matching_given_up",
    ),
]
