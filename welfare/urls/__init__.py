"""Addresses of the fund, of help, of volunteers and their college, by what they are about."""

from welfare.urls import (
    audit,
    bank,
    books,
    campaigns,
    cases,
    circle,
    college,
    contributions,
    decisions,
    desk,
    fund,
    gifts,
    goods,
    missions,
    places,
    requests,
    volunteers,
)

app_name = "welfare"
urlpatterns = [
    *fund.urlpatterns,
    *audit.urlpatterns,
    *bank.urlpatterns,
    *books.urlpatterns,
    *campaigns.urlpatterns,
    *cases.urlpatterns,
    *circle.urlpatterns,
    *college.urlpatterns,
    *contributions.urlpatterns,
    *decisions.urlpatterns,
    *desk.urlpatterns,
    *gifts.urlpatterns,
    *goods.urlpatterns,
    *missions.urlpatterns,
    *places.urlpatterns,
    *requests.urlpatterns,
    *volunteers.urlpatterns,
]
