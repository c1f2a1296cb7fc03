"""What a household spent in a month, in few groups."""

from django import forms

from households.models import ExpenseRecord
from lib.forms import ThaiDecimalField


class ExpensesForm(forms.Form):
    """A box for each group; an empty one is not written down."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for group in ExpenseRecord.Group:
            self.fields[group.value] = ThaiDecimalField(
                label=group.label, min_value=0, max_digits=12, decimal_places=2, required=False
            )
