"""The treasurer's page for costs, other income, money that changes its place, and wrong entries."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households.models import Community
from households.views.acting import done
from households.views.paging import paging_url
from lib import paging
from lib.documents import in_words
from welfare import corrections, costs, deposits, ledger
from welfare.forms.costs import CostForm, IncomeForm, MoveForm, TakeBackForm
from welfare.models import Countersign, Transfer

KINDS = (Countersign.Kind.COST, Countersign.Kind.OTHER_INCOME, Countersign.Kind.CORRECTION)
SHOWN = 12


@login_required
@require_GET
def index(request, code: str):
    """The forms, and what was asked for lately."""
    return _page(request, _community(request, code))


@require_POST
@login_required
def ask(request, code: str):
    """Ask a second person to agree to a cost."""
    community = _community(request, code)
    form = CostForm(request.POST, request.FILES, community=community, auto_id="cost-%s")
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("amount", "words", "way", "purpose", "key")}
        paths = [form.path] if form.path else []
        if done(form, costs.ask, community=community, actor=request.user, paths=paths, **given):
            return _asked(request, code)
    return _page(request, community, cost=form)


@require_POST
@login_required
def income(request, code: str):
    """Ask a second person to agree to other income."""
    community = _community(request, code)
    form = IncomeForm(request.POST, auto_id="income-%s")
    if form.is_valid() and done(
        form, costs.ask_income, community=community, actor=request.user, **form.cleaned_data
    ):
        return _asked(request, code)
    return _page(request, community, income=form)


@require_POST
@login_required
def move(request, code: str):
    """Write that money changed its place."""
    community = _community(request, code)
    form = MoveForm(request.POST, community=community, auto_id="move-%s")
    if form.is_valid() and done(
        form, deposits.move, community=community, actor=request.user, **form.cleaned_data
    ):
        messages.success(request, _("Written. The fund holds as much as before, in another place."))
        return redirect("welfare:costs", code)
    return _page(request, community, move=form)


@require_POST
@login_required
def take_back(request, code: str):
    """Ask a second person to agree that a wrong entry be taken back."""
    community = _community(request, code)
    form = TakeBackForm(request.POST, auto_id="back-%s")
    if form.is_valid():
        row = Transfer.objects.filter(community=community, number=form.cleaned_data["number"]).first()
        given = {"transfer": row, "reason": form.cleaned_data["reason"], "actor": request.user}
        if row is None:
            form.add_error("number", _("There is no entry with this number."))
        elif done(form, corrections.ask, **given):
            return _asked(request, code)
    return _page(request, community, back=form)


def _community(request, code: str) -> Community:
    return get_object_or_404(Community.objects.treasured_by(request.user), code=code)


def _asked(request, code: str):
    messages.success(request, _("Asked. It is done when a second person has agreed."))
    return redirect("welfare:costs", code)


def _page(request, community: Community, *, cost=None, income=None, move=None, back=None):
    """The page, with the form that has a mistake open and in its place."""
    acts = Countersign.objects.filter(community=community, kind__in=KINDS).select_related("asked_by")
    page = paging.page(acts, ["-id"], request.GET.get("after"), size=SHOWN)
    entries = Transfer.objects.filter(community=community).select_related("debit", "credit")
    held = ledger.money(community)
    context = {
        "community": community,
        "cost": cost or CostForm(community=community, auto_id="cost-%s"),
        "income": income or IncomeForm(auto_id="income-%s"),
        "move": move or MoveForm(community=community, auto_id="move-%s"),
        "back": back or TakeBackForm(auto_id="back-%s"),
        "open": {"income": bool(income), "move": bool(move), "back": bool(back)},
        "bank": held["bank"],
        "cash": held["cash"],
        "acts": page.items,
        "next_url": paging_url(request, page.next_cursor),
        "entries": [(row, in_words(row.document)) for row in entries.order_by("-id")[:SHOWN]],
    }
    return render(request, "welfare/costs.html", context)
