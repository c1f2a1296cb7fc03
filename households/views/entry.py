"""The door: entering with a paper code. (E-mail, LINE and the second step are allauth's views.)"""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from households import entrycodes
from households.forms.accounts import EntryCodeForm
from households.models import User
from lib.errors import Refused


@never_cache
@sensitive_post_parameters("entry_code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request):
    """Enter with the code on the committee's paper slip."""
    next_url = get_next_redirect_url(request) or "/"
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_url)
    form = EntryCodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            user = entrycodes.use(code=form.cleaned_data["entry_code"], request=request)
            return let_in(request, user=user, method="paper_code", next_url=next_url)
        except Refused as error:
            form.add_error("entry_code", error.message)
            status = 429 if error.code == "too_many_tries" else 200
    return render(request, "households/entry_code.html", {"form": form, "next": next_url}, status=status)


def let_in(request, *, user: User, method: str, next_url: str | None):
    """Log somebody in who proved who they are without e-mail; the second step still follows if there is one.

    Without `next_url` they come to where people of their role begin.
    """
    record_authentication(request, user, method=method)
    return perform_login(request, user, email_verification="none", redirect_url=next_url)
