"""What views of forms and buttons share: try an act, and say in words what it refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages

from lib.errors import Refused


def done(form, act: Callable, **given: Any) -> bool:
    """Do it; what is refused stands among the form's errors, with everything that was typed."""
    try:
        act(**given)
    except Refused as error:
        form.add_error(None, error.message)
        return False
    return True


def made(form, act: Callable, **given: Any) -> Any:
    """What the act made; None for what is refused, which stands among the form's errors."""
    try:
        return act(**given)
    except Refused as error:
        form.add_error(None, error.message)
        return None


def press(request, words, act: Callable, **given: Any) -> bool:
    """Do it and say so, or say why not."""
    try:
        act(**given)
    except Refused as error:
        messages.error(request, error.message)
        return False
    messages.success(request, words)
    return True
