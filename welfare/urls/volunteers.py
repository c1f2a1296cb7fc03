"""Addresses of volunteers, what they can do, and who looks after them."""

from django.urls import path

from welfare.views import skills, volunteer_office, volunteers

urlpatterns = [
    path("volunteers/me/", volunteers.me, name="volunteer_me"),
    path("volunteers/me/<slug:code>/edit/", volunteers.edit, name="volunteer_edit"),
    path("volunteers/me/<slug:code>/pause/", volunteers.pause, name="volunteer_pause"),
    path("volunteers/me/<slug:code>/back/", volunteers.back, name="volunteer_back"),
    path("volunteers/me/<slug:code>/leave/", volunteers.leave, name="volunteer_leave"),
    path("volunteers/skill/<int:pk>/edit/", skills.edit, name="skill_edit"),
    path("volunteers/skill/<int:pk>/retire/", skills.retire, name="skill_retire"),
    path("volunteers/<slug:code>/", volunteers.public, name="volunteers"),
    path("volunteers/<slug:code>/join/", volunteers.join, name="volunteer_join"),
    path("volunteers/<slug:code>/office/", volunteer_office.index, name="volunteer_office"),
    path("volunteers/<slug:code>/skills/", skills.index, name="skills"),
    path("volunteers/<slug:code>/skills/add/", skills.add, name="skill_add"),
    path("volunteers/<slug:code>/skills/usual/", skills.take_usual, name="skills_usual"),
    path("volunteer/<slug:code>/", volunteer_office.show, name="volunteer"),
    path("volunteer/<slug:code>/check/<int:skill>/", volunteer_office.check, name="volunteer_check"),
    path("volunteer/<slug:code>/uncheck/<int:skill>/", volunteer_office.uncheck, name="volunteer_uncheck"),
    path("volunteer/<slug:code>/trust/", volunteer_office.trust, name="volunteer_trust"),
    path("volunteer/<slug:code>/trust/end/", volunteer_office.trust_end, name="volunteer_trust_end"),
]
