"""The demo's door: invented people, one press each. It exists only with DEMO=1, which production refuses."""

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import Http404
from django.views.decorators.http import require_POST

from households.demo_people import PEOPLE
from households.models import User
from households.views.entry import let_in


@require_POST
def enter(request):
    """Enter as one of the demo's people."""
    if not settings.DEMO:
        raise Http404
    code = PEOPLE.get(request.POST.get("person", ""), ("",))[0]
    user = User.objects.filter(code=code, is_active=True).first()
    if user is None:
        raise Http404
    return let_in(request, user=user, method="demo", next_url=get_next_redirect_url(request))
