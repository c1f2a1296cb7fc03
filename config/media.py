"""Pictures for the embedded start. In front of a real site nginx serves them (see docs/operations.md)."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

# Only public, content-addressed pictures. Slips and other evidence live under private/ and have their own views.
PUBLIC_PICTURE = re.compile(r"pictures/[0-9a-f]{2}/[0-9a-f]{16,64}-\d{2,4}\.webp")


def picture(request, path: str):
    """A public picture by its digest; its content never changes, so it may be kept for a year."""
    if not PUBLIC_PICTURE.fullmatch(path):
        raise Http404
    try:
        response = FileResponse(default_storage.open(path, "rb"), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404 from error
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
