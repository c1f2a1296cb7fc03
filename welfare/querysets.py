"""The questions asked of the fund."""

from django.db import models
from django.db.models import Q


class AccountQuerySet(models.QuerySet):
    """Questions about accounts in the books."""

    def money(self):
        """Bank and cash: what the fund really has."""
        return self.filter(kind__in=self.model.MONEY)


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

    def of_community(self, community):
        """Payments to this community's fund."""
        return self.filter(owed__community=community)
