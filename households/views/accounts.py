"""One's own account: name, phone, language, and the ways in."""

from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households.forms.accounts import SettingsForm


@login_required
@require_GET
def home(request):
    """What the account holds, and how it is entered."""
    return render(
        request, "households/account.html", _ways_in(request) | {"form": SettingsForm(instance=request.user)}
    )


@login_required
@require_POST
def save(request):
    """Keep name, phone, language and whether messages also go by e-mail."""
    form = SettingsForm(request.POST, instance=request.user)
    if not form.is_valid():
        request.user.refresh_from_db()
        return render(request, "households/account.html", _ways_in(request) | {"form": form})
    form.save()
    messages.success(request, _("Saved."))
    return redirect("households:account")


def _ways_in(request) -> dict:
    user = request.user
    return {
        "has_line": SocialAccount.objects.filter(user=user, provider="line").exists(),
        "has_password": user.has_usable_password(),
        "has_second_step": is_mfa_enabled(user),
    }
