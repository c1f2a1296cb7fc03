"""What happens around every request."""

import logging

from auditlog.context import set_actor
from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

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
    """A busy, full or vanished database becomes a page that says so and how to try again safely."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if not isinstance(exception, OperationalError):
            return None
        logger.error("The database refused: %s", exception, exc_info=exception)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "5"
        return response

    middleware.process_exception = process_exception
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
        with set_actor(request.user, remote_addr=client_ip(request)):
            return get_response(request)

    return middleware
