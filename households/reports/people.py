"""Whose figures count: households in the register, and those of them that agreed to be counted."""

from django.db.models import Max, Q, QuerySet

from households.models import Community, Consent, Household


def registered(communities: list[Community]) -> QuerySet[Household]:
    """Households that live in these communities now."""
    return Household.objects.filter(community__in=communities, status=Household.Status.ACTIVE)


def ever_registered(communities: list[Community]) -> QuerySet[Household]:
    """Also those that moved away, were divided or closed: they belong to the baseline they answered in."""
    return Household.objects.filter(community__in=communities).exclude(status=Household.Status.MERGED)


def consenting(households: QuerySet[Household]) -> QuerySet[Household]:
    """Those in which somebody's newest answer is yes and nobody's newest answer is no.

    Of a household that is no longer active, its former members are asked.
    """
    newest = Consent.objects.filter(purpose=Consent.Purpose.INCOME).order_by()
    by_account = newest.filter(user__isnull=False).values("user").annotate(newest=Max("pk"))
    # What somebody said before there was an account holds until the account says something itself.
    by_person = (
        newest.filter(user__isnull=True)
        .exclude(person__user__in=by_account.values("user"))
        .values("person")
        .annotate(newest=Max("pk"))
    )
    answers = Consent.objects.filter(
        Q(pk__in=by_account.values("newest")) | Q(pk__in=by_person.values("newest"))
    )
    yes, no = (_answered(households, answers.filter(is_given=given)) for given in (True, False))
    return households.filter(pk__in=yes.values("pk")).exclude(pk__in=no.values("pk"))


def _answered(households: QuerySet[Household], answers: QuerySet[Consent]) -> QuerySet[Household]:
    """Households with a member among those who answered so."""
    members = Q(memberships__status="active") | (~Q(status="active") & Q(memberships__status="left"))
    people = Q(memberships__person__user__in=answers.filter(user__isnull=False).values("user")) | Q(
        memberships__person__in=answers.filter(user__isnull=True).values("person")
    )
    return households.filter(members, people)
