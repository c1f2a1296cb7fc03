"""Acts with the fund's money that wait for a second person, and how they were answered."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households.models import Community, Role
from households.views.acting import done
from households.views.paging import paging_url
from lib import paging
from welfare import acts_in_words, countersigns
from welfare.forms.countersigns import AgreeForm, RefuseForm
from welfare.models import Countersign, Paper

READERS = (*countersigns.KEEPERS, Role.Kind.AUDITOR)
ANSWERED_SHOWN = 12
MOST_WAITING = 100


@login_required
@require_GET
def index(request, code: str):
    """What waits and what was answered, for who keeps or audits the fund."""
    return _page(request, get_object_or_404(Community.objects.with_role(request.user, *READERS), code=code))


@require_POST
@login_required
def agree(request, code: str, asked: str):
    """The second person agrees: it is done."""
    found = _of_keeper(request, code, asked)
    form = AgreeForm(request.POST, auto_id=f"agree-{asked}-%s")
    given = {"countersign": found, "actor": request.user}
    if form.is_valid() and done(form, countersigns.agree, words=form.cleaned_data["words"], **given):
        messages.success(request, _("Done. Both of your names stand with it."))
        return redirect("welfare:countersigns", code)
    return _page(request, found.community, agreeing={asked: form})


@require_POST
@login_required
def refuse(request, code: str, asked: str):
    """The second person does not agree."""
    found = _of_keeper(request, code, asked)
    form = RefuseForm(request.POST, auto_id=f"refuse-{asked}-%s")
    given = {"countersign": found, "actor": request.user}
    if form.is_valid() and done(form, countersigns.refuse, words=form.cleaned_data["words"], **given):
        messages.success(request, _("Nothing was done. The one who asked was told why."))
        return redirect("welfare:countersigns", code)
    return _page(request, found.community, refusing={asked: form})


def _of_keeper(request, code: str, asked: str) -> Countersign:
    rows = Countersign.objects.of_keepers(request.user).select_related("community")
    return get_object_or_404(rows, community__code=code, code=asked)


def _page(request, community: Community, *, agreeing=None, refusing=None):
    """The page, with the form that has a mistake in its place."""
    rows = Countersign.objects.filter(community=community).select_related("asked_by", "answered_by")
    page = paging.page(rows.exclude(verdict=""), ["-id"], request.GET.get("after"), size=ANSWERED_SHOWN)
    waiting = list(rows.waiting().order_by("id")[:MOST_WAITING])
    pictures = _papers(community, [*waiting, *page.items])
    is_keeper = countersigns.is_keeper(request.user, community)
    context = {
        "community": community,
        "waiting": [
            {
                **_shown(asked, pictures),
                "may_answer": is_keeper and asked.asked_by != request.user,
                "is_own": asked.asked_by == request.user,
                "agree": (agreeing or {}).get(asked.code) or AgreeForm(auto_id=f"agree-{asked.code}-%s"),
                "refuse": (refusing or {}).get(asked.code) or RefuseForm(auto_id=f"refuse-{asked.code}-%s"),
                "is_refuse_open": asked.code in (refusing or {}),
            }
            for asked in waiting
        ],
        "answered": [_shown(asked, pictures) for asked in page.items],
        "next_url": paging_url(request, page.next_cursor),
    }
    return render(request, "welfare/countersigns.html", context)


def _shown(asked: Countersign, pictures: dict) -> dict:
    return {"asked": asked, "rows": acts_in_words.rows(asked), "papers": pictures[asked.document]}


def _papers(community: Community, acts: list[Countersign]) -> dict[str, list[Paper]]:
    """The pictures of each document."""
    found = defaultdict(list)
    for paper in Paper.objects.filter(community=community, document__in={asked.document for asked in acts}):
        found[paper.document].append(paper)
    return found
