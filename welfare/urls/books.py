"""Addresses of the books: closed months, second signatures, papers, costs."""

from django.urls import path

from welfare.views import costs, countersigns, papers, periods

urlpatterns = [
    path("fund/<slug:code>/signatures/", countersigns.index, name="countersigns"),
    path("fund/<slug:code>/signatures/<slug:asked>/agree/", countersigns.agree, name="countersign_agree"),
    path("fund/<slug:code>/signatures/<slug:asked>/refuse/", countersigns.refuse, name="countersign_refuse"),
    path("fund/<slug:code>/months/", periods.index, name="periods"),
    path("fund/<slug:code>/months/close/", periods.close, name="period_close"),
    path("fund/<slug:code>/months/reopen/", periods.reopen, name="period_reopen"),
    path("fund/<slug:code>/costs/", costs.index, name="costs"),
    path("fund/<slug:code>/costs/ask/", costs.ask, name="cost_ask"),
    path("fund/<slug:code>/costs/income/", costs.income, name="income_ask"),
    path("fund/<slug:code>/costs/move/", costs.move, name="deposit_move"),
    path("fund/<slug:code>/costs/take-back/", costs.take_back, name="correction_ask"),
    path("papers/<slug:code>/", papers.picture, name="paper"),
]
