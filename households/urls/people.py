"""Addresses of the door, households, agreements and the inbox."""

from django.conf import settings
from django.urls import path

from households.views import accounts, agreements, codes, consents, demo, entry, households, inbox, members

urlpatterns = [
    path("accounts/", accounts.home, name="account"),
    path("accounts/save/", accounts.save, name="account_save"),
    path("accounts/code/", entry.code, name="entry_code"),
    path("household/", households.home, name="home"),
    path("household/join/", members.join, name="join"),
    path("household/join/ask/", members.ask, name="join_ask"),
    path("household/requests/<int:pk>/approve/", members.approve, name="request_approve"),
    path("household/requests/<int:pk>/refuse/", members.refuse, name="request_refuse"),
    path("household/members/<int:pk>/represent/", members.represent, name="member_represent"),
    path("household/members/<int:pk>/leave/", members.leave, name="member_leave"),
    path("household/new/", households.new, name="new"),
    path("household/codes/", codes.home, name="codes"),
    path("household/codes/<int:pk>/print/", codes.print_slip, name="code_print"),
    path("household/consent/", consents.home, name="consent"),
    path("household/consent/save/", consents.save, name="consent_save"),
    path("household/<str:code>/", households.show, name="household"),
    path("agreements/", agreements.home, name="agreements"),
    path("agreements/privacy/", agreements.show, {"kind": "privacy"}, name="privacy"),
    path("agreements/<str:kind>/", agreements.show, name="agreement"),
    path("agreements/<str:kind>/accept/", agreements.accept, name="agreement_accept"),
    path("inbox/", inbox.home, name="inbox"),
    path("inbox/read/", inbox.read_all, name="inbox_read_all"),
    path("inbox/<int:pk>/", inbox.open_notice, name="notice"),
]

if settings.DEMO:
    urlpatterns.append(path("accounts/demo/", demo.enter, name="demo"))
