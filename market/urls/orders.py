"""Addresses of orders: what one reads, and what one does."""

from django.urls import path

from market.views import order_acts, orders

urlpatterns = [
    path("orders/", orders.index, name="orders"),
    path("orders/<slug:code>/", orders.show, name="order"),
    path("orders/<slug:code>/document/", orders.document, name="order_document"),
    path("orders/<slug:code>/qr.png", orders.qr_png, name="order_qr"),
    path("orders/<slug:code>/slips/<int:slip_id>/", orders.slip_picture, name="order_slip_picture"),
    path("orders/<slug:code>/slip/", order_acts.show_slip, name="order_slip"),
    path("orders/<slug:code>/cancel/", order_acts.cancel, name="order_cancel"),
    path("orders/<slug:code>/received/", order_acts.received, name="order_received"),
    path("orders/<slug:code>/accept/", order_acts.accept, name="order_accept"),
    path("orders/<slug:code>/decline/", order_acts.decline, name="order_decline"),
    path("orders/<slug:code>/money/", order_acts.money, name="order_money"),
    path("orders/<slug:code>/slip-not-found/", order_acts.slip_not_found, name="order_slip_not_found"),
    path("orders/<slug:code>/ready/", order_acts.ready, name="order_ready"),
    path("orders/<slug:code>/out/", order_acts.out, name="order_out"),
    path("orders/<slug:code>/hand-over/", order_acts.hand_over, name="order_hand_over"),
    path("orders/<slug:code>/refund/", order_acts.refund, name="order_refund"),
    path("orders/<slug:code>/stop/", order_acts.stop, name="order_stop"),
]
