"""What a seller says about something for sale."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField, ThaiDateField, ThaiDecimalField, ThaiIntegerField
from lib.templatetags.sirisuk import quantity
from market.forms.pictures import PicturesField
from market.models import Category, Listing, Shop, Unit

MOST_BAHT = 10_000_000
MOST_STOCK = 1_000_000
BLANK_ROWS = 2
NEEDS_PRICE = _("Please write the price in baht.")
NEEDS_STOCK = _("Please write how many you have.")


class PriceField(ThaiDecimalField):
    """Baht with at most two decimals."""

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_value=MOST_BAHT, decimal_places=2, required=False, **kwargs)


class StockField(ThaiDecimalField):
    """How many there are. It remembers what the seller saw, since buyers change it meanwhile."""

    def __init__(self, **kwargs):
        kwargs = {"show_hidden_initial": True, "required": False, **kwargs}
        super().__init__(min_value=0, max_value=MOST_STOCK, decimal_places=3, **kwargs)


class ListingForm(forms.Form):
    """Something for sale: a few fields that it needs, and many that can wait."""

    MORE = (
        "condition",
        "supply",
        "days_to_make",
        "daily_cap",
        "category",
        "description",
        "available_from",
        "available_until",
    )

    name = ThaiCharField(label=_("What is it?"), max_length=100)
    price = PriceField(label=_("Price"))
    unit = forms.ChoiceField(label=_("Sold by the"))
    stock = StockField(label=_("How many do you have?"))
    condition = forms.ChoiceField(
        label=_("Condition"),
        choices=Listing.Condition.choices,
        initial=Listing.Condition.NEW,
        widget=forms.RadioSelect,
    )
    supply = forms.ChoiceField(
        label=_("Ready now, or made when ordered?"),
        choices=Listing.Supply.choices,
        initial=Listing.Supply.STOCK,
        widget=forms.RadioSelect,
    )
    days_to_make = ThaiIntegerField(
        label=_("Days you need to make it"), min_value=0, max_value=60, required=False
    )
    daily_cap = ThaiDecimalField(
        label=_("Most that you can make in a day"),
        min_value=Decimal("0.001"),
        max_value=MOST_STOCK,
        decimal_places=3,
        required=False,
        help_text=_("Leave it empty when there is no limit."),
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    description = ThaiCharField(
        label=_("Description"),
        multiline=True,
        max_length=3000,
        required=False,
        help_text=_("What is in it, how large, how long does it keep?"),
    )
    available_from = ThaiDateField(
        label=_("First day of the season"), required=False, help_text=_("For example 1/5/2569")
    )
    available_until = ThaiDateField(label=_("Last day of the season"), required=False)

    def __init__(self, *args, shop: Shop, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.categories = {row.code: row for row in Category.objects.filter(is_active=True)}
        used = dict.fromkeys(shop.listings.order_by("-id").values_list("unit__code", flat=True)[:24])
        self.fields["unit"].choices = unit_choices(self.units, list(used))
        self.fields["category"].choices = [
            ("", _("Choose for me")),
            *((code, f"{row.sign} {row.name}") for code, row in self.categories.items()),
        ]
        if used and not self.is_bound:
            self.initial.setdefault("unit", next(iter(used)))

    @property
    def more_is_wrong(self) -> bool:
        """Whether one of the folded fields has an error, so that they must stand open."""
        return any(name in self.errors for name in self.MORE)

    def clean_unit(self) -> Unit:
        """The unit itself."""
        return self.units[self.cleaned_data["unit"]]

    def clean_category(self) -> Category | None:
        """The category itself, or None for "choose for me"."""
        return self.categories.get(self.cleaned_data["category"])

    def clean(self) -> dict[str, Any]:
        """A price unless it is a gift, a stock unless it is made to order, and a season in order."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("condition") == Listing.Condition.GIVE_AWAY:
            cleaned["price"] = Decimal(0)
        elif "price" in self.fields and "price" not in self.errors and not cleaned.get("price"):
            self.add_error("price", NEEDS_PRICE)
        self._clean_supply(cleaned)
        first, last = cleaned.get("available_from"), cleaned.get("available_until")
        if first and last and last < first:
            self.add_error("available_until", _("The last day comes after the first day."))
        return cleaned

    def _clean_supply(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("supply") == Listing.Supply.TO_ORDER:
            cleaned["days_to_make"] = cleaned.get("days_to_make") or 0
            cleaned["stock"] = Decimal(0)
            return
        cleaned["days_to_make"], cleaned["daily_cap"] = 0, None
        if "stock" not in self.fields or "stock" in self.errors:
            return
        if cleaned.get("stock") is None:
            self.add_error("stock", NEEDS_STOCK)
        elif "unit" in cleaned and not cleaned["unit"].measures(cleaned["stock"]):
            self.add_error("stock", wrong_step(cleaned["unit"]))


class NewListingForm(ListingForm):
    """The camera first, then what it is called, costs and how many there are."""

    pictures = PicturesField(label=_("Take or choose pictures"), required=False)

    def __init__(self, *args, has_picture: bool = False, refusals: Sequence[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.has_picture, self.refusals = has_picture, refusals

    def clean(self) -> dict[str, Any]:
        """At least one picture that could be opened."""
        super().clean()
        cleaned = self.cleaned_data
        if not self.has_picture:
            self.add_error(
                "pictures", list(self.refusals) or _("Please take at least one picture: buyers look first.")
            )
        return cleaned


class StockForm(forms.Form):
    """How many are left, typed in the shop's list."""

    stock = ThaiDecimalField(
        label=_("How many do you have?"), min_value=0, max_value=MOST_STOCK, decimal_places=3
    )


class OfferForm(forms.Form):
    """One size or flavour in a row."""

    variant = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = ThaiCharField(label=_("Size or flavour"), max_length=60, required=False)
    price = PriceField(label=_("Price"))
    stock = StockField(label=_("How many do you have?"))
    is_gone = forms.BooleanField(label=_("Stop selling this one"), required=False)

    def __init__(self, *args, listing: Listing, **kwargs):
        super().__init__(*args, **kwargs)
        self.listing = listing
        if listing.is_made_to_order:
            del self.fields["stock"]
        if listing.condition == Listing.Condition.GIVE_AWAY:
            del self.fields["price"]

    def clean(self) -> dict[str, Any]:
        """A row that is used has a price and a stock."""
        super().clean()
        cleaned = self.cleaned_data
        if not self.is_used or self.errors:
            return cleaned
        if "price" in self.fields and not cleaned.get("price"):
            self.add_error("price", NEEDS_PRICE)
        if "stock" in self.fields and cleaned.get("stock") is None:
            self.add_error("stock", NEEDS_STOCK)
        elif "stock" in self.fields and not self.listing.unit.measures(cleaned["stock"]):
            self.add_error("stock", wrong_step(self.listing.unit))
        return cleaned

    @property
    def is_used(self) -> bool:
        """Whether something is to be sold under this row."""
        values = self.cleaned_data
        if values.get("is_gone"):
            return False
        return bool(values.get("variant") or values.get("name") or values.get("price") is not None)


class OfferFormSet(forms.BaseFormSet):
    """All sizes of a listing. With more than one, each has a name of its own."""

    def clean(self) -> None:
        """Names that tell the sizes apart."""
        if any(self.errors):
            return
        used = [form for form in self.forms if form.is_used]
        if not used:
            raise forms.ValidationError(_("At least one size must stay for sale."))
        names = set()
        for form in used:
            name = form.cleaned_data["name"]
            if len(used) > 1 and not name:
                form.add_error("name", _("Please name this size, for example small or large."))
            elif name in names:
                form.add_error("name", _("Each size or flavour has its own name."))
            names.add(name)


OffersForm = forms.formset_factory(
    OfferForm, formset=OfferFormSet, extra=BLANK_ROWS, max_num=20, absolute_max=40, validate_max=True
)


def unit_choices(units: dict[str, Unit], used: list[str]) -> list:
    """Units with those that the shop used lately in front."""
    rest = [(code, unit.name) for code, unit in units.items() if code not in used]
    if not used:
        return [("", _("Choose")), *rest]
    return [(_("You use often"), [(code, units[code].name) for code in used]), (_("All units"), rest)]


def wrong_step(unit: Unit) -> str:
    """The sentence for a stock that the unit cannot measure."""
    return _("%(unit)s is sold in steps of %(step)s. Please mend the stock.") % {
        "unit": unit.name,
        "step": quantity(unit.step),
    }
