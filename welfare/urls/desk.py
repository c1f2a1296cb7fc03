"""Addresses of the desk: its board, its requests and their steps."""

urlpatterns = []
