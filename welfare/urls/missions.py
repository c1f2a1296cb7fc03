"""Addresses of missions, shifts and hours."""

from django.urls import path

from welfare.views import hours, mission_desk, missions, shift_people, shifts

urlpatterns = [
    path("missions/<slug:code>/", missions.listed, name="missions"),
    path("missions/<slug:code>/write/", mission_desk.write, name="mission_write"),
    path("mission/<slug:code>/", missions.show, name="mission"),
    path("mission/<slug:code>/edit/", mission_desk.edit, name="mission_edit"),
    path("mission/<slug:code>/shift/", mission_desk.add_shift, name="shift_add"),
    path("mission/<slug:code>/open/", mission_desk.open_it, name="mission_open"),
    path("mission/<slug:code>/done/", mission_desk.finish, name="mission_done"),
    path("mission/<slug:code>/cancel/", mission_desk.cancel, name="mission_cancel"),
    path("mission/<slug:code>/call/", mission_desk.call, name="mission_call"),
    path("shift/<int:pk>/", shift_people.show, name="shift_people"),
    path("shift/<int:pk>/attend/", shift_people.attend, name="shift_attend"),
    path("shift/<int:pk>/join/", shifts.join, name="shift_join"),
    path("shift/<int:pk>/off/", shifts.off, name="shift_off"),
    path("shift/<int:pk>/offer/", shifts.offer, name="shift_offer"),
    path("shift/<int:pk>/checkin/", shifts.check_in, name="shift_checkin"),
    path("shift/place/<int:pk>/accept/", shifts.accept, name="shift_accept"),
    path("volunteers/hours/", hours.log, name="hours_log"),
    path("volunteers/hours/<slug:code>/answer/", hours.answer, name="hours_answer"),
    path("volunteers/<slug:code>/hours/", hours.waiting, name="hours_waiting"),
]
