"""Yes and no with what follows from them: after a no, what is noted of health has ended."""

from django.db import transaction
from django.utils import timezone

from households import agreements, situations
from households.models import Consent, Household, Membership, Person, User

Purpose = Consent.Purpose


@transaction.atomic
def answer(
    *,
    person: Person,
    purpose: str,
    is_given: bool,
    way: str,
    recorded_by: User,
    given_by: str = "",
) -> Consent:
    """The yes or no of somebody in the register, on record with all that follows from it. Raises Refused.

    A no to health ends today what is noted of it.
    """
    consent = agreements.record_person_consent(
        person=person,
        purpose=purpose,
        is_given=is_given,
        way=way,
        given_by=given_by,
        recorded_by=recorded_by,
    )
    _follow(person, consent, recorded_by)
    return consent


@transaction.atomic
def answer_for_oneself(*, user: User, purpose: str, is_given: bool) -> Consent:
    """A person's own yes or no on the site, with all that follows from it. Raises Refused."""
    consent = agreements.record_consent(user=user, purpose=purpose, is_given=is_given, recorded_by=user)
    person = Person.objects.filter(user=user).first()
    if person is not None:
        _follow(person, consent, user)
    return consent


def may_record(user: User, membership: Membership) -> bool:
    """Whether this user writes down what this member says.

    The committee may; whoever speaks for the household may for people without an account. Others answer themselves.
    """
    if (
        membership.person.erased_at
        or not Membership.objects.answerable_by(user).filter(pk=membership.pk).exists()
    ):
        return False
    governed = Household.objects.governed_by(user).filter(pk=membership.household_id)
    return membership.person.user_id is None or governed.exists()


def _follow(person: Person, consent: Consent, actor: User) -> None:
    if consent.purpose == Purpose.HEALTH and not consent.is_given:
        situations.end_all(person=person, on=timezone.localdate(), actor=actor, only_health=True)
