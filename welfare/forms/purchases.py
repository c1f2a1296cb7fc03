"""What is filled in about a purchase, step by step."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField, ThaiDateField, ThaiDecimalField
from welfare.forms.goods import MOST_BAHT, KeyForm, QuantityInput
from welfare.forms.payouts import PictureForm
from welfare.models import Account, Campaign, GoodsKind, Purchase, Store
from welfare.purchases import Goods

SATANG = Decimal("0.01")


class AskForm(KeyForm):
    """What is to be bought."""

    what = ThaiCharField(
        label=_("What is to be bought"), max_length=200, help_text=_("For example: rice, 50 bags of 5 kg")
    )
    why = ThaiCharField(label=_("What for"), max_length=300)
    estimate = ThaiDecimalField(
        label=_("About how much"), min_value=SATANG, max_value=MOST_BAHT, decimal_places=2
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        label=_("Out of which money"),
        required=False,
        empty_label=_("the community's welfare fund"),
    )

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        usable = [Campaign.Status.OPEN, Campaign.Status.ENDED]
        self.fields["campaign"].queryset = Campaign.objects.filter(community=community, status__in=usable)


class QuoteForm(PictureForm):
    """A seller's offer."""

    seller = ThaiCharField(label=_("Seller"), max_length=120)
    amount = ThaiDecimalField(
        label=_("Price of all of it"), min_value=SATANG, max_value=MOST_BAHT, decimal_places=2
    )
    words = ThaiCharField(
        label=_("Words to it"),
        max_length=200,
        required=False,
        help_text=_("For example: with delivery, until Friday"),
    )
    field_order = ["seller", "amount", "words", "picture"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["picture"].label = _("Photo of the offer")


class OrderForm(forms.Form):
    """Choosing an offer."""

    reason = ThaiCharField(
        label=_("Why this offer, when it is not the cheapest"), max_length=300, required=False
    )


class ArrivalForm(PictureForm):
    """What came, and perhaps where it was put."""

    must_show = True
    words = ThaiCharField(
        label=_("What came"), max_length=300, help_text=_("How much, and in what state: count and look.")
    )
    kind = forms.ModelChoiceField(
        GoodsKind.objects.none(),
        label=_("Put it into the store as"),
        required=False,
        empty_label=_("not into the store"),
    )
    quantity = QuantityInput(label=_("How much"), required=False)
    store = forms.ModelChoiceField(Store.objects.none(), label=_("Where it is kept"), required=False)
    expires_on = ThaiDateField(label=_("Best before"), required=False)
    field_order = ["words", "picture", "kind", "quantity", "store", "expires_on"]

    def __init__(self, *args, purchase: Purchase, may_store: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["picture"].label = _("Photo of the bill")
        self.fields["kind"].queryset = GoodsKind.objects.filter(community=purchase.community_id)
        self.fields["store"].queryset = Store.objects.filter(community=purchase.community_id, is_open=True)
        for name in () if may_store else ("kind", "quantity", "store", "expires_on"):
            del self.fields[name]

    def clean(self) -> dict:
        """What goes into a store has its quantity and its place."""
        cleaned = super().clean()
        if cleaned.get("kind"):
            for name in ("quantity", "store"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed for what goes into a store."))
        return cleaned

    def goods(self) -> Goods | None:
        """What goes into a store. For a valid form."""
        cleaned = self.cleaned_data
        if not cleaned.get("kind"):
            return None
        return Goods(cleaned["store"], cleaned["kind"], cleaned["quantity"], cleaned["expires_on"])


class BillForm(PictureForm):
    """The treasurer pays the seller."""

    amount = ThaiDecimalField(label=_("Amount"), min_value=SATANG, max_value=MOST_BAHT, decimal_places=2)
    way = forms.ChoiceField(
        label=_("Paid out of"),
        choices=[(Account.Kind.BANK, _("the bank")), (Account.Kind.CASH, _("the cash box"))],
        widget=forms.RadioSelect,
        initial=Account.Kind.BANK,
    )
    field_order = ["amount", "way", "picture"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["picture"].label = _("Receipt or proof of the transfer")


class CancelForm(forms.Form):
    """Why it is given up."""

    reason = ThaiCharField(label=_("Why it is given up"), max_length=200)
