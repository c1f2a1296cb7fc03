"""Addresses of people, households, agreements and the inbox."""

app_name = "households"
urlpatterns = []
