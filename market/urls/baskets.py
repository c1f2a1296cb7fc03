"""Addresses of the basket and the checkout."""

from django.urls import path

from market.views import baskets, checkouts

urlpatterns = [
    path("basket/", baskets.show, name="basket"),
    path("basket/add/", baskets.add, name="basket_add"),
    path("basket/prices/", baskets.see_prices, name="basket_prices"),
    path("basket/lines/<int:line_id>/", baskets.change, name="basket_change"),
    path("basket/lines/<int:line_id>/remove/", baskets.remove, name="basket_remove"),
    path("basket/put-back/<int:variant_id>/<str:quantity>/", baskets.put_back, name="basket_put_back"),
    path("checkout/", checkouts.checkout, name="checkout"),
    path("checkout/totals/", checkouts.totals, name="checkout_totals"),
]
