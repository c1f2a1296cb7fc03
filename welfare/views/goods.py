"""The store: what is where, receiving, giving out and counting."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from households.models import Community
from households.views.acting import done
from lib import paging
from lib.errors import Refused
from welfare import stock, stock_moves, stock_requests
from welfare.countersigns import KEEPERS
from welfare.forms.goods import CountForm, GiveOutForm, ReceiveForm
from welfare.models import AidRequest, GoodsKind, Lot, Store

READERS = (*KEEPERS, "auditor")


def readable(request, code: str) -> Community:
    """The community, for who keeps or audits its fund; 404 for others."""
    return get_object_or_404(Community.objects.with_role(request.user, *READERS), code=code)


def governed(request, code: str) -> Community:
    """The community, for its committee; 404 for others."""
    return get_object_or_404(Community.objects.governed_by(request.user), code=code)


@login_required
@require_safe
def index(request, code: str):
    """What is where, what runs low, what expires, and a button for each thing to do."""
    community = readable(request, code)
    levels = stock.left(community)
    context = {
        "community": community,
        "levels": levels,
        "low": [level for level in levels if level.is_low],
        "expiring": stock.expiring(community),
        "has_goods": any(level.quantity for level in levels),
        "has_store": Store.objects.filter(community=community, is_open=True).exists(),
        "may_act": Community.objects.governed_by(request.user).filter(pk=community.pk).exists(),
        "may_count": Community.objects.with_role(request.user, *KEEPERS).filter(pk=community.pk).exists(),
    }
    return render(request, "welfare/goods_page.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request, code: str):
    """Write down goods that came."""
    community = governed(request, code)
    form = ReceiveForm(request.POST or None, community=community)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given["key"] = f"came:{community.pk}:{given['key']}"
        if done(form, stock.receive, actor=request.user, **given):
            messages.success(request, _("It is in the store: %(what)s.") % {"what": given["kind"]})
            return redirect("welfare:goods", community.code)
    has_kind = GoodsKind.objects.filter(community=community).exists()
    is_ready = has_kind and Store.objects.filter(community=community, is_open=True).exists()
    return render(
        request, "welfare/goods_receive.html", {"community": community, "form": form, "is_ready": is_ready}
    )


@login_required
@require_safe
def give(request, code: str):
    """Whom goods can be given to now: requests agreed to, and those in hunger and disaster."""
    community = governed(request, code)
    open_now = Q(status=AidRequest.Status.APPROVED) | Q(
        status=AidRequest.Status.ASKED, event__in=stock.AT_ONCE
    )
    rows = AidRequest.objects.filter(open_now, community=community).select_related("household")
    page = paging.page(rows, ["-id"], request.GET.get("after"))
    next_url = f"?after={page.next_cursor}" if page.has_next else ""
    context = {"community": community, "requests": page.items, "next_url": next_url}
    return render(request, "welfare/goods_give.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def out(request, code: str):
    """Give goods out for one request."""
    rows = AidRequest.objects.filter(community__in=Community.objects.governed_by(request.user))
    asked = get_object_or_404(rows.select_related("community", "household"), code=code)
    levels = stock_requests.to_give(asked.community)
    form = GiveOutForm(request.POST or None, community=asked.community, levels=levels)
    if request.method == "POST" and form.is_valid():
        given = {"store": form.cleaned_data["store"], "key": form.cleaned_data["key"]}
        if done(form, stock.give_out, request=asked, wanted=form.wanted(), actor=request.user, **given):
            messages.success(request, _("Written down. Let the household sign when they get it."))
            return redirect("welfare:goods_out", asked.code)
    context = {
        "asked": asked,
        "community": asked.community,
        "form": form,
        "why_not": _why_not(asked, request.user),
        "given": stock_requests.given_to(asked),
        "has_goods": bool(form.kinds),
    }
    return render(request, "welfare/goods_out.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def count(request, code: str):
    """Count what is in one store; a difference waits for a second person."""
    community = get_object_or_404(Community.objects.with_role(request.user, *KEEPERS), code=code)
    places = list(Store.objects.filter(community=community, is_open=True))
    wanted = request.GET.get("store", "")
    store = next((place for place in places if place.code == wanted), places[0] if places else None)
    lots = Lot.objects.filter(store=store, left__gt=0).select_related("kind").order_by("kind__name", "id")
    form = CountForm(request.POST or None, lots=list(lots))
    if request.method == "POST" and form.is_valid() and _counted(request, form):
        return redirect("welfare:goods", community.code)
    context = {
        "community": community,
        "stores": places,
        "store": store,
        "form": form,
        "fields": [(form[name], lot) for name, lot in form.lots.items()],
    }
    return render(request, "welfare/goods_count.html", context)


def _counted(request, form: CountForm) -> bool:
    """Enter what was counted; says how much differs, or what was refused."""
    differences = 0
    for lot, quantity in form.counted():
        try:
            reason = form.cleaned_data["reason"]
            asked = stock_moves.count(lot=lot, counted=quantity, reason=reason, actor=request.user)
        except Refused as refused:
            form.add_error(f"lot-{lot.code}", str(refused))
            continue
        differences += asked is not None
    if differences:
        sentence = ngettext(
            "%(count)s difference waits for a second person.",
            "%(count)s differences wait for a second person.",
            differences,
        )
        messages.info(request, sentence % {"count": differences})
    elif not form.errors:
        messages.success(request, _("Everything that you counted is as it should be."))
    return not form.errors


def _why_not(asked: AidRequest, user) -> str:
    """Why this person cannot give anything for this request; empty when nothing stands in the way."""
    try:
        stock.check_may_give(asked, user)
    except Refused as refused:
        return str(refused)
    return ""
