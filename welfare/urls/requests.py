"""Addresses of benefit rules and requests for help."""

from django.urls import path

from welfare.views import aid, aid_office, benefit_rules, rules_draft

urlpatterns = [
    path("fund/<slug:code>/rules/", benefit_rules.show, name="rules"),
    path("fund/<slug:code>/rules/<int:number>/", benefit_rules.version, name="rules_version"),
    path("fund/<slug:code>/rules/draft/", rules_draft.show, name="rules_draft"),
    path("fund/<slug:code>/rules/draft/begin/", rules_draft.begin, name="rules_begin"),
    path("fund/<slug:code>/rules/draft/limits/", rules_draft.limits, name="rules_limits"),
    path("fund/<slug:code>/rules/draft/pays/<slug:event>/", rules_draft.benefit, name="rules_benefit"),
    path("fund/<slug:code>/rules/draft/out/<slug:event>/", rules_draft.take_out, name="rules_take_out"),
    path("fund/<slug:code>/rules/draft/away/", rules_draft.drop, name="rules_drop"),
    path("fund/<slug:code>/rules/draft/adopt/", rules_draft.adopt, name="rules_adopt"),
    path("fund/<slug:code>/ask/", aid.ask, name="aid_ask"),
    path("follow/", aid.find, name="aid_find"),
    path("follow/<slug:code>/", aid.follow, name="aid_follow"),
    path("follow/<slug:code>/papers/", aid.papers, name="aid_papers"),
    path("follow/<slug:code>/withdraw/", aid.withdraw, name="aid_withdraw"),
    path("fund/<slug:code>/requests/", aid_office.requests, name="aid_list"),
    path("fund/<slug:code>/requests/for/", aid_office.ask_for, name="aid_for"),
    path("requests/<slug:code>/link/", aid_office.link, name="aid_link"),
]
