"""Addresses of LINE login; allauth includes them."""

from allauth.socialaccount.providers.oauth2.urls import default_urlpatterns

from households.line_login.provider import LineProvider

urlpatterns = default_urlpatterns(LineProvider)
