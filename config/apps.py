from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigConfig(AppConfig):
    """The top of the house: settings, addresses, and commands that touch every room."""

    name = "config"


class SirisukAdminConfig(AdminConfig):
    """Django's admin with our own site class in it."""

    default_site = "config.admin.SirisukAdminSite"
