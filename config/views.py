"""Pages that belong to the whole site: preferences, errors, and the style guide for developers."""

import logging
import sys

from django.conf import settings
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from config import styleguide as guide
from lib.network import next_path

logger = logging.getLogger(__name__)

# Locked, full, deadlocked, gone: trying again later may help.
DATABASE_AWAY = (OperationalError, InterfaceError)
A_YEAR = 60 * 60 * 24 * 365
TEXT_SIZES = ("1", "2", "3")


def remember(response, *, name: str, value: str) -> None:
    """Keep a choice in this browser for a year."""
    response.set_cookie(name, value, max_age=A_YEAR, secure=settings.IS_HTTPS, httponly=True, samesite="Lax")


@require_POST
def choose_text_size(request):
    """Keep the chosen size of text; anything unknown changes nothing."""
    response = HttpResponseRedirect(next_path(request) or "/")
    size = request.POST.get("size")
    if size in TEXT_SIZES:
        remember(response, name="text_size", value=size)
    return response


@require_POST
def choose_language(request):
    """Keep the chosen language; anything unknown changes nothing."""
    response = HttpResponseRedirect(next_path(request) or "/")
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        remember(response, name=settings.LANGUAGE_COOKIE_NAME, value=language)
    return response


@require_GET
def styleguide(request):
    """Every component in every state. Its address exists only on developers' machines."""
    return render(request, "styleguide.html", guide.examples())


def error_page(template: str, status: int) -> HttpResponse:
    """An error's page. It is rendered without the request, so it needs no session and no database."""
    return HttpResponse(render_to_string(template), status=status)


def bad_request(request, exception=None):
    """The request made no sense (400)."""
    return error_page("400.html", 400)


def permission_denied(request, exception=None):
    """The person may not do this (403)."""
    return error_page("403.html", 403)


def csrf_failure(request, reason=""):
    """A form came without its token: too old, or the browser keeps no cookies (403)."""
    return error_page("403_csrf.html", 403)


def page_not_found(request, exception=None):
    """There is no such page, or it is not for this person (404)."""
    return error_page("404.html", 404)


def server_error(request):
    """Something broke on our side (500), or the database did while no view was at work."""
    return database_page(sys.exception()) or error_page("500.html", 500)


def database_page(exception: BaseException | None) -> HttpResponse | None:
    """The page for what the database says: it is busy, full or gone (503); it takes no such value (400)."""
    if isinstance(exception, DataError):
        logger.warning("The database does not take what was sent: %s", exception, exc_info=exception)
        return error_page("400.html", 400)
    if not isinstance(exception, DATABASE_AWAY):
        return None
    logger.error("The database refused: %s", exception, exc_info=exception)
    response = error_page("503.html", 503)
    response["Retry-After"] = "5"
    return response
