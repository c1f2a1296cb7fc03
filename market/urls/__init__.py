"""Addresses of the market."""

from market.urls import baskets, browse, day, orders, sell

app_name = "market"
urlpatterns = [
    *browse.urlpatterns,
    *baskets.urlpatterns,
    *orders.urlpatterns,
    *day.urlpatterns,
    *sell.urlpatterns,
]
