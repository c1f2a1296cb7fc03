"""Lines of the bank, one beside the other with the entries of the books."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from households.models import Community
from households.views.acting import done
from households.views.paging import paging_url
from lib import paging
from lib.documents import in_words
from lib.errors import Refused
from lib.money import baht
from welfare import bank_lines, bank_matches, bank_proposals, treasurer_day
from welfare.bank_matches import Part
from welfare.forms.bank import AsideForm, MatchForm, SearchForm
from welfare.models import Account, BankLine, BankMatch
from welfare.views.bank import kept

ORDER = ["-booked_on", "-id"]


@login_required
@require_GET
def lines(request, code: str):
    """Lines that have no entry; on wish those set aside, or all."""
    community = kept(request, code)
    show = request.GET.get("show")
    if show == "aside":
        rows = BankLine.objects.filter(community=community).exclude(set_aside="")
    elif show == "all":
        rows = BankLine.objects.filter(community=community)
    else:
        show, rows = "open", bank_lines.open_lines(community)
    page = paging.page(rows, ORDER, request.GET.get("after"))
    matches = bank_lines.matches_of(page.items)
    context = {
        "community": community,
        "show": show,
        "kinds": [("open", _("Without an entry")), ("aside", _("Set aside")), ("all", _("All"))],
        "rows": [(row, abs(row.amount) - row.matched, matches.get(row.pk, [])) for row in page.items],
        "more_url": paging_url(request, page.next_cursor),
        "certain": bank_proposals.certain(community) if show == "open" else [],
    }
    return render(request, "welfare/bank_lines.html", context)


@login_required
@require_GET
def entries(request, code: str):
    """Entries of the books that the bank does not show."""
    community = kept(request, code)
    kind = Account.Kind.WALLET if request.GET.get("kind") == "wallet" else Account.Kind.BANK
    rows = bank_lines.open_entries(community, kind).select_related("debit", "credit")
    page = paging.page(rows, ["-value_date", "-id"], request.GET.get("after"))
    context = {
        "community": community,
        "kind": kind,
        "first_day": bank_lines.first_day(community, kind),
        "rows": [
            (row, in_words(row.document), (row.amount - row.is_matched) * (1 if row.moved > 0 else -1))
            for row in page.items
        ],
        "more_url": paging_url(request, page.next_cursor),
    }
    return render(request, "welfare/bank_entries.html", context)


@login_required
@require_GET
def line(request, code: str, line: str):
    """One line: what it is, or what it may be."""
    return _page(request, *_of(request, code, line))


@login_required
@require_POST
def match(request, code: str, line: str):
    """These things are what the line paid."""
    community, found = _of(request, code, line)
    form = MatchForm(request.POST, proposals=_sent(request, found))
    given = {"line": found, "actor": request.user}
    if form.is_valid() and done(form, bank_matches.confirm, **given, parts=form.parts()):
        messages.success(request, _("The line of the bank and the books now belong together."))
        return redirect("welfare:bank_lines", code)
    return _page(request, community, found, form=form)


@login_required
@require_POST
def match_certain(request, code: str):
    """Everything that has the same reference and the same amount, at one press."""
    community = kept(request, code)
    count = 0
    for found, proposal in bank_proposals.certain(community):
        try:
            parts = [Part(proposal.choice, proposal.takes)]
            bank_matches.confirm(line=found, parts=parts, actor=request.user)
            count += 1
        except Refused as refused:
            messages.error(request, f"{baht(found.amount)}: {refused}")
    said = ngettext("%(count)s line of the bank has its entry now.", "%(count)s lines of the bank have their entries now.", count)  # fmt: skip
    messages.success(request, said % {"count": count})
    return redirect("welfare:bank_lines", code)


@login_required
@require_POST
def aside(request, code: str, line: str):
    """The line is not the fund's."""
    community, found = _of(request, code, line)
    form = AsideForm(request.POST)
    given = {"line": found, "actor": request.user}
    if form.is_valid() and done(form, bank_matches.set_aside, **given, reason=form.cleaned_data["reason"]):
        messages.success(request, _("The line is set aside. It stays on the list of those set aside."))
        return redirect("welfare:bank_lines", code)
    return _page(request, community, found, aside=form)


@login_required
@require_POST
def take_up(request, code: str, line: str):
    """Look at a line again that was set aside."""
    _community, found = _of(request, code, line)
    bank_matches.take_up(line=found, actor=request.user)
    messages.success(request, _("The line waits for its entry again."))
    return redirect("welfare:bank_line", code, found.code)


@login_required
@require_POST
def unmatch(request, code: str, pk: int):
    """A line and an entry do not belong together after all."""
    community = kept(request, code)
    rows = BankMatch.objects.filter(line__community=community).select_related("line")
    found = get_object_or_404(rows, pk=pk)
    bank_matches.undo(match=found, actor=request.user)
    messages.success(request, _("They no longer belong together. The entry stays in the books."))
    return redirect("welfare:bank_line", code, found.line.code)


def _of(request, code: str, line: str) -> tuple[Community, BankLine]:
    community = kept(request, code)
    rows = BankLine.objects.select_related("community", "statement", "set_aside_by")
    return community, get_object_or_404(rows, community=community, code=line)


def _looked_for(request, found: BankLine) -> tuple[SearchForm, list[bank_proposals.Proposal] | None]:
    """The search with what it found; None when nothing was looked for."""
    asked = {name: request.GET.get(name, "") for name in ("amount", "on")}
    if not any(asked.values()):
        return SearchForm(), None
    form = SearchForm(asked)
    if not form.is_valid():
        return form, None
    return form, bank_proposals.search(found, form.cleaned_data["amount"], form.cleaned_data["on"])


def _sent(request, found: BankLine) -> list[bank_proposals.Proposal]:
    """The things that the sent form names, in its order; the list may have changed since."""
    named = [request.POST.get(f"choice{number}", "") for number in range(bank_proposals.MOST)]
    return bank_proposals.named(found, [choice for choice in named if choice])


def _page(request, community: Community, found: BankLine, *, form=None, aside=None):
    search, proposals = _looked_for(request, found)
    if proposals is None:
        proposals = bank_proposals.propose(found)
    context = {
        "community": community,
        "line": found,
        "size": abs(found.amount),
        "left": bank_lines.size(found),
        "matches": [
            (row, in_words(row.transfer.document)) for row in bank_lines.matches_of([found]).get(found.pk, [])
        ],
        "form": form or MatchForm(proposals=proposals),
        "aside": aside or AsideForm(),
        "search": search,
        "costs_url": treasurer_day.address("welfare:costs", community),
    }
    return render(request, "welfare/bank_line.html", context)
