"""The questions asked of the fund."""

from django.db import models
from django.db.models import ExpressionWrapper, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from lib.fields import MoneyField


class AccountQuerySet(models.QuerySet):
    """Questions about accounts in the books."""

    def money(self):
        """Bank and cash: what the fund really has."""
        return self.filter(kind__in=self.model.MONEY)

    def with_debt(self):
        """Each account with `debt`: what came in by debits and did not go out by credits, in baht."""
        difference = self._moved("debits") - self._moved("credits")
        return self.annotate(debt=ExpressionWrapper(difference, output_field=MoneyField()))

    def owing(self):
        """Shops with something to pay (debt above zero) or a credit (below), the largest debts first."""
        shops = self.filter(kind=self.model.Kind.OWED_BY_SHOP).with_debt()
        return shops.exclude(debt=0).order_by(F("debt").desc(), "id")

    def _moved(self, side: str):
        """The sum of the transfers on one side of each account, as part of the same question."""
        relation = self.model._meta.get_field(side)
        rows = relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")}).order_by()
        total = rows.values(relation.field.name).annotate(moved=Sum("amount")).values("moved")
        return Coalesce(Subquery(total), Value(0, MoneyField()), output_field=MoneyField())


class TransferQuerySet(models.QuerySet):
    """Questions about transfers."""

    def touching(self, accounts):
        """Transfers into or out of these accounts."""
        return self.filter(Q(debit__in=accounts) | Q(credit__in=accounts))


class SharePaymentQuerySet(models.QuerySet):
    """Questions about payments of shares."""

    def waiting(self):
        """Sent, and not yet answered by the treasurer."""
        return self.filter(status="sent")

    def answered(self):
        """Arrived or not found."""
        return self.exclude(status="sent")

    def of_community(self, community):
        """Payments to this community's fund."""
        return self.filter(owed__community=community)

    def answerable_by(self, user):
        """Payments to the funds whose money this person keeps."""
        account = self.model._meta.get_field("owed").related_model
        community = account._meta.get_field("community").related_model
        return self.filter(owed__community__in=community.objects.treasured_by(user))


class SlipQuerySet(models.QuerySet):
    """Questions about slips."""

    def visible_to(self, user):
        """One's own slips, and those of payments to a fund whose money one keeps."""
        if not user.is_authenticated:
            return self.none()
        payment = self.model._meta.get_field("share_payment").related_model
        mine = Q(share_payment__in=payment.objects.answerable_by(user).values("pk"))
        return self.filter(Q(shown_by=user) | mine)
