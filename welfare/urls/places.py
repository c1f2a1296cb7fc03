"""Addresses of the village's map, the screen, the day's list and writing down without a net."""

from django.urls import path

from welfare.views import day_list, desk_maps, offline, target_times

urlpatterns = [
    path("desk/<slug:code>/map/", desk_maps.desk_map, name="desk_map"),
    path("desk/<slug:code>/map/file/", desk_maps.picture_file, name="desk_map_file"),
    path("desk/<slug:code>/map/picture/", desk_maps.map_picture, name="desk_map_picture"),
    path("desk/<slug:code>/map/point/", desk_maps.map_point, name="desk_map_point"),
    path("desk/<slug:code>/map/points-away/", desk_maps.map_points_clear, name="desk_map_points_clear"),
    path("desk/case/<slug:code>/place/", desk_maps.case_place, name="case_place"),
    path("desk/<slug:code>/screen/", day_list.screen, name="desk_screen"),
    path("desk/<slug:code>/list/", day_list.day_list, name="desk_list"),
    path("desk/<slug:code>/offline/", offline.page, name="desk_offline"),
    path("desk/<slug:code>/offline/send/", offline.send, name="desk_offline_send"),
    path("desk/<slug:code>/offline/worker.js", offline.worker, name="desk_offline_worker"),
    path("desk/<slug:code>/times/", target_times.target_times, name="desk_times"),
    path("desk/<slug:code>/times/reset/", target_times.reset, name="desk_times_reset"),
]
