"""Addresses of programmes, their rounds, drawn samples and the price index."""

from django.urls import path

from households.views import prices, programmes, rounds, verifications

PROGRAMME = "reports/programmes/<str:code>"
ROUND = "office/<str:community>/rounds/<str:code>/<int:number>"
SAMPLE = "office/<str:community>/samples/<str:code>"

urlpatterns = [
    path("reports/programmes/", programmes.index, name="programmes"),
    path("reports/programmes/new/", programmes.new, name="programme_new"),
    path(f"{PROGRAMME}/", programmes.show, name="programme"),
    path(f"{PROGRAMME}/communities/<str:community>/", programmes.start, name="programme_start"),
    path(f"{PROGRAMME}/communities/<str:community>/leave/", programmes.leave, name="programme_leave"),
    path(f"{PROGRAMME}/rounds/add/", programmes.round_add, name="round_add"),
    path(f"{PROGRAMME}/rounds/<int:number>/remove/", programmes.round_remove, name="round_remove"),
    path(f"{PROGRAMME}/rounds/<int:number>/ask/", programmes.round_ask_all, name="round_ask_all"),
    path("office/<str:community>/rounds/", rounds.index, name="rounds"),
    path(f"{ROUND}/", rounds.show, name="round"),
    path(f"{ROUND}/ask/", rounds.ask, name="round_ask"),
    path(f"{ROUND}/remind/", rounds.remind, name="round_remind"),
    path("office/<str:community>/samples/", verifications.index, name="samples"),
    path("office/<str:community>/samples/draw/", verifications.draw, name="sample_draw"),
    path(f"{SAMPLE}/", verifications.show, name="sample"),
    path(f"{SAMPLE}/print/", verifications.print_list, name="sample_print"),
    path(f"{SAMPLE}/draw.csv", verifications.draw_csv, name="sample_draw_csv"),
    path(f"{SAMPLE}/<int:pk>/", verifications.visit, name="visit"),
    path(f"{SAMPLE}/<int:pk>/save/", verifications.visit_save, name="visit_save"),
    path("reports/prices/", prices.index, name="prices"),
    path("reports/prices/new/", prices.new, name="prices_new"),
    path("reports/prices/check/", prices.check, name="prices_check"),
    path("reports/prices/save/", prices.save, name="prices_save"),
    path("reports/prices/<int:pk>/", prices.show, name="prices_table"),
]
