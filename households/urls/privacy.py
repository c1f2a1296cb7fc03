"""Addresses of people's own data, consent on paper, removing names, entries made twice, and coverage."""

from django.urls import path

from households.views import coverage, duplicates, erasures, my_data, person_data

TWICE = "office/<str:community>/duplicates/"
PAIR = "<str:one>/<str:other>/"

urlpatterns = [
    path("office/<str:community>/coverage/", coverage.office, name="coverage"),
    path("reports/coverage/", coverage.report, name="coverage_report"),
    path(TWICE, duplicates.index, name="duplicates"),
    path(f"{TWICE}people/{PAIR}", duplicates.people, name="duplicate_people"),
    path(f"{TWICE}people/{PAIR}join/", duplicates.people_join, name="duplicate_people_join"),
    path(f"{TWICE}households/{PAIR}", duplicates.homes, name="duplicate_households"),
    path(f"{TWICE}households/{PAIR}join/", duplicates.homes_join, name="duplicate_households_join"),
    path(f"{TWICE}undo/<int:pk>/", duplicates.undo, name="duplicate_undo"),
    path("accounts/my-data/", my_data.show, name="my_data"),
    path("accounts/my-data/data.json", my_data.download_json, name="my_data_json"),
    path("accounts/my-data/data.html", my_data.download_html, name="my_data_html"),
    path("accounts/my-data/erase/", my_data.ask, name="erasure_ask"),
    path("accounts/my-data/stay/", my_data.withdraw, name="erasure_withdraw"),
    path("household/members/<int:pk>/consent/", person_data.consent, name="person_consent"),
    path("household/members/<int:pk>/data.html", person_data.data_html, name="person_data_html"),
    path("household/members/<int:pk>/data.json", person_data.data_json, name="person_data_json"),
    path("household/members/<int:pk>/erase/", person_data.ask_erasure, name="person_erasure_ask"),
    path("office/<str:community>/erasures/", erasures.index, name="erasures"),
    path("erasures/<str:code>/", erasures.show, name="erasure"),
]
