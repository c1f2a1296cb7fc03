"""Addresses of people, households, agreements and the inbox."""

from households.urls import imports, incomes, office, people, privacy, programmes, register, reports

app_name = "households"
urlpatterns = [
    *imports.urlpatterns,
    *incomes.urlpatterns,
    *office.urlpatterns,
    *people.urlpatterns,
    *programmes.urlpatterns,
    *privacy.urlpatterns,
    *register.urlpatterns,
    *reports.urlpatterns,
]
