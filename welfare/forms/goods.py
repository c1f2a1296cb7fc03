"""What the committee fills in about goods and stores."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lib.codes import new_code
from lib.forms import ThaiCharField, ThaiDateField, ThaiDecimalField
from lib.templatetags.sirisuk import quantity as in_figures
from welfare.models import GoodsKind, Lot, Store
from welfare.stock_levels import Level

MOST = 1_000_000
MOST_BAHT = 10_000_000


class QuantityInput(ThaiDecimalField):
    """A quantity with at most three places."""

    def __init__(self, **kwargs):
        super().__init__(**{"min_value": Decimal("0.001"), "max_value": MOST, "decimal_places": 3, **kwargs})


class KeyForm(forms.Form):
    """A form that counts once, however often its button is pressed."""

    key = forms.CharField(max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args, initial=None, **kwargs):
        super().__init__(*args, initial={"key": new_code(24), **(initial or {})}, **kwargs)


class ReceiveForm(KeyForm):
    """Goods that came."""

    kind = forms.ModelChoiceField(GoodsKind.objects.none(), label=_("What came"), empty_label=_("Choose"))
    quantity = QuantityInput(label=_("How much"), help_text=_("In the unit that stands in brackets."))
    store = forms.ModelChoiceField(Store.objects.none(), label=_("Where it is kept"), empty_label=_("Choose"))
    origin = forms.ChoiceField(
        label=_("How the goods came"),
        choices=[(Lot.Origin.GIVEN, _("as a gift")), (Lot.Origin.LENT, _("from an authority"))],
        widget=forms.RadioSelect,
        initial=Lot.Origin.GIVEN,
        help_text=_("What the fund bought is entered with its purchase."),
    )
    giver = ThaiCharField(label=_("From whom"), max_length=120, required=False)
    is_anonymous = forms.BooleanField(label=_("Show no name in public"), required=False, initial=True)
    worth = ThaiDecimalField(
        label=_("Worth in all"),
        min_value=0,
        max_value=MOST_BAHT,
        decimal_places=2,
        required=False,
        help_text=_("Roughly, as it would cost in a shop."),
    )
    expires_on = ThaiDateField(
        label=_("Best before"), required=False, help_text=_("Day, month and year, such as 31/12/2026.")
    )
    received_on = ThaiDateField(label=_("Came on"))

    def __init__(self, *args, community, initial=None, **kwargs):
        super().__init__(*args, initial={"received_on": timezone.localdate(), **(initial or {})}, **kwargs)
        self.fields["kind"].queryset = GoodsKind.objects.filter(community=community)
        self.fields["store"].queryset = Store.objects.filter(community=community, is_open=True)
        for name in ("kind", "store"):
            choices = list(self.fields[name].queryset[:2])
            if len(choices) == 1:
                self.initial.setdefault(name, choices[0])

    def clean_worth(self) -> Decimal:
        """Nothing typed: not known."""
        return self.cleaned_data["worth"] or Decimal(0)


class GiveOutForm(KeyForm):
    """How much of each kind is given out; one field for each kind that there is."""

    store = forms.ModelChoiceField(
        Store.objects.none(), label=_("Out of which store"), required=False, empty_label=_("whichever has it")
    )

    def __init__(self, *args, community, levels: list[Level], **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = {f"kind-{level.kind.code}": level.kind for level in levels if level.quantity}
        for level in levels:
            if level.quantity:
                self.fields[f"kind-{level.kind.code}"] = _field_of(level)
        self.fields["store"].queryset = Store.objects.filter(community=community, is_open=True)
        self.order_fields([*self.kinds, "store", "key"])

    def wanted(self) -> dict[GoodsKind, Decimal]:
        """What `stock.give_out` takes. For a valid form."""
        cleaned = self.cleaned_data
        return {kind: cleaned[name] for name, kind in self.kinds.items() if cleaned.get(name)}


class CountForm(forms.Form):
    """What was counted of each lot; an empty field was not counted."""

    reason = ThaiCharField(
        label=_("If something differs: why do you think so?"),
        max_length=200,
        required=False,
        help_text=_("For example: a torn bag, a loan that was not written down."),
    )

    def __init__(self, *args, lots: list[Lot], **kwargs):
        super().__init__(*args, **kwargs)
        self.lots = {f"lot-{lot.code}": lot for lot in lots}
        for name, lot in self.lots.items():
            self.fields[name] = QuantityInput(label=str(lot.kind), min_value=0, required=False)
        self.order_fields([*self.lots, "reason"])

    def clean(self) -> dict:
        """At least one lot was counted, and a difference has its reason."""
        cleaned = super().clean() or {}
        counted = self.counted()
        if not counted and not self.errors:
            raise forms.ValidationError(_("Write what you counted of at least one."))
        differs = any(lot.left != quantity for lot, quantity in counted)
        if differs and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Something differs. Write why, so that the second person can decide."))
        return cleaned

    def counted(self) -> list[tuple[Lot, Decimal]]:
        """Each lot that was counted, with its quantity."""
        found = [(lot, self.cleaned_data.get(name)) for name, lot in self.lots.items()]
        return [(lot, quantity) for lot, quantity in found if quantity is not None]


class MoveForm(KeyForm):
    """Goods go to another store."""

    store = forms.ModelChoiceField(Store.objects.none(), label=_("To which store"), empty_label=None)
    quantity = QuantityInput(label=_("How much"))

    def __init__(self, *args, lot: Lot, **kwargs):
        super().__init__(*args, **kwargs)
        stores = Store.objects.filter(community=lot.community_id, is_open=True)
        self.fields["store"].queryset = stores.exclude(pk=lot.store_id)


class LossForm(KeyForm):
    """Goods that spoiled, or came back."""

    quantity = QuantityInput(label=_("How much"))
    reason = ThaiCharField(label=_("What happened"), max_length=200)


class StoreForm(forms.Form):
    """A place where goods are kept."""

    name = ThaiCharField(
        label=_("Name of the place"), max_length=80, help_text=_("For example: meeting hall")
    )


class LowForm(forms.Form):
    """Below which quantity a kind of goods is said to be low."""

    low_below = QuantityInput(
        label=_("Say so when there is less than"), required=False, help_text=_("Empty: never.")
    )


class KindForm(LowForm):
    """A kind of goods."""

    field_order = ["name", "unit", "low_below"]
    name = ThaiCharField(label=_("What it is"), max_length=80, help_text=_("For example: rice"))
    unit = ThaiCharField(label=_("Counted by"), max_length=30, help_text=_("For example: kg, bottle, box"))


def _field_of(level: Level) -> QuantityInput:
    """How much of this kind, with what is there and until when."""
    there = gettext("%(quantity)s %(unit)s are there") % {
        "quantity": in_figures(level.quantity),
        "unit": level.kind.unit,
    }
    return QuantityInput(label=level.kind.name, required=False, help_text=there)
