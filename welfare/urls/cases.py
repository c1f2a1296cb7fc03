"""Addresses of asking the centre for help and following it."""

urlpatterns = []
