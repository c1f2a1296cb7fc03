"""The household's own account book: what came in and went out. For its members alone, and kept out of the office."""

from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import expenses, income_rows
from households.forms.expenses import ExpensesForm
from households.models import ExpenseRecord, Household, IncomeMonth
from households.views.acting import done
from households.views.incomes import chosen, day, own_homes
from lib.chart_pictures import Gap, in_and_out
from lib.charts import Chart
from lib.dates import thai_date
from lib.money import baht

GAPS: dict[str, Gap] = {IncomeMonth.Answer.DONT_KNOW: Gap.UNKNOWN, IncomeMonth.Answer.REFUSED: Gap.UNTOLD}


@login_required
@require_GET
def book(request):
    """A year of the book as a picture, and the way into each month."""
    homes = own_homes(request)
    if not homes:
        return render(request, "households/income_none.html")
    home = chosen(request, homes)
    pages = expenses.book(home)
    is_empty = all(page.money_in is None and page.money_out is None for page in pages)
    context = {
        "household": home,
        "homes": homes,
        "pages": pages[::-1],
        "chart": None if is_empty else _chart(pages),
    }
    return render(request, "households/book.html", context)


@login_required
@require_GET
def month(request, code: str, year: int, month: int):
    """What was spent in a month, to write down or correct."""
    home, first = _month(request, code, year, month)
    former = expenses.current(home, first)
    form = ExpensesForm(initial={group: record.amount for group, record in former.items()})
    return _page(request, home, first, form)


@login_required
@require_POST
def save(request, code: str, year: int, month: int):
    """Write down what was spent in a month."""
    home, first = _month(request, code, year, month)
    form = ExpensesForm(request.POST)
    given = {"household": home, "month": first, "actor": request.user}
    if form.is_valid() and done(form, expenses.save_expenses, **given, amounts=form.cleaned_data):
        messages.success(request, _("Written down. You can correct it later."))
        return redirect("households:book_month", code, year, month)
    return _page(request, home, first, form)


def _month(request, code: str, year: int, month: int) -> tuple[Household, date]:
    home = get_object_or_404(Household.objects.of_member(request.user), code=code)
    first = day(year, month)
    oldest, newest = income_rows.months_open()
    if not oldest <= first <= newest:
        raise Http404
    return home, first


def _page(request, home: Household, first: date, form: ExpensesForm):
    rows = ExpenseRecord.objects.filter(household=home, month=first).select_related("recorded_by")
    context = {
        "household": home,
        "month": first,
        "form": form,
        "total": sum((row.amount for row in expenses.current(home, first).values()), Decimal(0)),
        "versions": rows.order_by("-id"),
    }
    return render(request, "households/book_month.html", context)


def _chart(pages: list[expenses.Page]) -> Chart:
    """The year as columns up and down. The title says what was left where both sides are known."""
    rests = [page.rest for page in pages if page.rest is not None]
    if not rests:
        title = _("What came in and what went out, month by month")
    elif sum(rests) < 0:
        text = _("%(amount)s more went out than came in, in %(count)s months")
        title = text % {"amount": baht(-sum(rests)), "count": len(rests)}
    else:
        text = _("%(amount)s were left over, of %(count)s months")
        title = text % {"amount": baht(sum(rests)), "count": len(rests)}
    months = [(_short(page.month), GAPS.get(page.answer, page.money_in), page.money_out) for page in pages]
    return in_and_out(title, months, show=baht, show_rest=_rest)


def _short(month: date) -> str:
    """The month's short name, such as ม.ค., in the reader's language."""
    return thai_date(month).split(" ")[1]


def _rest(amount: Decimal) -> str:
    """What was left of a month, with its sign: +฿6,063."""
    return f"+{baht(amount)}" if amount > 0 else baht(amount)
