"""The questions asked of the market."""

from django.db import models
from django.db.models import Count, DurationField, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.utils import timezone


class ShopQuerySet(models.QuerySet):
    """Questions about shops."""

    def managed_by(self, user):
        """Shops of the households this person belongs to."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            household__memberships__person__user=user, household__memberships__status="active"
        ).distinct()

    def governed_by(self, user):
        """Shops of the communities whose committee this person sits on."""
        community = self.model._meta.get_field("community").related_model
        return self.filter(community__in=community.objects.governed_by(user))

    def open_to_public(self):
        """Shops whose pages anyone may see."""
        return self.filter(suspended_at__isnull=True)

    def open_today(self):
        """Shops that work today."""
        today = 1 << timezone.localdate().weekday()
        return (
            self.open_to_public()
            .filter(is_on_holiday=False)
            .annotate(works_today=F("opening_days").bitand(today))
            .filter(works_today__gt=0)
        )


class ListingQuerySet(models.QuerySet):
    """Questions about listings."""

    def public(self):
        """Shown in the market: not withdrawn, and its shop is not suspended."""
        return self.filter(is_public=True)

    def managed_by(self, user):
        """Listings of one's own shops."""
        shop = self.model._meta.get_field("shop").related_model
        return self.filter(shop__in=shop.objects.managed_by(user))

    def orderable(self):
        """Public, in season, and with something left."""
        today = timezone.localdate()
        return self.public().filter(
            Q(available_from__isnull=True) | Q(available_from__lte=today),
            Q(available_until__isnull=True) | Q(available_until__gte=today),
            Q(supply="to_order") | Q(stock__gt=0),
            is_sold_out=False,
        )

    def with_picture(self):
        """Each with the `digest` of its first picture, or None."""
        pictures = self.model._meta.get_field("pictures").related_model.objects
        first = pictures.filter(listing=OuterRef("pk")).order_by("position").values("digest")[:1]
        return self.annotate(digest=Subquery(first))

    def with_sizes(self):
        """Each with the number of its `sizes`: variants that are for sale."""
        variants = self.model._meta.get_field("variants").related_model.objects
        active = variants.filter(listing=OuterRef("pk"), is_active=True).order_by().values("listing")
        return self.annotate(sizes=Subquery(active.annotate(number=Count("pk")).values("number")))


class OrderQuerySet(models.QuerySet):
    """Questions about orders."""

    def bought_by(self, user):
        """One's own purchases."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(buyer=user)

    def sold_by(self, user):
        """Orders with one's own shops."""
        shop = self.model._meta.get_field("shop").related_model
        return self.filter(shop__in=shop.objects.managed_by(user))

    def visible_to(self, user):
        """Orders that this person bought, sold, or oversees as committee."""
        if not user.is_authenticated:
            return self.none()
        shop = self.model._meta.get_field("shop").related_model
        community = self.model._meta.get_field("community").related_model
        return self.filter(
            Q(buyer=user)
            | Q(shop__in=shop.objects.managed_by(user))
            | Q(community__in=community.objects.governed_by(user))
        )

    def waiting_long(self):
        """Not answered by the shop though more than half of its time is over."""
        now = timezone.now()
        waited = ExpressionWrapper(Value(now) - F("placed_at"), output_field=DurationField())
        return self.filter(status="placed", accept_until__lt=now + waited)

    def under_way(self):
        """Neither completed nor ended early."""
        return self.filter(status__in=self.model.UNDER_WAY)
