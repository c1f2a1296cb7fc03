"""Addresses of the auditor."""

from django.urls import path

from welfare.views import audits

urlpatterns = [
    path("fund/<slug:code>/audit/", audits.audit, name="audit"),
    path("fund/<slug:code>/audit/draw/", audits.draw, name="audit_draw"),
    path("fund/<slug:code>/findings/", audits.findings, name="findings"),
    path("fund/<slug:code>/findings/add/", audits.finding_add, name="finding_add"),
    path("audit/samples/<slug:code>/", audits.sample, name="audit_sample"),
    path("audit/samples/<slug:code>/visits/<int:pk>/", audits.visit, name="audit_visit"),
    path("audit/findings/<slug:code>/answer/", audits.finding_answer, name="finding_answer"),
]
