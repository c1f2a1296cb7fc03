"""Addresses of the market."""

from market.urls import baskets, browse, orders, sell

app_name = "market"
urlpatterns = [*browse.urlpatterns, *baskets.urlpatterns, *orders.urlpatterns, *sell.urlpatterns]
