"""What a visitor may narrow a list of goods by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField, ThaiDecimalField
from market.models import Listing

WHERE = [("network", _("Our network")), ("community", _("Our community")), ("all", _("Everywhere"))]
SORTS = [("new", _("Newest first")), ("price", _("Lowest price first")), ("name", _("By name"))]
BEST = ("best", _("Best match first"))


class GoodsFilter(forms.Form):
    """The filters in a page's address. Nothing is required, and what makes no sense narrows nothing."""

    q = ThaiCharField(required=False, max_length=100)
    where = forms.ChoiceField(label=_("Where from"), choices=WHERE, required=False)
    category = forms.SlugField(label=_("Kind of goods"), required=False, max_length=30)
    price_from = ThaiDecimalField(
        label=_("from"), required=False, min_value=0, decimal_places=2, max_digits=12
    )
    price_to = ThaiDecimalField(label=_("to"), required=False, min_value=0, decimal_places=2, max_digits=12)
    in_stock = forms.BooleanField(label=_("Can be had now"), required=False)
    delivery = forms.BooleanField(label=_("Delivered nearby"), required=False)
    verified = forms.BooleanField(label=_("Verified shops only"), required=False)
    condition = forms.ChoiceField(
        label=_("New or used"), choices=[("", _("All")), *Listing.Condition.choices], required=False
    )
    sort = forms.ChoiceField(label=_("Sort by"), choices=[*SORTS, BEST], required=False)
