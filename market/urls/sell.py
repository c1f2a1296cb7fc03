"""Addresses for sellers: their shops, what they sell, and the pictures of both."""

from django.urls import path, re_path

from market.views import listings, pictures, shops

PICTURES = r"^sell/(?P<kind>shops|listings)/(?P<code>[a-z0-9]+)/pictures/"
DIGEST = r"(?P<digest>[0-9a-f]{16,64})/"

urlpatterns = [
    path("sell/shops/new/", shops.new, name="sell_shop_new"),
    re_path(r"^sell/shops/new/(?P<step>[123])/$", shops.new, name="sell_shop_new_step"),
    path("sell/shops/<slug:code>/", listings.index, name="sell_listings"),
    path("sell/shops/<slug:code>/edit/", shops.edit, name="sell_shop_edit"),
    path("sell/shops/<slug:code>/holiday/", shops.set_holiday, name="sell_shop_holiday"),
    path("sell/shops/<slug:code>/new/", listings.new, name="sell_listing_new"),
    path("sell/listings/<slug:code>/edit/", listings.edit, name="sell_listing_edit"),
    path("sell/listings/<slug:code>/sizes/", listings.variants, name="sell_listing_variants"),
    path("sell/listings/<slug:code>/sold-out/", listings.sold_out, name="sell_listing_sold_out"),
    path("sell/listings/<slug:code>/available/", listings.available, name="sell_listing_available"),
    path("sell/listings/<slug:code>/stock/", listings.stock, name="sell_listing_stock"),
    path("sell/listings/<slug:code>/withdraw/", listings.withdraw, name="sell_listing_withdraw"),
    path(
        "sell/listings/<slug:code>/undo-withdraw/",
        listings.undo_withdraw,
        name="sell_listing_undo_withdraw",
    ),
    path("sell/listings/<slug:code>/copy/", listings.copy, name="sell_listing_copy"),
    re_path(PICTURES + "$", pictures.show, name="sell_pictures"),
    re_path(PICTURES + "add/$", pictures.add, name="sell_picture_add"),
    re_path(PICTURES + DIGEST + "move/$", pictures.move, name="sell_picture_move"),
    re_path(PICTURES + DIGEST + "describe/$", pictures.describe, name="sell_picture_describe"),
    re_path(PICTURES + DIGEST + "remove/$", pictures.remove, name="sell_picture_remove"),
    re_path(PICTURES + "restore/(?P<kept>[^/]+)/$", pictures.restore, name="sell_picture_restore"),
]
