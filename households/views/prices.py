"""The consumer price index: tables that officers brought, and bringing a new one after a look at it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import prices, programmes
from households.forms.prices import PricesForm
from households.models import PriceTable
from households.people_words import year_in_words
from households.round_words import months_between
from households.views.paging import paging_url
from lib import paging
from lib.dates import thai_month
from lib.errors import Refused

# So many bad lines are named; the others are counted.
FAULTS_SHOWN = 50


@login_required
@require_GET
def index(request):
    """The tables of one's municipality, the newest first: that one is used by reports."""
    towns = programmes.municipalities_of(request.user)
    if not towns.exists():
        raise Http404
    tables = PriceTable.objects.filter(municipality__in=towns.values("pk"))
    page = paging.page(tables.select_related("municipality", "entered_by"), ["-id"], request.GET.get("after"))
    used = {table.pk for town in towns if (table := prices.newest(town))}
    context = {
        "page": page,
        "next_url": paging_url(request, page.next_cursor),
        "tables": [(table, year_in_words(table.base_year), table.pk in used) for table in page.items],
        "may_add": programmes.municipalities_served_by(request.user).exists(),
    }
    return render(request, "households/prices_list.html", context)


@login_required
@require_GET
def show(request, pk):
    """A table, month by month."""
    towns = programmes.municipalities_of(request.user).values("pk")
    table = get_object_or_404(
        PriceTable.objects.select_related("municipality", "entered_by"), municipality__in=towns, pk=pk
    )
    found = dict(table.prices.values_list("month", "index"))
    newest = prices.newest(table.municipality)
    context = {
        "table": table,
        "base_year": year_in_words(table.base_year),
        "is_used": newest is not None and newest.pk == table.pk,
        **_shown(prices.Reading(found, [])),
    }
    return render(request, "households/prices_show.html", context)


@login_required
@require_GET
def new(request):
    """Paste a table or choose a file."""
    return render(request, "households/prices_new.html", {"form": _form(request)})


@login_required
@require_POST
def check(request):
    """Read the table: bad lines by their numbers, or everything to look at before it is kept.

    With "mend", back to the form with everything in it.
    """
    form = _form(request)
    reading = _reading(form)
    if reading is None or reading.faults or "mend" in request.POST:
        return _again(request, form, reading)
    context = {"form": form, **form.cleaned_data, **_shown(reading)}
    context["base_year"] = year_in_words(form.cleaned_data["base_year"])
    return render(request, "households/prices_check.html", context)


@login_required
@require_POST
def save(request):
    """Keep the table that was looked at."""
    form = _form(request)
    reading = _reading(form)
    if reading is None or reading.faults:
        return _again(request, form, reading)
    given = {name: form.cleaned_data[name] for name in ("municipality", "source", "base_year")}
    try:
        table = prices.save(prices=reading.prices, actor=request.user, **given)
    except Refused as error:
        form.add_error("lines", error.message)
        return _again(request, form, None)
    messages.success(request, _("The price index is kept. Reports use it from now on."))
    return redirect("households:prices_table", table.pk)


def _form(request) -> PricesForm:
    towns = programmes.municipalities_served_by(request.user)
    if not towns:
        raise Http404
    if request.method != "POST":
        return PricesForm(municipalities=towns)
    return PricesForm(request.POST, request.FILES, municipalities=towns)


def _reading(form: PricesForm) -> prices.Reading | None:
    """What the pasted lines or the file say; None when the form or the file is wrong.

    The file's rows become the lines of the form, so that they can be mended there and are sent along.
    """
    if not form.is_valid():
        return None
    text, table = form.cleaned_data["lines"], form.cleaned_data["table"]
    if table:
        try:
            text = prices.text_of(table, table.name)
        except Refused as error:
            form.add_error("table", error.message)
            return None
        form.data = {name: form.data[name] for name in form.data} | {"lines": text}
    reading = prices.read(text)
    if not reading.prices and not reading.faults:
        form.add_error("lines", _("No month was found. Write one month in each line, then the index."))
        return None
    return reading


def _again(request, form: PricesForm, reading: prices.Reading | None):
    faults = reading.faults if reading else []
    context = {
        "form": form,
        "faults": faults[:FAULTS_SHOWN],
        "more_faults": max(0, len(faults) - FAULTS_SHOWN),
        "good": len(reading.prices) if reading else 0,
    }
    return render(request, "households/prices_new.html", context)


def _shown(reading: prices.Reading) -> dict:
    """A table for the page: the months, newest first, and what stands between them without an index."""
    months = sorted(reading.prices, reverse=True)
    return {
        "count": len(months),
        "span": months_between(months[-1], months[0]),
        "rows": [[thai_month(month), f"{reading.prices[month].normalize():f}"] for month in months],
        "gaps": [thai_month(month) for month in reading.gaps],
        "heads": [_("Month"), _("Index")],
    }
