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
