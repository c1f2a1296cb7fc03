"""Addresses of members' contributions."""

from django.urls import URLPattern, path

from welfare.views import collecting, contribution_answers, contribution_rules, contributions, fund_members

urlpatterns: list[URLPattern] = [
    path("contributions/", contributions.mine, name="my_fund"),
    path("contributions/<slug:code>/", contributions.show, name="my_contributions"),
    path("contributions/<slug:code>/qr.png", contributions.qr_png, name="my_contributions_qr"),
    path("contributions/<slug:code>/sent/", contributions.send, name="my_contributions_sent"),
    path("contributions/<slug:code>/ask/", contributions.ask, name="my_contributions_ask"),
    path("fund/<slug:code>/rule/", contribution_rules.rules, name="contribution_rules"),
    path("fund/<slug:code>/rule/decide/", contribution_rules.decide, name="contribution_rule_decide"),
    path("fund/<slug:code>/members/", fund_members.members, name="fund_members"),
    path("fund/<slug:code>/members/new/", fund_members.new, name="fund_member_new"),
    path("fund/<slug:code>/members/new/<slug:household>/", fund_members.join, name="fund_member_join"),
    path("fund/<slug:code>/members/<slug:household>/", fund_members.member, name="fund_member"),
    path("fund/<slug:code>/members/<slug:household>/change/", fund_members.change, name="fund_member_change"),
    path("fund/<slug:code>/members/<slug:household>/leave/", fund_members.leave, name="fund_member_leave"),
    path("fund/<slug:code>/members/<slug:household>/back/", fund_members.back, name="fund_member_back"),
    path("fund/<slug:code>/members/<slug:household>/cash/", fund_members.cash, name="contribution_cash"),
    path("fund/<slug:code>/contributions/", contribution_answers.waiting, name="contributions_waiting"),
    path(
        "fund/<slug:code>/contributions/<slug:contribution>/confirm/",
        contribution_answers.confirm,
        name="contribution_confirm",
    ),
    path(
        "fund/<slug:code>/contributions/<slug:contribution>/not-found/",
        contribution_answers.not_found,
        name="contribution_not_found",
    ),
    path(
        "fund/<slug:code>/contributions/<slug:contribution>/take-back/",
        fund_members.take_back,
        name="contribution_take_back",
    ),
    path(
        "fund/<slug:code>/handovers/<slug:handover>/count/",
        contribution_answers.count,
        name="handover_count",
    ),
    path(
        "fund/<slug:code>/handovers/<slug:handover>/refuse/",
        contribution_answers.refuse,
        name="handover_refuse",
    ),
    path("fund/<slug:code>/collect/", collecting.collect, name="collect"),
    path("fund/<slug:code>/collect/hand-over/", collecting.hand_over, name="collect_hand_over"),
    path("fund/<slug:code>/collect/<slug:household>/", collecting.pay, name="collect_pay"),
]
