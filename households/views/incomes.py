"""A household's income: what the market saw, and what the household says it earned. For its members only."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from households import agreements, income_months, incomes
from households.forms.incomes import AcceptForm, DeclineForm, FiguresForm, RecordForm
from households.models import Consent, Household, IncomeRecord
from lib.errors import Refused


@login_required
def income(request):
    """The months of one's household, those that wait for an answer with their form."""
    homes = list(Household.objects.of_member(request.user).order_by("id"))
    if not homes:
        return render(request, "households/income_none.html")
    wanted = request.GET.get("household")
    home = next((home for home in homes if home.code == wanted), homes[0])
    return _page(request, home, homes=homes)


@require_POST
@login_required
def accept(request, code: str, year: int, month: int):
    """Take a month's sales into the record."""
    home, first_day = _home(request, code), _month(year, month)
    form = AcceptForm(request.POST, auto_id=f"m{first_day:%Y%m}-%s")
    if form.is_valid():
        try:
            incomes.accept_month(household=home, month=first_day, actor=request.user, **form.cleaned_data)
        except Refused as refused:
            if refused.code == "nothing":
                messages.error(request, str(refused))
                return redirect(_address(home))
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written down. You can correct it later."))
            return redirect(_address(home))
    return _page(request, home, failed={first_day: form})


@require_POST
@login_required
def decline(request, code: str, year: int, month: int):
    """A month's sales are not this household's income, or it counted them itself."""
    home, first_day = _home(request, code), _month(year, month)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        incomes.decline(household=home, month=first_day, actor=request.user, shown=form.cleaned_data["shown"])
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("These sales are not counted as your income."))
    return redirect(_address(home))


@login_required
def record(request, code: str):
    """Income that the market does not know of."""
    home = _home(request, code)
    form = RecordForm(request.POST or None)
    if form.is_valid():
        try:
            incomes.record(household=home, actor=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written down. You can correct it later."))
            return redirect(_address(home))
    context = {"household": home, "form": form, "back": _address(home)}
    return render(request, "households/income_record.html", context)


@login_required
def correct(request, pk: int):
    """A better figure for a record; the former one stays in the history."""
    mine = IncomeRecord.objects.filter(household__in=Household.objects.of_member(request.user))
    former = get_object_or_404(mine.select_related("household"), pk=pk)
    at_first = {"gross": former.gross, "costs": former.costs, "note": former.note}
    form = FiguresForm(request.POST or None, initial=at_first, source=former.source)
    if form.is_valid():
        try:
            incomes.correct(record=former, actor=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Corrected. The former figure stays in the history."))
            return redirect(_address(former.household))
    context = {"record": former, "form": form, "back": _address(former.household)}
    return render(request, "households/income_correct.html", context)


def _home(request, code: str) -> Household:
    return get_object_or_404(Household.objects.of_member(request.user), code=code)


def _month(year: int, month: int) -> date:
    try:
        return date(year, month, 1)
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def _address(home: Household) -> str:
    return f"{reverse('households:income')}?household={home.code}"


def _page(request, home: Household, *, homes=None, failed: dict | None = None):
    """The page, with the form that has a mistake in its place."""
    months = income_months.of_household(home)
    usual = income_months.usual_costs(months)
    rows = []
    for month in months:
        form = (failed or {}).get(month.first_day)
        if month.waiting and form is None:
            form = AcceptForm(initial={"shown": month.proposed}, auto_id=f"m{month.first_day:%Y%m}-%s")
        elif month.waiting and form is not None and form.non_field_errors():
            # What stands above the form is new, so the next press answers that.
            form.data = {**form.data.dict(), "shown": str(month.proposed)}
        expected = round(usual * month.proposed / 100) if usual and month.proposed > 0 else None
        rows.append(
            {"month": month, "form": form, "expected": expected, "is_open": bool(form and form.errors)}
        )
    context = {
        "household": home,
        "homes": homes or [home],
        "rows": rows,
        "usual_costs": usual,
        "counts_in_reports": agreements.has_consent(request.user, Consent.Purpose.INCOME),
    }
    return render(request, "households/income_months.html", context)
