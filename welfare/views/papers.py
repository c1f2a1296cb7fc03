"""Private pictures of the fund."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from welfare import papers
from welfare.models import Paper


@login_required
@require_GET
def picture(request, code: str):
    """A paper, for who added it and for who keeps or audits the fund."""
    return papers.response(get_object_or_404(Paper.objects.visible_to(request.user), code=code))
