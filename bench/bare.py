"""A page's template alone: no database, no session, no middleware. What the page costs at the very least.

The page is asked for once in the ordinary way; its template and context are then rendered again and again.
PAGE names the path.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.template import loader
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from django.utils import translation


def remembered(path: str):
    """The template and the context with which a page was rendered, every lazy value already looked up."""
    setup_test_environment()
    client = Client(HTTP_HOST="127.0.0.1")
    client.get(path)  # fills the cards' cache, so that the next answer starts with the page's own template
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    teardown_test_environment()
    flat = response.context[0].flatten()
    template = loader.get_template(response.templates[0].name).template
    return template, flat


translation.activate("th")
TEMPLATE, CONTEXT = remembered(os.environ["PAGE"])


def application(environ, start_response):
    """Render and answer."""
    body = TEMPLATE.render(django.template.Context(CONTEXT)).encode()
    start_response(
        "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    )
    return [body]
