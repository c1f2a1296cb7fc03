"""Who from outside looked at a household's income, for its members to read."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_GET

from households.models import IncomeLook
from households.views.incomes import chosen, own_homes
from households.views.paging import paging_url
from lib import paging


@login_required
@require_GET
def looks(request):
    """The newest looks first, with who and why."""
    homes = own_homes(request)
    if not homes:
        return render(request, "households/income_none.html")
    home = chosen(request, homes)
    rows = IncomeLook.objects.filter(household=home).select_related("viewer")
    page = paging.page(rows, ["-id"], request.GET.get("after"))
    context = {
        "household": home,
        "homes": homes,
        "page": page,
        "next_url": paging_url(request, page.next_cursor),
    }
    return render(request, "households/income_looks.html", context)
