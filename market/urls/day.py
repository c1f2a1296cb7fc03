"""Addresses of the seller's day: what to do, takings, paper, and the share for the fund."""

from django.urls import path

from market.views import day, share, takings

urlpatterns = [
    path("sell/", day.show, name="sell_day"),
    path("sell/<slug:code>/packing/", day.packing, name="sell_packing"),
    path("sell/<slug:code>/takings/", takings.show, name="sell_takings"),
    path("sell/<slug:code>/takings.csv", takings.as_csv, name="sell_takings_csv"),
    path("sell/<slug:code>/takings.xlsx", takings.as_xlsx, name="sell_takings_xlsx"),
    path("sell/<slug:code>/share/", share.show, name="sell_share"),
    path("sell/<slug:code>/share/sent/", share.send, name="sell_share_sent"),
    path("sell/<slug:code>/share/qr.png", share.qr_png, name="sell_share_qr"),
]
