"""Addresses of the small circle."""

from django.urls import path

from welfare.views import circle

urlpatterns = [
    path("desk/<slug:code>/circle/", circle.show, name="circle"),
    path("desk/<slug:code>/circle/add/", circle.add, name="circle_add"),
    path("desk/<slug:code>/circle/end/", circle.end, name="circle_end"),
    path("desk/case/<slug:code>/about/", circle.subjects, name="case_subjects"),
    path("desk/case/<slug:code>/about/add/", circle.subject_add, name="case_subject_add"),
    path("desk/case/<slug:code>/about/remove/", circle.subject_remove, name="case_subject_remove"),
]
