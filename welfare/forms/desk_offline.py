"""Writing down without a net: the desk's form, with what the phone adds to each entry."""

from django import forms

from welfare.forms.desk import EnterForm


class OfflineForm(EnterForm):
    """What somebody told on the way. The key is given anew to each entry by the page, the time when it is typed."""

    mark = forms.CharField(max_length=40, widget=forms.HiddenInput)
    typed_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, mark: str, **kwargs):
        super().__init__(*args, channel="visit", **kwargs)
        del self.fields["channel"]
        self.fields["mark"].initial = mark
        self.fields["key"].max_length = 32
