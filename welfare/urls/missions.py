"""Addresses of missions, shifts and hours."""

urlpatterns = []
