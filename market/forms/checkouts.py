"""What a buyer decides at the checkout: once for all shops, and once for each shop."""

import secrets
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.agreements import accept_url
from households.models import AgreementVersion, User
from lib.forms import PhoneField, ThaiCharField
from lib.money import baht
from market.baskets import plain
from market.checkouts import MOST_LINES, Choice, Wish
from market.models import Order, Shop

# Larger than any real number of anything, and small enough for the database.
MOST = Decimal(10) ** 12


class WishesField(forms.Field):
    """The lines as the buyer saw them, one hidden value each: variant, quantity and price with colons between."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value) -> list[Wish]:
        """The wishes; raises ValidationError for what no page of ours has sent."""
        try:
            wishes = [self._read(text) for text in value or []]
        except (ValueError, InvalidOperation) as error:
            raise ValidationError(_("Please open the basket and order anew."), code="invalid") from error
        if len(wishes) > MOST_LINES or len({wish.variant_id for wish in wishes}) < len(wishes):
            raise ValidationError(_("Please open the basket and order anew."), code="invalid")
        return wishes

    def prepare_value(self, value) -> list[str]:
        """Each wish as its hidden text."""
        return [wish if isinstance(wish, str) else write_wish(wish) for wish in value or []]

    def _read(self, text: str) -> Wish:
        variant, quantity, price = text.split(":")
        wish = Wish(int(variant), Decimal(quantity), Decimal(price))
        for number, places in ((wish.quantity, 3), (wish.price, 2)):
            if not number.is_finite() or not 0 <= number < MOST or number != round(number, places):
                raise ValueError("a number that no basket holds")
        if not 0 < wish.variant_id < 2**63:
            raise ValueError("no such variant")
        return wish


def write_wish(wish: Wish) -> str:
    """The hidden text of a wish."""
    return f"{wish.variant_id}:{plain(wish.quantity)}:{wish.price}"


class CheckoutForm(forms.Form):
    """Who orders, what, and the rules that have to be accepted first."""

    # Made anew for each page that is shown, and kept when it comes back with errors: so one press counts once.
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    wishes = WishesField()
    name = ThaiCharField(label=gettext_lazy("Your name"), max_length=120)
    phone = PhoneField(
        label=gettext_lazy("Your phone"),
        max_length=20,
        allow_short=False,
        help_text=gettext_lazy("The shop calls this number when something is unclear."),
    )

    def __init__(self, *args, user: User, rules: Sequence[AgreementVersion], **kwargs):
        initial = {"key": secrets.token_urlsafe(24), "name": user.name, "phone": user.phone}
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.rules = list(rules)
        for version in self.rules:
            self.fields[f"rules_{version.pk}"] = rules_field(version)

    @property
    def rules_fields(self) -> list[forms.BoundField]:
        """The boxes to tick for rules not yet accepted."""
        return [self[f"rules_{version.pk}"] for version in self.rules]


def rules_field(version: AgreementVersion) -> forms.BooleanField:
    """A box that names the rules and the version, with a link to read them."""
    label = format_html(
        _('I have read and accept <a href="{url}">{title}, version {number}</a>.'),
        url=accept_url(version, "/checkout/"),
        title=version.agreement,
        number=version.number,
    )
    return forms.BooleanField(
        label=label,
        error_messages={"required": _("Please read the market rules and tick the box. Then order.")},
    )


class ShopForm(forms.Form):
    """How to get and pay the goods of one shop. It offers only what the shop offers."""

    method = forms.ChoiceField(label=gettext_lazy("How do you get the goods?"), widget=forms.RadioSelect)
    place = ThaiCharField(
        label=gettext_lazy("Where to deliver"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("House number and how to find it. Only when it is delivered."),
    )
    pay_by = forms.ChoiceField(label=gettext_lazy("How do you pay?"), widget=forms.RadioSelect)
    note = ThaiCharField(label=gettext_lazy("Note to the shop"), max_length=300, required=False)

    def __init__(self, *args, shop: Shop, **kwargs):
        super().__init__(*args, prefix=f"shop{shop.pk}", **kwargs)
        self.shop = shop
        self._offer("method", method_choices(shop))
        self._offer("pay_by", pay_choices(shop))
        if not shop.offers_delivery:
            del self.fields["place"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices
        self.fields[name].initial = choices[0][0] if choices else None

    def clean(self):
        """Delivery needs a place."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("method") == Order.Method.DELIVERY and not cleaned.get("place"):
            self.add_error("place", _("Please write where the shop should deliver."))
        return cleaned

    def choice(self) -> Choice:
        """What was chosen, for the action."""
        cleaned = self.cleaned_data
        return Choice(cleaned["method"], cleaned["pay_by"], cleaned.get("place", ""), cleaned["note"])

    @property
    def is_delivered(self) -> bool:
        """Whether delivery is chosen right now, also in a form that is not complete yet."""
        return self["method"].value() == Order.Method.DELIVERY

    @property
    def fee(self) -> Decimal:
        """Baht for delivery as chosen."""
        return self.shop.delivery_fee if self.is_delivered else Decimal(0)


def method_choices(shop: Shop) -> list[tuple[str, str]]:
    """The ways in which this shop hands over, in words with place and fee."""
    choices = []
    if shop.offers_pickup:
        at = (
            _("Pick up at %(place)s") % {"place": shop.pickup_place}
            if shop.pickup_place
            else _("Pick up at the shop")
        )
        choices.append((Order.Method.PICKUP.value, at))
    if shop.offers_delivery:
        fee = _("plus %(fee)s") % {"fee": baht(shop.delivery_fee)} if shop.delivery_fee else _("free")
        choices.append((Order.Method.DELIVERY.value, _("Delivery nearby (%(fee)s)") % {"fee": fee}))
    return choices


def pay_choices(shop: Shop) -> list[tuple[str, str]]:
    """The ways in which this shop is paid, in words."""
    choices = []
    if shop.takes_promptpay:
        choices.append((Order.PayBy.PROMPTPAY.value, _("PromptPay: scan a QR code and show the slip")))
    if shop.takes_cash:
        choices.append((Order.PayBy.CASH.value, _("Cash when you get the goods")))
    return choices
