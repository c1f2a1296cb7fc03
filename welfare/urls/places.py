"""Addresses of the village's map, the screen, the day's list and writing down without a net."""

from django.urls import path

from welfare.views import target_times

urlpatterns = [
    path("desk/<slug:code>/times/", target_times.target_times, name="desk_times"),
    path("desk/<slug:code>/times/reset/", target_times.reset, name="desk_times_reset"),
]
