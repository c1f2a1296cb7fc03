"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import media, views

handler400 = "config.views.bad_request"
handler403 = "config.views.permission_denied"
handler404 = "config.views.page_not_found"
handler500 = "config.views.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("preferences/text-size/", views.choose_text_size, name="text_size"),
    path("preferences/language/", views.choose_language, name="language"),
    path("media/<path:path>", media.picture, name="media"),
    path("", include("households.urls")),
    path("", include("welfare.urls")),
    path("", include("market.urls")),
]

if settings.DEVELOPMENT:
    urlpatterns.append(path("styleguide/", views.styleguide, name="styleguide"))
