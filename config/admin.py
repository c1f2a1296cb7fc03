"""The committee's office: Django's admin, entered through the same door as the rest of the site."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SirisukAdminSite(AdminSite):
    """The admin, whose login is the site's own so that the same limits hold."""

    site_header = _("Sirisuk – the committee's office")
    site_title = _("Committee's office")
    index_title = _("What waits for you")

    def login(self, request, extra_context=None):
        """Send to the one door; somebody who is in already but may not enter goes home."""
        if request.user.is_authenticated:
            return HttpResponseRedirect("/")
        return redirect_to_login(request.GET.get("next", reverse("admin:index")), reverse("account_login"))
