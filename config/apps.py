from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_in


class ConfigConfig(AppConfig):
    """The top of the house: settings, addresses, and commands that touch every room."""

    name = "config"

    def ready(self):
        """What a visitor put into the basket comes along at login. Models can be imported only from here on."""
        from market.baskets import COOKIE, join_at_login  # noqa: PLC0415

        def join_basket(sender, request, user, **kwargs):
            token = request.COOKIES.get(COOKIE) if request else None
            if token:
                join_at_login(user=user, token=token)

        user_logged_in.connect(join_basket, dispatch_uid="join_basket", weak=False)


class SirisukAdminConfig(AdminConfig):
    """Django's admin with our own site class in it."""

    default_site = "config.admin.SirisukAdminSite"
