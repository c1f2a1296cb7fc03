"""Addresses of the small circle."""

urlpatterns = []
