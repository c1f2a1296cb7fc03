"""A person's inbox."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import notices
from households.models import Notice
from households.views.paging import paging_url
from lib import paging


@login_required
@require_GET
def home(request):
    """One's messages, newest first."""
    page = paging.page(Notice.objects.visible_to(request.user), ["-id"], request.GET.get("after"))
    return render(
        request, "households/inbox.html", {"page": page, "next_url": paging_url(request, page.next_cursor)}
    )


@login_required
@require_GET
def open_notice(request, pk):
    """Remember that it was opened, and go where it leads; only pages of this site."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    notices.mark_read(notice=notice)
    target = notice.url
    if not target.startswith("/") or not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = reverse("households:inbox")
    return HttpResponseRedirect(target)


@login_required
@require_POST
def read_all(request):
    """Everything has been seen."""
    notices.mark_all_read(user=request.user)
    messages.success(request, _("All messages are marked as read."))
    return redirect("households:inbox")
