"""What happens around every request."""

import logging
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from auditlog.context import set_actor
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from config import views
from lib.network import client_ip

logger = logging.getLogger(__name__)


def healthz(get_response):
    """Answer `/healthz` before anything else: 200 when the database answers, 503 when it does not."""

    def middleware(request):
        if request.path != "/healthz":
            return get_response(request)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Exception:
            logger.exception("The database does not answer.")
            return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
        return HttpResponse("ok\n", content_type="text/plain")

    return middleware


def database_busy(get_response):
    """A busy, full or vanished database becomes a page that says so and how to try again safely; a value that
    no database takes becomes a request that made no sense. (What fails outside of views: see `server_error`.)"""

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        return views.database_page(exception)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def language(get_response):
    """Thai, unless this browser chose English with the switch. The browser's own wishes do not count:
    many phones in Thai hands are set to English."""
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        code = chosen if chosen in known else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = code
        with translation.override(code):
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


def audit_actor(get_response):
    """Tell the change log who acts and from where. Reading changes nothing, so it costs nothing."""

    def middleware(request):
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.user.is_authenticated:
            return get_response(request)
        with set_actor(request.user, remote_addr=client_ip(request) or None):
            return get_response(request)

    return middleware


# The session says when it was last used; written at most once a minute.
TOUCHED = "touched_at"
TOUCH_SECONDS = 60
HAS_SECOND_STEP = "has_second_step"
# Where somebody who must set up the second step may still go: the way to it, and emergency numbers.
SECOND_STEP_PATHS = ("/accounts/", "/agreements/", "/preferences/", "/help/")
PICTURES = (settings.MEDIA_URL, settings.STATIC_URL)


def role_session(get_response):
    """Rooms with other people's money or incomes: a second step to enter, and they close after half an hour.

    Everybody else pays nothing for it: whether an account is trusted stands on the account itself.
    """

    def middleware(request):
        if (
            request.path.startswith(PICTURES)
            or not request.user.is_authenticated
            or not request.user.is_trusted
        ):
            return get_response(request)
        now = int(time.time())
        if now - request.session.get(TOUCHED, now) > settings.ROLE_SESSION_SECONDS:
            return _close(request)
        if now - request.session.get(TOUCHED, 0) > TOUCH_SECONDS:
            request.session[TOUCHED] = now
        if _lacks_second_step(request):
            messages.warning(
                request, _("Your role needs a second step when you sign in. Set it up now, please.")
            )
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def private_pages(get_response):
    """What is drawn for one browser stays out of caches that others share. Who sees other people's money or
    incomes leaves no copy in the browser either; everybody else can still go back to what they typed."""

    def middleware(request):
        response = get_response(request)
        if response.has_header("Cache-Control") or request.path.startswith(PICTURES):
            return response
        if request.user.is_authenticated and request.user.is_trusted:
            response["Cache-Control"] = "private, no-store"
        elif request.COOKIES or response.cookies:
            response["Cache-Control"] = "private, no-cache"
        return response

    return middleware


def _close(request):
    """Sign out somebody who was away too long, and come back to the same page after signing in again."""
    logout(request)
    messages.info(request, _("You were away for a while, so we signed you out. Please sign in again."))
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def _lacks_second_step(request) -> bool:
    if not settings.MFA_REQUIRED_FOR_ROLES or request.path.startswith(SECOND_STEP_PATHS):
        return False
    if request.session.get(HAS_SECOND_STEP):
        return False
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
        request.session[HAS_SECOND_STEP] = True
        return False
    return True


class OwnSite:
    """allauth's pages call the host name `site` too; the frame's own `site` must be seen there as well."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Nothing around the view itself."""
        return self.get_response(request)

    def process_template_response(self, request, response):
        """Take allauth's `site` out before the page is drawn."""
        if response.context_data and request.path.startswith("/accounts/"):
            response.context_data.pop("site", None)
        return response
