"""Campaigns on the committee's desk: writing, opening, telling, ending and passing on what is left."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from households.models import Community
from households.views.acting import done, made, press
from lib.errors import Refused
from lib.pictures import PictureRefused
from welfare import campaign_figures, campaigns
from welfare.forms.campaigns import NewsForm, PictureForm, PromiseForm, SettleForm
from welfare.models import Campaign


def of_committee(view):
    """For the committee of the campaign's community; the view takes the campaign. Everybody else finds none."""

    @wraps(view)
    @login_required
    def for_committee(request, code: str, **arguments):
        governed = Campaign.objects.filter(community__in=Community.objects.governed_by(request.user))
        rows = governed.select_related("community", "created_by", "opened_by", "leftover_campaign")
        return view(request, get_object_or_404(rows, code=code), **arguments)

    return for_committee


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, code: str) -> HttpResponse:
    """A new draft."""
    community = get_object_or_404(Community.objects.governed_by(request.user), code=code)
    form = PromiseForm(request.POST or None, community=community)
    given = {"community": community, "actor": request.user}
    is_right = request.method == "POST" and form.is_valid()
    if is_right and (campaign := made(form, campaigns.write, **given, **form.cleaned_data)):
        messages.success(request, _("The draft is kept. Add a picture, then ask somebody else to open it."))
        return redirect("welfare:campaign_desk", campaign.code)
    return render(request, "welfare/campaign_write.html", {"community": community, "form": form})


@of_committee
@require_safe
def desk(request, campaign: Campaign) -> HttpResponse:
    """Everything that the committee may do with one campaign."""
    return _page(request, campaign)


@of_committee
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, campaign: Campaign) -> HttpResponse:
    """Other words for a draft."""
    form = PromiseForm(request.POST or None, community=campaign.community, campaign=campaign)
    given = {"campaign": campaign, "actor": request.user}
    is_right = request.method == "POST" and form.is_valid()
    if is_right and done(form, campaigns.change, **given, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("welfare:campaign_desk", campaign.code)
    context = {"community": campaign.community, "campaign": campaign, "form": form}
    return render(request, "welfare/campaign_write.html", context)


@of_committee
@require_POST
def open_it(request, campaign: Campaign) -> HttpResponse:
    """It asks for donations from now on."""
    return _act(request, campaign, campaigns.open_to_gifts, _("The campaign is open for donations."))


@of_committee
@require_POST
def end(request, campaign: Campaign) -> HttpResponse:
    """It asks for no more."""
    return _act(request, campaign, campaigns.end, _("The campaign asks for no more donations."))


@of_committee
@require_POST
def settle(request, campaign: Campaign) -> HttpResponse:
    """What is left is passed on when a second person agrees; without anything left it is closed at once."""
    form = SettleForm(request.POST, has_money=bool(campaigns.left_over(campaign)), auto_id="settle-%s")
    if form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        try:
            asked = campaigns.settle(campaign=campaign, reason=reason, actor=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = _("Somebody else of you now has to agree.") if asked else _("The campaign is closed.")
            messages.success(request, said)
            return redirect("welfare:campaign_desk", campaign.code)
    return _page(request, campaign, settle=form)


@of_committee
@require_POST
def picture_add(request, campaign: Campaign) -> HttpResponse:
    """A public picture."""
    form = PictureForm(request.POST, request.FILES, auto_id="picture-%s")
    if form.is_valid():
        given = {"file": form.cleaned_data["photo"], "alt": form.cleaned_data["alt"], "actor": request.user}
        if _shown(form, campaigns.add_picture, campaign=campaign, **given):
            messages.success(request, _("The picture is there."))
            return redirect("welfare:campaign_desk", campaign.code)
    return _page(request, campaign, picture=form)


@of_committee
@require_POST
def picture_remove(request, campaign: Campaign, digest: str) -> HttpResponse:
    """Without this picture."""
    campaigns.remove_picture(campaign=campaign, digest=digest, actor=request.user)
    messages.success(request, _("The picture is gone."))
    return redirect("welfare:campaign_desk", campaign.code)


@of_committee
@require_POST
def news(request, campaign: Campaign) -> HttpResponse:
    """What happened since, for those who gave."""
    form = NewsForm(request.POST, request.FILES, entries=_entries(campaign), auto_id="news-%s")
    if form.is_valid():
        told = form.cleaned_data
        given = {"words": told["words"], "picture": told["photo"], "entry": told["entry"]}
        if _shown(form, campaigns.tell, campaign=campaign, actor=request.user, **given):
            messages.success(request, _("Everybody can read it now."))
            return redirect("welfare:campaign_desk", campaign.code)
    return _page(request, campaign, news=form)


def _act(request, campaign: Campaign, act, said: str) -> HttpResponse:
    press(request, said, act, campaign=campaign, actor=request.user)
    return redirect("welfare:campaign_desk", campaign.code)


def _shown(form, act, **given: Any) -> bool:
    """As `done`; what is wrong with the picture stands beside its field."""
    try:
        return done(form, act, **given)
    except PictureRefused as refused:
        form.add_error("photo", str(refused))
        return False


def _entries(campaign: Campaign):
    """Spendings that stand, to choose from."""
    rows = campaign_figures.spendings(campaign).filter(reverses__isnull=True, reversed_by__isnull=True)
    return rows.order_by("-id")


def _page(request, campaign: Campaign, *, picture=None, news=None, settle=None) -> HttpResponse:
    """The desk, with the form that has a mistake in its place."""
    figures = campaign_figures.of(campaign)
    context: dict[str, Any] = {
        "campaign": campaign,
        "community": campaign.community,
        "figures": figures,
        "percent": figures.percent_of(campaign.goal),
        "pictures": list(campaign.pictures.all()),
        "is_writer": campaign.created_by == request.user,
        "asked": campaigns.waiting_to_pass_on(campaign),
        "picture_form": picture or PictureForm(auto_id="picture-%s"),
        "news_form": news or NewsForm(entries=_entries(campaign), auto_id="news-%s"),
        "settle_form": settle or SettleForm(has_money=bool(figures.left), auto_id="settle-%s"),
    }
    return render(request, "welfare/campaign_desk.html", context)
