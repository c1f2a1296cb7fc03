"""Addresses of people, households, agreements and the inbox."""

from households.urls import incomes, people

app_name = "households"
urlpatterns = [*incomes.urlpatterns, *people.urlpatterns]
