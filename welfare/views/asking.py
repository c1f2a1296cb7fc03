"""What the views share by which people ask for help without an account."""

from allauth.core.internal import ratelimit

from welfare.forms.asking import SmallSum


def may_send(request, form: SmallSum, rate: dict[str, str]) -> bool:
    """People with an account may always; from one address a hall full of others, then each with a small sum.

    `rate` is the one limit in allauth's words, such as `{"aid_request": "30/10m/ip"}`. Nobody is locked out.
    """
    if request.user.is_authenticated or form.is_answered():
        return True
    [action] = rate
    usage = ratelimit.consume(request, app="welfare", action=action, config=rate)
    if usage is None:
        form.ask_sum()
    return usage is not None
