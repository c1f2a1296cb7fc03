"""Addresses of decisions and payouts."""

from django.urls import path

from welfare.views import aid_decisions, payouts

urlpatterns = [
    path("decisions/<slug:code>/", aid_decisions.aid_request, name="aid_request"),
    path("decisions/<slug:code>/approve/", aid_decisions.approve, name="aid_approve"),
    path("decisions/<slug:code>/refuse/", aid_decisions.refuse, name="aid_refuse"),
    path("decisions/<slug:code>/conflict/", aid_decisions.conflict, name="aid_conflict"),
    path("decisions/<slug:code>/emergency/", aid_decisions.emergency, name="aid_emergency"),
    path("decisions/<slug:code>/money/", aid_decisions.money, name="aid_money"),
    path("appeals/<slug:code>/", aid_decisions.appeal, name="appeal"),
    path("appeals/<slug:code>/make/", aid_decisions.appeal_make, name="appeal_make"),
    path("fund/<slug:code>/payouts/", payouts.payouts_page, name="payouts"),
    path("payouts/<slug:code>/", payouts.payout, name="payout"),
    path("payouts/<slug:code>/pay/<slug:way>/", payouts.pay, name="payout_pay"),
    path("payouts/<slug:code>/conflict/", payouts.conflict, name="payout_conflict"),
    path("payouts/<slug:code>/evidence/", payouts.evidence, name="payout_evidence"),
    path("payouts/<slug:code>/back/", payouts.back, name="payout_back"),
    path("payouts/<slug:code>/stop/", payouts.stop, name="payout_stop"),
    path("payouts/<slug:code>/again/", payouts.again, name="payout_again"),
    path("payouts/<slug:code>/voucher/", payouts.voucher, name="payout_voucher"),
]
