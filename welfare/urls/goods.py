"""Addresses of goods and purchases."""

from django.urls import path

from welfare.views import goods, lots, purchase_steps, purchases, stores

urlpatterns = [
    path("fund/<slug:code>/goods/", goods.index, name="goods"),
    path("fund/<slug:code>/goods/receive/", goods.receive, name="goods_receive"),
    path("fund/<slug:code>/goods/give/", goods.give, name="goods_give"),
    path("fund/<slug:code>/goods/count/", goods.count, name="goods_count"),
    path("fund/<slug:code>/goods/lots/", lots.index, name="lots"),
    path("fund/<slug:code>/goods/places/", stores.index, name="stores"),
    path("fund/<slug:code>/goods/places/store/", stores.add_store, name="store_add"),
    path("fund/<slug:code>/goods/places/kind/", stores.add_kind, name="goods_kind_add"),
    path("store/places/<slug:code>/switch/", stores.switch, name="store_switch"),
    path("store/kinds/<slug:code>/low/", stores.set_low, name="goods_kind_low"),
    path("store/requests/<slug:code>/", goods.out, name="goods_out"),
    path("store/lots/<slug:code>/", lots.show, name="lot"),
    path("store/lots/<slug:code>/move/", lots.move, name="lot_move"),
    path("store/lots/<slug:code>/spoiled/", lots.spoil, name="lot_spoil"),
    path("store/moves/<int:pk>/back/", lots.back, name="lot_back"),
    path("fund/<slug:code>/purchases/", purchases.index, name="purchases"),
    path("fund/<slug:code>/purchases/ask/", purchases.ask, name="purchase_ask"),
    path("purchases/<slug:code>/", purchases.show, name="purchase"),
    path("purchases/<slug:code>/offer/", purchase_steps.quote, name="purchase_quote"),
    path("purchases/<slug:code>/order/<slug:quote>/", purchase_steps.order, name="purchase_order"),
    path("purchases/<slug:code>/receive/", purchase_steps.receive, name="purchase_receive"),
    path("purchases/<slug:code>/pay/", purchase_steps.pay, name="purchase_pay"),
    path("purchases/<slug:code>/cancel/", purchase_steps.cancel, name="purchase_cancel"),
]
