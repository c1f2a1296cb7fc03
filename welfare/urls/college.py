"""Addresses of the volunteers' college and its certificates."""

urlpatterns = []
