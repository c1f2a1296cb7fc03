"""Addresses of asking the centre for help and following it."""

from django.urls import path

from welfare.views import cases

urlpatterns = [
    path("help/follow/<slug:code>/", cases.follow, name="case_follow"),
    path("help/follow/<slug:code>/files/", cases.add_files, name="case_files"),
    path("help/follow/<slug:code>/withdraw/", cases.withdraw, name="case_withdraw"),
    path("help/follow/<slug:code>/not-solved/", cases.not_solved, name="case_not_solved"),
    path("help/<slug:code>/ask/", cases.ask, name="case_ask"),
    path("help/<slug:code>/form/", cases.paper_form, name="case_form"),
]
