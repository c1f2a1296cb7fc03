"""A household's income: its months at a glance, single figures with their history, and sales that are not its own."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import agreements, income_comparison, income_months, incomes
from households.forms.incomes import DeclineForm, NoteForm
from households.models import Consent, Household, IncomeRecord
from households.views.acting import done, press


@login_required
@require_GET
def income(request):
    """The months of one's household, each with its state and the way to its form."""
    homes = own_homes(request)
    if not homes:
        return render(request, "households/income_none.html")
    home = chosen(request, homes)
    context = {
        "household": home,
        "homes": homes,
        "rows": income_months.overview(home),
        "due": income_months.due(home),
        "comparison": income_comparison.with_community(home),
        "counts_in_reports": agreements.has_consent(request.user, Consent.Purpose.INCOME),
    }
    return render(request, "households/income_months.html", context)


@require_POST
@login_required
def decline(request, code: str, year: int, month: int):
    """A month's sales are not this household's income, or it counted them itself."""
    home, first_day = (
        get_object_or_404(Household.objects.of_member(request.user), code=code),
        day(year, month),
    )
    form = DeclineForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = {"household": home, "month": first_day, "actor": request.user, **form.cleaned_data}
    press(request, _("These sales are not counted as your income."), incomes.decline, **given)
    return redirect("households:month", home.code, year, month)


@login_required
def correct(request, pk: int):
    """One figure with its history, and what belongs to it in words. The number itself is corrected in its month."""
    mine = IncomeRecord.objects.filter(household__in=Household.objects.of_member(request.user))
    record = get_object_or_404(mine.select_related("household"), pk=pk)
    form = NoteForm(request.POST or None, initial={"note": record.note, "evidence": record.evidence})
    if form.is_valid():
        kept = {"gross": record.gross, "costs": record.costs, "answer": record.answer}
        given = {"record": record, "actor": request.user, **kept, **form.cleaned_data}
        if done(form, incomes.correct, **given):
            messages.success(request, _("Written down. What stood there before stays in the history."))
            return redirect(
                "households:month_written", record.household.code, record.month.year, record.month.month
            )
    return render(request, "households/income_note.html", {"record": record, "form": form})


def own_homes(request) -> list[Household]:
    """The households in which the visitor is a member."""
    return list(Household.objects.of_member(request.user).select_related("community").order_by("id"))


def chosen(request, homes: list[Household]) -> Household:
    """The one of them that the address names, else the first."""
    wanted = request.GET.get("household")
    return next((home for home in homes if home.code == wanted), homes[0])


def day(year: int, month: int) -> date:
    """The first day of a month in an address; 404 for what is no month."""
    try:
        return date(year, month, 1)
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def overview_address(home: Household) -> str:
    """The household's months."""
    return f"{reverse('households:income')}?household={home.code}"
