"""A gentle word to households that are late with their contribution: at most one a month, to who speaks for them."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households.models import Household, Notice
from lib.money import baht
from welfare.contribution_dues import standings
from welfare.fund_members import on_their_way, tell_household
from welfare.models import FundMember

AT_A_TIME = 200


def remind(on: date | None = None) -> int:
    """Remind households that are behind on that day (today). Returns how many; running it again sends nothing twice."""
    on = on or timezone.localdate()
    count, after = 0, 0
    members = FundMember.objects.running().filter(household__status=Household.Status.ACTIVE).order_by("pk")
    while some := list(members.filter(pk__gt=after).select_related("household")[:AT_A_TIME]):
        after = some[-1].pk
        count += _remind_some(some, on)
    return count


@transaction.atomic
def _remind_some(members: list[FundMember], on: date) -> int:
    """Remind those that were not reminded this month; two runs at once wait for each other here."""
    keys = [member.household_id for member in members]
    list(Household.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values("pk"))
    urls = {member.pk: _url(member, on) for member in members}
    sent = set(Notice.objects.filter(url__in=urls.values()).values_list("url", flat=True)) | on_their_way()
    stands = standings(members, on)
    late = [member for member in members if stands[member.pk].arrears and urls[member.pk] not in sent]
    for member in late:
        text = format_lazy(
            _("{amount} of {household} for the community fund are open. You can pay when it suits you."),
            amount=baht(stands[member.pk].arrears),
            household=member.household.name,
        )
        tell_household(member.household, text, urls[member.pk])
    return len(late)


def _url(member: FundMember, on: date) -> str:
    """The household's page; the month in it keeps one message from another."""
    return f"{reverse('welfare:my_contributions', args=[member.household.code])}?month={on:%Y-%m}"
