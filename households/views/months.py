"""The monthly form: shown, kept for later, sent, or answered with "don't know"; and what was written with its history.

Members write for their household; the committee may write for one of its community, which the household can read.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import income_months, income_rows, incomes, privacy
from households.forms import months as forms
from households.models import Household, IncomeLook, IncomeMonth, IncomeRecord
from households.views.incomes import day, overview_address, own_homes
from lib.errors import Refused

DRAFTS = "month_drafts"
MOST_DRAFTS = 4


@login_required
@require_GET
def due(request, code: str = ""):
    """To the form of the month that is due; to the months where none is."""
    homes = [_home(request, code)] if code else own_homes(request)
    for home in homes:
        if month := income_months.due(home):
            return redirect("households:month", home.code, month.year, month.month)
    if code:
        present = income_rows.months_open()[1]
        return redirect("households:month", code, present.year, present.month)
    return redirect("households:income")


@login_required
@require_GET
def form(request, code: str, year: int, month: int):
    """The form of one month, as it is written so far or as it was kept for later."""
    visit = _visit(request, code, year, month)
    draft = request.session.get(DRAFTS, {}).get(_key(visit), {})
    initial = {**forms.written(visit.facts, _members(visit)), **draft}
    return _page(request, visit, forms.MonthForm(initial=initial, **_shape(visit)), is_draft=bool(draft))


@login_required
@require_POST
def save(request, code: str, year: int, month: int):
    """All of the month in one act."""
    visit = _visit(request, code, year, month)
    sent = forms.MonthForm(request.POST, **_shape(visit))
    same: Sequence[str] = []
    if sent.is_valid():
        cleaned = sent.cleaned_data
        try:
            incomes.save_month(
                household=visit.home,
                month=visit.facts.month,
                figures=sent.figures(),
                market_costs=cleaned.get("market_costs"),
                shown=cleaned["shown"],
                members=cleaned["members"],
                actor=request.user,
                seen=cleaned["seen"],
                separate=sent.separate(),
            )
        except incomes.SameMoney as asked:
            same = asked.sources
        except Refused as refused:
            sent.add_error(None, str(refused))
        else:
            _drop_draft(request, visit)
            messages.success(request, _("Written down. You can correct it later."))
            return redirect("households:month_written", code, year, month)
    return _page(request, visit, sent, same=same)


@login_required
@require_POST
def keep(request, code: str, year: int, month: int):
    """Keep what was typed for later, as it was typed; it counts nowhere."""
    visit = _visit(request, code, year, month)
    drafts = request.session.get(DRAFTS, {})
    drafts.pop(_key(visit), None)
    drafts[_key(visit)] = forms.draft_of(request.POST)
    request.session[DRAFTS] = dict(list(drafts.items())[-MOST_DRAFTS:])
    messages.success(request, _("Kept for you until you sign out. Nothing of it counts yet."))
    return redirect("households:month", code, year, month)


@login_required
@require_POST
def skip(request, code: str, year: int, month: int):
    """Don't know, or prefer not to say, for the whole month."""
    visit = _visit(request, code, year, month)
    answer = request.POST.get("answer")
    if answer not in (IncomeMonth.Answer.DONT_KNOW, IncomeMonth.Answer.REFUSED):
        raise Http404
    try:
        incomes.save_month(
            household=visit.home, month=visit.facts.month, figures={}, answer=answer, actor=request.user
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("households:month", code, year, month)
    _drop_draft(request, visit)
    messages.success(request, _("Written down. You can correct it later."))
    return redirect("households:month_written", code, year, month)


@login_required
@require_GET
def written(request, code: str, year: int, month: int):
    """What is written about a month, by whom, and what stood there before."""
    visit = _visit(request, code, year, month)
    facts, present = visit.facts, income_rows.months_open()[1]
    context = {
        "household": visit.home,
        "facts": facts,
        "records": facts.records.values(),
        "net": facts.net,
        "due": income_months.due(visit.home),
        "next_day": income_rows.months_before(present, -1),
        "is_own": visit.is_own,
        "overview": overview_address(visit.home),
    }
    return render(request, "households/income_written.html", context)


class Visit(NamedTuple):
    """A household, what is written about one of its months, and whether the visitor is one of its members."""

    home: Household
    facts: income_months.Facts
    is_own: bool


def _home(request, code: str) -> Household:
    """A household for which the visitor may write."""
    return get_object_or_404(Household.objects.visible_to(request.user), code=code)


def _visit(request, code: str, year: int, month: int) -> Visit:
    """The month in the address; 404 for one that cannot be written down. A look from outside is noted."""
    home, first = _home(request, code), day(year, month)
    oldest, newest = income_rows.months_open()
    if first > newest or (
        first < oldest and not IncomeRecord.objects.filter(household=home, month=first).exists()
    ):
        raise Http404
    is_own = Household.objects.of_member(request.user).filter(pk=home.pk).exists()
    if not is_own:
        privacy.note_looks(households=[home], viewer=request.user, reason=IncomeLook.Reason.ENTRY)
    return Visit(home, income_months.facts(home, first), is_own)


def _shape(visit: Visit) -> dict:
    facts = visit.facts
    return {"facts": facts, "asked": income_months.asked(visit.home, facts.month, facts.market is not None)}


def _members(visit: Visit) -> int | None:
    said = income_months.members_before(visit.home, visit.facts.month)
    return said or income_months.living_here(visit.home)


def _key(visit: Visit) -> str:
    return f"{visit.home.code} {visit.facts.month:%Y-%m}"


def _drop_draft(request, visit: Visit) -> None:
    drafts = request.session.get(DRAFTS, {})
    if drafts.pop(_key(visit), None) is not None:
        request.session[DRAFTS] = drafts


def _page(request, visit: Visit, form, *, same=(), is_draft: bool = False):
    """The form's page; after a mistake with everything that was typed."""
    home, facts = visit.home, visit.facts
    if form.is_bound:
        # What stands on the page is fresh, so the next press answers that.
        form.data = {**form.data.dict(), "seen": facts.mark, "shown": str(facts.proposed)}
    usual = income_months.usual_costs(home, facts.month)
    parts = {source: _part(form, source, same) for source in income_months.OTHER_SOURCES}
    rest = [parts[source] for source in form.asked.rest]
    context = {
        "household": home,
        "facts": facts,
        "form": form,
        "parts": [parts[source] for source in form.asked.first],
        "rest": rest,
        "is_rest_open": any(part["is_filled"] for part in rest),
        "usual": usual,
        "expected": forms.expected_costs(facts.market, usual),
        "last": _last_month(visit),
        "is_own": visit.is_own,
        "is_draft": is_draft,
        "is_asking": bool(same),
        "is_present": facts.month == income_rows.months_open()[1],
        "overview": overview_address(home),
    }
    return render(request, "households/income_form.html", context)


def _last_month(visit: Visit) -> list[IncomeRecord]:
    """The month before, to look at behind a line. The committee does not see it: it needs one month only."""
    if not visit.is_own:
        return []
    before = income_months.facts(visit.home, income_rows.months_before(visit.facts.month, 1))
    return list(before.records.values())


def _part(form, source: str, same) -> dict:
    """One source for the page: its boxes, why there may be no number, and the question if one is asked."""
    costs = form[f"{source}_costs"] if f"{source}_costs" in form.fields else None
    why = form[f"{source}_why"]
    is_told = (why.value() or IncomeRecord.Answer.AMOUNT) != IncomeRecord.Answer.AMOUNT
    has_error = bool(form[source].errors or (costs and costs.errors))
    return {
        "source": source,
        "gross": form[source],
        "costs": costs,
        "why": why,
        "is_told": is_told,
        "is_filled": bool(form[source].value() or (costs and costs.value()) or is_told or has_error),
        "same": form[f"{source}_same"] if source in same else None,
    }
