"""Purchases: the list, asking for one, and the page of one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from households.models import Community
from households.views.acting import made
from lib import paging
from lib.dates import thai_date
from welfare import purchase_checks, purchases
from welfare.countersigns import KEEPERS, is_keeper
from welfare.forms.purchases import ArrivalForm, AskForm, BillForm, CancelForm, OrderForm, QuoteForm
from welfare.models import Paper, Purchase
from welfare.views.goods import READERS, readable

Status = Purchase.Status


@login_required
@require_safe
def index(request, code: str):
    """All purchases, newest first, with what looks split."""
    community = readable(request, code)
    rows = Purchase.objects.filter(community=community).select_related("chosen", "campaign")
    page = paging.page(rows, ["-id"], request.GET.get("after"))
    context = {
        "community": community,
        "purchases": page.items,
        "next_url": f"?after={page.next_cursor}" if page.has_next else "",
        "hints": [] if "after" in request.GET else purchase_checks.split_hints(community),
        "limit": purchases.limit(community),
        "may_ask": is_keeper(request.user, community),
    }
    return render(request, "welfare/purchase_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, code: str):
    """Ask that something be bought."""
    community = get_object_or_404(Community.objects.with_role(request.user, *KEEPERS), code=code)
    form = AskForm(request.POST or None, community=community)
    given = {"community": community, "actor": request.user}
    is_right = request.method == "POST" and form.is_valid()
    if is_right and (bought := made(form, purchases.ask, **given, **form.cleaned_data)):
        messages.success(request, _("Written down. Now collect offers."))
        return redirect("welfare:purchase", bought.code)
    context = {"community": community, "form": form, "limit": purchases.limit(community)}
    return render(request, "welfare/purchase_ask.html", context)


@login_required
@require_safe
def show(request, code: str):
    """One purchase: where it stands, its offers, and the next step."""
    return page(request, find(request, code, *READERS))


def find(request, code: str, *kinds: str) -> Purchase:
    """The purchase, for who holds one of these roles in its community; 404 for others."""
    rows = Purchase.objects.filter(community__in=Community.objects.with_role(request.user, *kinds))
    people = ("asked_by", "ordered_by", "received_by", "paid_by", "cancelled_by")
    return get_object_or_404(rows.select_related("community", "campaign", "chosen", *people), code=code)


def page(request, purchase: Purchase, **wrong):
    """The page, with the forms that have a mistake (`quote`, `order`, `receive`, `pay`, `cancel`) in their place."""
    user, community = request.user, purchase.community
    may_order = Community.objects.governed_by(user).filter(pk=community.pk).exists()
    quotes = _quotes(purchase, wrong.get("order") or {})
    context = {
        "purchase": purchase,
        "community": community,
        "steps": _steps(purchase),
        "quotes": quotes,
        "missing": max(0, purchases.offers_needed(purchase) - len(quotes)),
        "limit": purchases.limit(community),
        "bills": Paper.objects.of(f"purchase {purchase.code}").filter(community=community),
        "lot": purchases.lot_of(purchase),
        "is_keeper": is_keeper(user, community),
        "may_order": may_order,
        "may_pay": Community.objects.treasured_by(user).filter(pk=community.pk).exists(),
        "is_open": purchase.status not in (Status.PAID, Status.CANCELLED),
        "quote_form": wrong.get("quote") or QuoteForm(auto_id="quote-%s"),
        "receive_form": wrong.get("receive")
        or ArrivalForm(purchase=purchase, may_store=may_order, auto_id="receive-%s"),
        "pay_form": wrong.get("pay") or BillForm(initial=_to_pay(purchase), auto_id="pay-%s"),
        "cancel_form": wrong.get("cancel") or CancelForm(auto_id="cancel-%s"),
        "is_cancel_open": "cancel" in wrong,
    }
    return render(request, "welfare/purchase_page.html", context)


def _to_pay(purchase: Purchase) -> dict:
    return {"amount": purchase.chosen.amount} if purchase.chosen else {}


def _quotes(purchase: Purchase, wrong: dict) -> list[dict]:
    """The offers, the cheapest first, each with its photos, what was ordered there lately, and its form."""
    quotes = list(purchase.quotes.select_related("added_by"))
    documents = {f"quote {quote.code}": quote.pk for quote in quotes}
    pictures: dict[int, list[Paper]] = {}
    for paper in Paper.objects.filter(community=purchase.community_id, document__in=documents):
        pictures.setdefault(documents[paper.document], []).append(paper)
    cheapest = min((quote.amount for quote in quotes), default=None)
    is_asked = purchase.status == Status.ASKED
    return [
        {
            "quote": quote,
            "pictures": pictures.get(quote.pk, []),
            "is_cheapest": quote.amount == cheapest,
            "is_chosen": quote.pk == purchase.chosen_id,
            "hint": purchase_checks.near_orders(quote) if is_asked else None,
            "form": wrong.get(quote.code) or OrderForm(auto_id=f"order-{quote.code}-%s"),
        }
        for quote in quotes
    ]


def _steps(purchase: Purchase) -> list[dict]:
    """The line of four steps, each with who did it and when."""
    done = [
        (_("Asked for"), purchase.asked_by, purchase.asked_at),
        (_("Ordered"), purchase.ordered_by, purchase.ordered_at),
        (_("Looked at and received"), purchase.received_by, purchase.received_at),
        (_("Paid"), purchase.paid_by, purchase.paid_at),
    ]
    steps, is_next = [], True
    for label, person, when in done:
        if person:
            steps.append({"label": label, "state": "done", "note": f"{person.name} · {thai_date(when)}"})
            continue
        state = "now" if is_next else ""
        if purchase.status == Status.CANCELLED:
            if not is_next:
                break
            label, state = _("This was given up"), "stopped"
        steps.append({"label": label, "state": state})
        is_next = False
    return steps
