"""Addresses of the desk: its board, its requests and their steps."""

from django.urls import path

from welfare.views import case_page, case_steps, desk

urlpatterns = [
    path("desk/mine/", desk.mine, name="desk_mine"),
    path("desk/file/<slug:code>/", case_page.file, name="case_file"),
    path("desk/case/<slug:code>/", case_page.show, name="case"),
    path("desk/case/<slug:code>/sort/", case_steps.sort, name="case_sort"),
    path("desk/case/<slug:code>/give/", case_steps.give, name="case_give"),
    path("desk/case/<slug:code>/take/", case_steps.take, name="case_take"),
    path("desk/case/<slug:code>/put-back/", case_steps.put_back, name="case_put_back"),
    path("desk/case/<slug:code>/tried/", case_steps.tried, name="case_tried"),
    path("desk/case/<slug:code>/call/", case_steps.call, name="case_call"),
    path("desk/case/<slug:code>/note/", case_steps.note, name="case_note"),
    path("desk/case/<slug:code>/tell/", case_steps.tell, name="case_tell"),
    path("desk/case/<slug:code>/link/", case_steps.link, name="case_link"),
    path("desk/case/<slug:code>/merge/", case_steps.merge, name="case_merge"),
    path("desk/case/<slug:code>/unmerge/", case_steps.unmerge, name="case_unmerge"),
    path("desk/case/<slug:code>/close/", case_steps.close, name="case_close"),
    path("desk/case/<slug:code>/reopen/", case_steps.reopen, name="case_reopen"),
    path("desk/<slug:code>/", desk.show, name="desk"),
    path("desk/<slug:code>/enter/", desk.enter, name="desk_enter"),
]
