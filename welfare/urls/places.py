"""Addresses of the village's map, the screen, the day's list and writing down without a net."""

urlpatterns = []
