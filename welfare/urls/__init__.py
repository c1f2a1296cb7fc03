"""Addresses of the fund and of help, by what they are about."""

from welfare.urls import (
    audit,
    bank,
    books,
    campaigns,
    contributions,
    decisions,
    fund,
    gifts,
    goods,
    requests,
)

app_name = "welfare"
urlpatterns = [
    *fund.urlpatterns,
    *audit.urlpatterns,
    *bank.urlpatterns,
    *books.urlpatterns,
    *campaigns.urlpatterns,
    *contributions.urlpatterns,
    *decisions.urlpatterns,
    *gifts.urlpatterns,
    *goods.urlpatterns,
    *requests.urlpatterns,
]
