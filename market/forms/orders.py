"""What buyer and seller type on an order's page."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField, ThaiDecimalField
from lib.thai import arabic_digits
from market.models import Order

MOST_BAHT = Decimal(9_999_999)


class OrderForm(forms.Form):
    """A form on an order's page: its name keeps its fields apart from those of the page's other forms."""

    name = ""

    def __init__(self, *args, order: Order, **kwargs):
        super().__init__(*args, auto_id=f"{self.name}-%s", **kwargs)
        self.order = order


class ReasonForm(OrderForm):
    """A reason that the other side reads."""

    reason = ThaiCharField(label=_("Why?"), max_length=300)


class DeclineForm(ReasonForm):
    """The shop does not take the order on."""

    name = "decline"


class ShopCancelForm(ReasonForm):
    """The shop ends an order that it had accepted."""

    name = "stop"


class NotFoundForm(ReasonForm):
    """The shop looked into its bank and found nothing."""

    name = "not-found"
    slip: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slip"].queryset = self.order.slips.select_related("slip")


class CancelForm(OrderForm):
    """The buyer changes their mind."""

    name = "cancel"
    reason = ThaiCharField(label=_("Why?"), max_length=300, required=False)


class KeyedForm(OrderForm):
    """A form about money. Its key says how many entries the page showed, so two windows have the same key:
    what is pressed in both counts once, and a page that is out of date writes down nothing."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = len(self.order.payments.all())

    def money_key(self) -> str:
        """The key for the books of this order."""
        return f"order:{self.order.code}:{self.name}:{self.cleaned_data['key']}"

    def check_key(self) -> None:
        """An error, unless nothing was written down since the page was shown, or this very press was."""
        if self.errors or self.cleaned_data["key"] == str(self.order.payments.count()):
            return
        if not self.order.payments.filter(key=self.money_key()).exists():
            self.data = {**self.data.dict(), "key": str(self.order.payments.count())}
            self.add_error(
                None,
                _("Money of this order was written down meanwhile. Please look at it, then press again."),
            )


class MoneyForm(KeyedForm):
    """Money that arrived: in the bank for a slip, or in cash, or without any slip."""

    name = "money"
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    amount = ThaiDecimalField(
        label=_("How much arrived"), min_value=Decimal("0.01"), max_value=MOST_BAHT, decimal_places=2
    )
    method = forms.ChoiceField(label=_("How it came"), choices=Order.PayBy, widget=forms.RadioSelect)
    slip: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, required=False, widget=forms.HiddenInput
    )
    accept = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slip"].queryset = self.order.slips.select_related("slip")

    def clean(self):
        """Without a slip, the page's own key tells repeats apart."""
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("slip"):
            self.check_key()
        return cleaned

    def money_key(self) -> str:
        """A slip is confirmed once, whatever page it is done from."""
        slip = self.cleaned_data["slip"]
        return f"order:{self.order.code}:slip:{slip.pk}" if slip else super().money_key()


class RefundForm(KeyedForm):
    """Money that the shop gave back."""

    name = "refund"
    amount = ThaiDecimalField(
        label=_("How much you gave back"), min_value=Decimal("0.01"), max_value=MOST_BAHT, decimal_places=2
    )
    reason = ThaiCharField(label=_("Why?"), max_length=300)
    method = forms.ChoiceField(label=_("How you gave it"), choices=Order.PayBy, widget=forms.RadioSelect)

    def clean(self):
        """Nothing is given back twice."""
        super().clean()
        self.check_key()
        return self.cleaned_data


class HandOverForm(OrderForm):
    """The buyer's four figures, and the cash when some is due."""

    name = "hand-over"
    code = ThaiCharField(
        label=_("The buyer's 4-digit code"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    has_cash = forms.BooleanField(required=False)

    def clean_code(self) -> str:
        """Four Arabic figures from whatever was typed: ๔๘๒๑, 48 21."""
        code = "".join(char for char in arabic_digits(self.cleaned_data["code"]) if not char.isspace())
        if len(code) != 4 or not code.isdigit():
            raise forms.ValidationError(_("Please type the four figures that the buyer tells you."))
        return code
