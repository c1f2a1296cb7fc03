"""What the forms share by which people ask for help without an account: a small sum, photos, the own household."""

import secrets

from django import forms
from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from households.models import Community, Household, Membership
from lib.forms import ThaiIntegerField

SALT = "welfare.aid.sum"
SECONDS_FOR_SUM = 60 * 60
SOMEBODY_ELSE = "else"
MOST_PICTURES = 8


class PicturesInput(forms.FileInput):
    """A file input that takes several pictures."""

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__(
            {
                "accept": "image/jpeg,image/png,image/webp",
                "multiple": True,
                "data-preview": "chosen",
                **(attrs or {}),
            }
        )


class PicturesField(forms.FileField):
    """The chosen files as a list. What is in them is looked at when they are taken."""

    widget = PicturesInput

    def clean(self, data, initial=None):
        """The files, in the order in which they came."""
        chosen = list(data or [])
        if len(chosen) > MOST_PICTURES:
            raise forms.ValidationError(_("Choose at most 8 photos."), code="too_many")
        return chosen


class SmallSum(forms.Form):
    """A sum that a person answers when many requests come from one address. No third party, nothing to decipher."""

    puzzle = forms.CharField(required=False, widget=forms.HiddenInput)
    answer = ThaiIntegerField(label=_("A small sum"), required=False)

    def is_answered(self) -> bool:
        """Whether the small sum is there and right."""
        try:
            one, other = signing.loads(
                self.cleaned_data.get("puzzle", ""), salt=SALT, max_age=SECONDS_FOR_SUM
            )
        except signing.BadSignature:
            return False
        return self.cleaned_data.get("answer") == one + other

    def ask_sum(self) -> None:
        """Put a small sum under the form: many requests came from one address, and people can answer it."""
        numbers = [secrets.randbelow(8) + 1, secrets.randbelow(8) + 1]
        told = self.data.copy()
        told["puzzle"], told["answer"] = signing.dumps(numbers, salt=SALT), ""
        self.data = told
        words = _("How much is %(one)s and %(other)s?") % {"one": numbers[0], "other": numbers[1]}
        # Once looked at, a field of a form keeps the label that it had then.
        self.fields["answer"].label = self["answer"].label = words
        self.add_error(
            "answer", _("Many requests come from here right now. Please answer this, then send once more.")
        )


class ShortForm(SmallSum):
    """A few fields, and folded below them what else one may want to say; sent once for each key."""

    key = forms.CharField(max_length=60, min_length=16, widget=forms.HiddenInput)

    MAIN: tuple[str, ...] = ()
    MORE: tuple[str, ...] = ()

    @property
    def main(self) -> list:
        """The few fields."""
        return [self[name] for name in self.MAIN if name in self.fields]

    @property
    def more(self) -> list:
        """What else can be said."""
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def has_more(self) -> bool:
        """Whether something was said there, or is to be mended there."""
        return any(self.errors.get(name) or (self.data.get(name)) for name in self.MORE)


def own_places(community: Community, user) -> QuerySet[Membership]:
    """The people of one's own household here, among whom one chooses for whom one asks."""
    return people_of(Household.objects.of_member(user).filter(community=community))


def people_of(homes) -> QuerySet[Membership]:
    """Everybody who lives in these households, representatives first."""
    return (
        Membership.objects.active()
        .filter(household__in=homes)
        .select_related("person", "household")
        .order_by("household", "-is_representative", "id")
    )
