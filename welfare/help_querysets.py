"""The questions asked of the help desk, of volunteers and of their college."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class IsOpen(models.Func):
    """Whether something is still to do, in the index's own words: SQLite uses a partial index only for words it reads."""

    template = "%(expressions)s IN ('waiting', 'in_hand')"
    output_field = models.BooleanField()
    conditional = True


class HelpCaseQuerySet(models.QuerySet):
    """Questions about requests to the help desk."""

    def open(self):
        """Those with something still to do, each counted once."""
        return self.filter(IsOpen(models.F("status")), merged_into__isnull=True)

    def late(self, now=None):
        """Open ones whose time has passed."""
        return self.open().filter(due_at__lt=now or timezone.now())

    def not_about(self, user):
        """Without those that complain about this person."""
        subject = self.model._meta.get_field("subjects").related_model
        return self.exclude(pk__in=subject.objects.filter(user=user).values("case"))

    def handled_by(self, user):
        """Those that this person may read and handle at the desk.

        Case workers and the committee handle the community's; sensitive ones only the small circle; nobody one that
        complains about oneself.
        """
        return self.filter(self._at_desk(user)).not_about(user) if user.is_authenticated else self.none()

    def given_to(self, user):
        """Those in this person's hand now: a volunteer sees only these, and only while they are open."""
        return self.filter(_in_hand_of(user)).not_about(user) if user.is_authenticated else self.none()

    def workable_by(self, user):
        """Those on which this person may take a step: at the desk, or because it is in the own hand."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(self._at_desk(user) | _in_hand_of(user)).not_about(user)

    def _at_desk(self, user) -> Q:
        community = self.model._meta.get_field("community").related_model
        desk = community.objects.with_role(user, "case_worker", "committee", "chair").values("pk")
        plain = Q(is_sensitive=False, community__in=desk)
        return plain | Q(is_sensitive=True, community__in=_circles(user))


class VolunteerQuerySet(models.QuerySet):
    """Questions about volunteers."""

    def active(self):
        """Those who may be asked."""
        return self.filter(status="active")

    def coordinated_by(self, user):
        """Those of the communities whose volunteers this person looks after: committee and case workers."""
        community = self.model._meta.get_field("community").related_model
        return self.filter(
            community__in=community.objects.with_role(user, "committee", "chair", "case_worker")
        )


class MissionQuerySet(models.QuerySet):
    """Questions about missions."""

    def public(self):
        """Those that everybody may see."""
        return self.filter(status__in=("open", "done"))

    def coordinated_by(self, user):
        """Those that this person keeps: the committee's and case workers' of the community, and one's own."""
        if not user.is_authenticated:
            return self.none()
        community = self.model._meta.get_field("community").related_model
        kept = community.objects.with_role(user, "committee", "chair", "case_worker").values("pk")
        return self.filter(Q(community__in=kept) | Q(coordinator=user))


class CourseQuerySet(models.QuerySet):
    """Questions about courses."""

    def public(self):
        """Those that everybody may see."""
        return self.filter(status="open")

    def kept_by(self, user):
        """Those that this person writes and trains: the committee's and case workers' of the community."""
        community = self.model._meta.get_field("community").related_model
        return self.filter(
            community__in=community.objects.with_role(user, "committee", "chair", "case_worker")
        )


def _circles(user):
    """The communities in whose small circle this person is today."""
    today = timezone.localdate()
    ends = Q(until__isnull=True) | Q(until__gte=today)
    return user.circles.filter(ends, since__lte=today).values("community")


def _in_hand_of(user) -> Q:
    return Q(assignee=user, status="in_hand", merged_into__isnull=True)
