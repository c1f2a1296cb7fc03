"""The questions asked of people, households and communities."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.errors import Refused


class UserQuerySet(models.QuerySet):
    """Questions about accounts."""

    def delete(self):
        """Nobody is deleted; see `User.delete`."""
        raise Refused(_("Accounts are never deleted. Switch the account off instead."), code="never_deleted")


class RoleQuerySet(models.QuerySet):
    """Questions about who holds which role."""

    def active(self):
        """Roles held today."""
        today = timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)

    def held_by(self, user, *kinds: str):
        """Active roles of this person, of these kinds (any kind when none is named)."""
        if not user.is_authenticated:
            return self.none()
        roles = self.active().filter(user=user)
        return roles.filter(kind__in=kinds) if kinds else roles


class CommunityQuerySet(models.QuerySet):
    """Questions about communities."""

    def with_role(self, user, *kinds: str):
        """Communities in which this person holds one of these roles. A superuser holds all."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        today = timezone.localdate()
        return self.filter(
            Q(roles__until__isnull=True) | Q(roles__until__gte=today),
            roles__user=user,
            roles__since__lte=today,
            roles__kind__in=kinds,
        ).distinct()

    def governed_by(self, user):
        """Communities whose committee this person sits on."""
        return self.with_role(user, "committee", "chair")

    def treasured_by(self, user):
        """Communities whose money this person keeps."""
        return self.with_role(user, "treasurer")

    def reported_to(self, user):
        """Communities whose numbers this person may read: the officer's municipality and one's own committee."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        today = timezone.localdate()
        officer = Q(
            Q(municipality__roles__until__isnull=True) | Q(municipality__roles__until__gte=today),
            municipality__roles__user=user,
            municipality__roles__since__lte=today,
            municipality__roles__kind="officer",
        )
        own = Q(pk__in=self.with_role(user, "committee", "chair", "treasurer", "auditor").values("pk"))
        return self.filter(officer | own).distinct()

    def in_network_with(self, community):
        """This community and those that share its network."""
        if community.network_id is None:
            return self.filter(pk=community.pk)
        return self.filter(network_id=community.network_id)


class HouseholdQuerySet(models.QuerySet):
    """Questions about households."""

    def of_member(self, user):
        """Households in which this person is an active member."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__person__user=user, memberships__status="active").distinct()

    def represented_by(self, user):
        """Households this person speaks for, as representative or as deputy."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(memberships__is_representative=True) | Q(memberships__is_deputy=True),
            memberships__person__user=user,
            memberships__status="active",
        ).distinct()

    def headed_by(self, user):
        """Households this person represents: the deputy does not choose who speaks for the household."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            memberships__person__user=user, memberships__status="active", memberships__is_representative=True
        ).distinct()

    def governed_by(self, user):
        """Households of the communities whose committee this person sits on."""
        if not user.is_authenticated:
            return self.none()
        communities = self.model._meta.get_field("community").related_model.objects.governed_by(user)
        return self.filter(community__in=communities)

    def visible_to(self, user):
        """One's own households, and those of one's committee."""
        return self.filter(
            Q(pk__in=self.of_member(user).values("pk")) | Q(pk__in=self.governed_by(user).values("pk"))
        )

    def matching(self, words: str):
        """Households whose name, number, code or people contain these words; all without words."""
        if not words:
            return self
        members = self.model._meta.get_field("memberships").related_model.objects.active()
        return self.filter(
            Q(name__icontains=words)
            | Q(house_number=words)
            | Q(code=words.lower())
            | Q(pk__in=members.filter(person__name__icontains=words).values("household"))
        )


class PersonQuerySet(models.QuerySet):
    """Questions about people in the register."""

    def living_in(self, household):
        """Active members of a household."""
        return self.filter(memberships__household=household, memberships__status="active")


class MembershipQuerySet(models.QuerySet):
    """Questions about who lives where."""

    def active(self):
        """Members today."""
        return self.filter(status="active")

    def waiting(self):
        """Requests to join that nobody has answered."""
        return self.filter(status="asked")

    def answerable_by(self, user):
        """Places in households that this person looks after: as representative, as deputy or on the committee."""
        if not user.is_authenticated:
            return self.none()
        household = self.model._meta.get_field("household").related_model
        mine = household.objects.represented_by(user).values("pk")
        governed = household.objects.governed_by(user).values("pk")
        return self.filter(Q(household__in=mine) | Q(household__in=governed))

    def appointable_by(self, user):
        """Places whose holders this person may let speak for the household: the representative, the committee."""
        if not user.is_authenticated:
            return self.none()
        household = self.model._meta.get_field("household").related_model
        headed = household.objects.headed_by(user).values("pk")
        governed = household.objects.governed_by(user).values("pk")
        return self.filter(Q(household__in=headed) | Q(household__in=governed))

    def correctable_by(self, user):
        """Entries that this person may read in full and correct: one's own, and those one looks after."""
        if not user.is_authenticated:
            return self.none()
        mine = self.active().filter(person__user=user)
        return self.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=self.answerable_by(user).values("pk")))

    def decidable_by(self, user):
        """Requests that wait for this person's answer."""
        return self.answerable_by(user).waiting()

    def active_governed_by(self, user):
        """Members of the households whose committee this person sits on."""
        household = self.model._meta.get_field("household").related_model
        return self.active().filter(household__in=household.objects.governed_by(user).values("pk"))


class SituationQuerySet(models.QuerySet):
    """Questions about what makes people need more help."""

    def running(self):
        """Those that hold today."""
        today = timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)

    def visible_to(self, user):
        """One's own, those of the household one speaks for, and those in the care of one's committee or case work.

        Nobody else needs to know.
        """
        if not user.is_authenticated:
            return self.none()
        person = self.model._meta.get_field("person").related_model
        membership = person._meta.get_field("memberships").related_model
        household = membership._meta.get_field("household").related_model
        community = household._meta.get_field("community").related_model
        cared_for = community.objects.with_role(user, "committee", "chair", "case_worker").values("pk")
        places = membership.objects.active().filter(
            Q(household__in=household.objects.represented_by(user).values("pk"))
            | Q(household__community__in=cared_for)
        )
        return self.filter(Q(person__user=user) | Q(person__in=places.values("person")))


class NoticeQuerySet(models.QuerySet):
    """Questions about a person's inbox."""

    def visible_to(self, user):
        """One's own notices, newest first."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user).order_by("-id")

    def unread(self):
        """Not opened yet."""
        return self.filter(read_at__isnull=True)


class IncomeProposalQuerySet(models.QuerySet):
    """Questions about sales that the market proposes as income."""

    def unanswered(self):
        """Neither accepted nor declined."""
        return self.filter(answer__isnull=True)


class CurrentQuerySet(models.QuerySet):
    """Questions about rows that are corrected by a newer one."""

    def current(self):
        """The newest version of each."""
        return self.filter(replaced_by__isnull=True)


class IncomeRecordQuerySet(CurrentQuerySet):
    """Questions about what households say they earned."""
