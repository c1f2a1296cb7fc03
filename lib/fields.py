"""Database fields that keep money and quantities as whole numbers, so that no database can round them.

SQLite stores decimals as binary floats. Baht are therefore stored as satang and quantities as
thousandths, both in 64-bit integers, and appear in Python as `Decimal`. Sums and comparisons in
queries are exact on every database.
"""

from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _


class ScaledDecimalField(models.BigIntegerField):
    """A `Decimal` with a fixed number of decimal places, stored as an integer."""

    places = 0

    if TYPE_CHECKING:
        # What the type checker's Django plugin takes for an attribute of this field: a Decimal, not the stored integer.
        _pyi_private_set_type: Decimal | int | str | Combinable  # type: ignore[assignment]
        _pyi_private_get_type: Decimal  # type: ignore[assignment]
        _pyi_lookup_exact_type: Decimal | int | str  # type: ignore[assignment]

    def from_db_value(self, value, expression, connection):
        """The stored integer (or an aggregate of them) as a Decimal with `places` decimal places."""
        return None if value is None else Decimal(int(value)).scaleb(-self.places)

    def to_python(self, value):
        """Accept Decimal, int and text; refuse what would have to be rounded."""
        if value is None or value == "":
            return None
        try:
            number = Decimal(str(value))
        except ArithmeticError as error:
            raise ValidationError(_("Please enter a number.")) from error
        if not number.is_finite() or number != round(number, self.places):
            raise ValidationError(
                _("Use at most %(places)s decimal places.") % {"places": self.places}, code="decimal_places"
            )
        return number.quantize(Decimal(1).scaleb(-self.places))

    def get_prep_value(self, value):
        """The integer to store. Raises ValidationError for more decimal places than the field has."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return int(self.to_python(value).scaleb(self.places))

    def get_db_prep_save(self, value, connection):
        """Same number on its way into a row."""
        if hasattr(value, "as_sql"):
            return value
        return self.get_db_prep_value(value, connection, prepared=False)

    def value_to_string(self, obj):
        """Plain decimal text, for fixtures and the change log."""
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    @property
    def validators(self):
        """The integer range checks of BigIntegerField would compare baht with satang."""
        return list(self.default_validators) + list(self._validators)  # type: ignore[attr-defined]

    def formfield(self, **kwargs):
        """A decimal input with the right number of places."""
        defaults = {"form_class": forms.DecimalField, "decimal_places": self.places, "max_digits": 14}
        return super(models.BigIntegerField, self).formfield(**{**defaults, **kwargs})


class MoneyField(ScaledDecimalField):
    """Baht with two places, stored as satang."""

    description = _("Baht")
    places = 2


class QuantityField(ScaledDecimalField):
    """A quantity with three places (0.5 kg), stored as thousandths."""

    description = _("Quantity")
    places = 3
