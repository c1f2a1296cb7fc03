"""Addresses of the committee's office on the site."""

from django.urls import path

from households.views import office

urlpatterns = [
    path("office/", office.home, name="office_home"),
    path("office/<str:community>/", office.show, name="office"),
]
