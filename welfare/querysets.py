"""The questions asked of the fund."""

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce

from lib.fields import MoneyField


class AccountQuerySet(models.QuerySet):
    """Questions about accounts in the books."""

    def money(self):
        """Bank and cash: what the fund really has."""
        return self.filter(kind__in=self.model.MONEY)

    def with_debt(self):
        """Each account with `debt`: what came in by debits and did not go out by credits, in baht."""
        difference = F("balance__debits") - F("balance__credits")
        debt = Coalesce(
            ExpressionWrapper(difference, output_field=MoneyField()),
            Value(0, MoneyField()),
            output_field=MoneyField(),
        )
        return self.annotate(debt=debt)

    def owing(self):
        """Shops with something to pay (debt above zero) or a credit (below), the largest debts first."""
        shops = self.filter(kind=self.model.Kind.OWED_BY_SHOP).with_debt()
        return shops.exclude(debt=0).order_by(F("debt").desc(), "id")


class TransferQuerySet(models.QuerySet):
    """Questions about transfers."""

    def touching(self, accounts):
        """Transfers into or out of these accounts."""
        return self.filter(Q(debit__in=accounts) | Q(credit__in=accounts))


class CountersignQuerySet(models.QuerySet):
    """Questions about acts that take two."""

    def of_keepers(self, user):
        """Those of the communities in which this person keeps the fund: committee, chair, treasurer."""
        community = self.model._meta.get_field("community").related_model
        return self.filter(community__in=community.objects.with_role(user, "committee", "chair", "treasurer"))

    def waiting(self):
        """Not answered yet."""
        return self.filter(verdict="")


class FundMemberQuerySet(models.QuerySet):
    """Questions about households in the fund."""

    def running(self):
        """Those that take part now."""
        return self.filter(left_on__isnull=True)

    def collected_by(self, user):
        """Those to whom this person comes to collect."""
        community = self.model._meta.get_field("community").related_model
        kinds = ("volunteer", "committee", "chair", "treasurer")
        return self.running().filter(
            collector=user, community__in=community.objects.with_role(user, *kinds).values("pk")
        )


class ContributionQuerySet(models.QuerySet):
    """Questions about contributions."""

    def waiting(self):
        """Sent, and not yet answered by the treasurer."""
        return self.filter(status="sent")

    def arrived(self):
        """Those that are in the books."""
        return self.filter(status="arrived")


class DonationQuerySet(models.QuerySet):
    """Questions about donations."""

    def waiting(self):
        """Sent, and not yet answered by the treasurer."""
        return self.filter(status="sent")

    def arrived(self):
        """Those that are in the books."""
        return self.filter(status="arrived")


class CampaignQuerySet(models.QuerySet):
    """Questions about campaigns."""

    def public(self):
        """All but drafts."""
        return self.exclude(status="draft")

    def asking(self):
        """Those to which one can give."""
        return self.filter(status="open")


class AidRequestQuerySet(models.QuerySet):
    """Questions about requests for help."""

    def undecided(self):
        """Those that wait for a decision."""
        return self.filter(status="asked")


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
        contribution = self.model._meta.get_field("contribution").related_model
        community = contribution._meta.get_field("community").related_model
        members = Q(contribution__community__in=community.objects.treasured_by(user).values("pk"))
        return self.filter(Q(shown_by=user) | mine | members)


class PaperQuerySet(models.QuerySet):
    """Questions about private pictures."""

    def of(self, document):
        """The pictures of one document."""
        return self.filter(document=document)

    def visible_to(self, user):
        """One's own, and those of communities whose fund one keeps or audits."""
        if not user.is_authenticated:
            return self.none()
        community = self.model._meta.get_field("community").related_model
        kept = community.objects.with_role(user, "committee", "chair", "treasurer", "auditor")
        return self.filter(Q(added_by=user) | Q(community__in=kept))
