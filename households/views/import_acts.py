"""What the committee presses on the page of an import."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from households import imports
from households.forms.imports import ConfirmForm
from households.views.imports import batch_of
from lib.errors import Refused


@login_required
@require_POST
def leave_out(request, community, code):
    """Go on without the rows that have mistakes."""
    batch = batch_of(request, community, code)
    return _done(request, batch, imports.leave_out_bad, _("The rows with mistakes are left out."))


@login_required
@require_POST
def check(request, community, code):
    """Check once more, after the register changed or the check stopped."""
    return _done(request, batch_of(request, community, code), imports.check_again)


@login_required
@require_POST
def confirm(request, community, code):
    """Enter everything into the register."""
    batch = batch_of(request, community, code)
    form = ConfirmForm(request.POST)
    file_is_right = form.is_valid() and form.cleaned_data["file_is_right"]
    return _done(request, batch, imports.confirm, file_is_right=file_is_right)


@login_required
@require_POST
def drop(request, community, code):
    """Put the import away; its rows are deleted."""
    batch = batch_of(request, community, code)
    try:
        imports.drop(batch=batch, actor=request.user)
        messages.success(request, _("The table is put away, and its rows are deleted."))
    except Refused as error:
        messages.error(request, error.message)
        return redirect("households:import_show", community, code)
    return redirect("households:import_home", community)


def _done(request, batch, act, words: str = "", **given):
    """Act, say what happened, and back to the import's page."""
    try:
        act(batch=batch, actor=request.user, **given)
        if words:
            messages.success(request, words)
    except Refused as error:
        messages.error(request, error.message)
    return redirect("households:import_show", batch.community.code, batch.code)
