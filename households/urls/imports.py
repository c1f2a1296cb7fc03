"""Addresses of the register's tables: brought in, checked, taken away."""

from django.urls import path

from households.views import exports, import_acts, import_rows, imports

PLACE = "office/<str:community>/import/"
ONE = f"{PLACE}<str:code>/"

urlpatterns = [
    path(PLACE, imports.home, name="import_home"),
    path(f"{PLACE}template.xlsx", imports.template_xlsx, name="import_template_xlsx"),
    path(f"{PLACE}template.csv", imports.template_csv, name="import_template_csv"),
    path(f"{PLACE}upload/", imports.upload, name="import_upload"),
    path(ONE, imports.show, name="import_show"),
    path(f"{ONE}columns/", imports.columns, name="import_columns"),
    path(f"{ONE}columns/save/", imports.columns_save, name="import_columns_save"),
    path(f"{ONE}rows/", import_rows.rows, name="import_rows"),
    path(f"{ONE}rows/bad.xlsx", import_rows.bad, name="import_bad"),
    path(f"{ONE}rows/decide/", import_rows.decide_all, name="import_decide_all"),
    path(f"{ONE}rows/<int:number>/decide/", import_rows.decide, name="import_decide"),
    path(f"{ONE}mend/", imports.mend, name="import_mend"),
    path(f"{ONE}leave-out/", import_acts.leave_out, name="import_leave_out"),
    path(f"{ONE}check/", import_acts.check, name="import_check"),
    path(f"{ONE}confirm/", import_acts.confirm, name="import_confirm"),
    path(f"{ONE}put-away/", import_acts.drop, name="import_drop"),
    path("office/<str:community>/export/", exports.show, name="register_export"),
    path("office/<str:community>/export/make/", exports.make, name="register_export_make"),
]
