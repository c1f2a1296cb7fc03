"""Places where goods are kept, and the kinds of goods."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from households.models import Community
from households.views.acting import done, press
from welfare import stores
from welfare.forms.goods import KindForm, LowForm, StoreForm
from welfare.models import GoodsKind, Store
from welfare.views.goods import governed


@login_required
@require_safe
def index(request, code: str):
    """All stores and kinds, and a form for one more of each."""
    return _page(request, governed(request, code))


@login_required
@require_POST
def add_store(request, code: str):
    """One more place."""
    community = governed(request, code)
    form = StoreForm(request.POST, auto_id="store-%s")
    given = {"community": community, "actor": request.user}
    if form.is_valid() and done(form, stores.add_store, **given, **form.cleaned_data):
        messages.success(request, _("The store is on the list."))
        return redirect("welfare:stores", community.code)
    return _page(request, community, store_form=form)


@login_required
@require_POST
def add_kind(request, code: str):
    """One more kind of goods."""
    community = governed(request, code)
    form = KindForm(request.POST, auto_id="kind-%s")
    given = {"community": community, "actor": request.user}
    if form.is_valid() and done(form, stores.add_kind, **given, **form.cleaned_data):
        messages.success(request, _("The goods are on the list."))
        return redirect("welfare:stores", community.code)
    return _page(request, community, kind_form=form)


@login_required
@require_POST
def set_low(request, code: str):
    """Another quantity below which a kind of goods is said to be low, or none."""
    rows = GoodsKind.objects.filter(community__in=Community.objects.governed_by(request.user))
    kind = get_object_or_404(rows.select_related("community"), code=code)
    form = LowForm(request.POST, auto_id=f"low-{code}-%s")
    given = {"kind": kind, "actor": request.user}
    if form.is_valid() and done(form, stores.set_low, **given, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("welfare:stores", kind.community.code)
    return _page(request, kind.community, low_forms={code: form})


@login_required
@require_POST
def switch(request, code: str):
    """A store is used again, or no longer."""
    rows = Store.objects.filter(community__in=Community.objects.governed_by(request.user))
    store = get_object_or_404(rows.select_related("community"), code=code)
    words = _("The store is no longer in use.") if store.is_open else _("The store is in use again.")
    press(request, words, stores.set_open, store=store, is_open=not store.is_open, actor=request.user)
    return redirect("welfare:stores", store.community.code)


def _page(request, community: Community, *, store_form=None, kind_form=None, low_forms=None):
    """The page, with the form that has a mistake in its place."""
    wrong = low_forms or {}
    kinds = GoodsKind.objects.filter(community=community)
    context = {
        "community": community,
        "stores": Store.objects.filter(community=community).order_by("-is_open", "id"),
        "kinds": [(kind, wrong.get(kind.code) or _low_form(kind), kind.code in wrong) for kind in kinds],
        "store_form": store_form or StoreForm(auto_id="store-%s"),
        "kind_form": kind_form or KindForm(auto_id="kind-%s"),
    }
    return render(request, "welfare/goods_stores.html", context)


def _low_form(kind: GoodsKind) -> LowForm:
    return LowForm(initial={"low_below": kind.low_below}, auto_id=f"low-{kind.code}-%s")
