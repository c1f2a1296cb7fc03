"""Lots: what came together, and everything that happened to it since."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from households.models import Community
from households.views.acting import done
from lib import paging
from welfare import stock_moves
from welfare.forms.goods import LossForm, MoveForm
from welfare.models import Lot, LotMove
from welfare.views.goods import READERS, readable


@login_required
@require_safe
def index(request, code: str):
    """All lots with something left, or all there ever were."""
    community = readable(request, code)
    shows_all = request.GET.get("show") == "all"
    rows = Lot.objects.filter(community=community).select_related("kind", "store")
    page = paging.page(rows if shows_all else rows.filter(left__gt=0), ["-id"], request.GET.get("after"))
    query = request.GET.copy()
    query["after"] = page.next_cursor or ""
    next_url = f"?{query.urlencode()}" if page.has_next else ""
    context = {"community": community, "lots": page.items, "next_url": next_url, "shows_all": shows_all}
    return render(request, "welfare/goods_lots.html", context)


@login_required
@require_safe
def show(request, code: str):
    """One lot with its moves."""
    return _page(request, _find(request, code, *READERS))


@login_required
@require_POST
def move(request, code: str):
    """Part of it goes to another store."""
    lot = _find(request, code, "committee", "chair")
    form = MoveForm(request.POST, lot=lot, auto_id="move-%s")
    if form.is_valid() and done(form, stock_moves.move_to, lot=lot, actor=request.user, **form.cleaned_data):
        where = {"store": form.cleaned_data["store"].name}
        messages.success(request, _("It is now written down in %(store)s.") % where)
        return redirect("welfare:lot", lot.code)
    return _page(request, lot, move=form)


@login_required
@require_POST
def spoil(request, code: str):
    """Part of it is spoiled or past its date."""
    lot = _find(request, code, "committee", "chair")
    form = LossForm(request.POST, auto_id="spoiled-%s")
    if form.is_valid() and done(form, stock_moves.spoil, lot=lot, actor=request.user, **form.cleaned_data):
        messages.success(request, _("It is written off."))
        return redirect("welfare:lot", lot.code)
    return _page(request, lot, spoiled=form)


@login_required
@require_POST
def back(request, pk: int):
    """Something that was given out came back."""
    moves = LotMove.objects.filter(lot__community__in=Community.objects.governed_by(request.user))
    moved = get_object_or_404(moves.select_related("lot__community", "lot__kind", "request"), pk=pk)
    form = LossForm(request.POST, auto_id=f"back-{pk}-%s")
    given = {"move": moved, "actor": request.user}
    if form.is_valid() and done(form, stock_moves.give_back, **given, **form.cleaned_data):
        messages.success(request, _("It is in the store again."))
        return redirect("welfare:lot", moved.lot.code)
    return _page(request, _find(request, moved.lot.code, "committee", "chair"), back={pk: form})


def _find(request, code: str, *kinds: str) -> Lot:
    rows = Lot.objects.filter(community__in=Community.objects.with_role(request.user, *kinds))
    return get_object_or_404(rows.select_related("kind", "store", "community", "campaign"), code=code)


def _page(request, lot: Lot, *, move=None, spoiled=None, back=None):
    """The page, with the form that has a mistake in its place."""
    moves = lot.moves.select_related("actor", "second", "request")
    page = paging.page(moves, ["-id"], request.GET.get("after"))
    may_act = Community.objects.governed_by(request.user).filter(pk=lot.community_id).exists()
    back = back or {}
    context = {
        "lot": lot,
        "community": lot.community,
        "may_act": may_act,
        "rows": [(row, _back_form(row, back) if may_act else None, row.pk in back) for row in page.items],
        "next_url": f"?after={page.next_cursor}" if page.has_next else "",
        "move": move or MoveForm(lot=lot, auto_id="move-%s"),
        "spoiled": spoiled or LossForm(auto_id="spoiled-%s"),
        "is_move_open": move is not None,
        "is_spoiled_open": spoiled is not None,
    }
    return render(request, "welfare/goods_lot.html", context)


def _back_form(row: LotMove, back: dict) -> LossForm | None:
    """The form by which it comes back, for what was given out."""
    if row.kind != LotMove.Kind.GIVEN_OUT:
        return None
    form: LossForm = back.get(row.pk) or LossForm(
        initial={"quantity": -row.quantity}, auto_id=f"back-{row.pk}-%s"
    )
    return form
