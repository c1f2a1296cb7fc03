"""What the committee writes about a campaign."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.dates import thai_date
from lib.forms import ThaiCharField, ThaiDateField, ThaiDecimalField
from lib.money import baht
from welfare import campaigns, moves
from welfare.models import Campaign, Transfer


class PromiseForm(forms.Form):
    """What a campaign promises before the first gift. `campaign` is the draft that is changed, if any."""

    name = ThaiCharField(label=_("Name of the campaign"), max_length=120)
    story = ThaiCharField(
        label=_("What is it for?"),
        max_length=4000,
        multiline=True,
        help_text=_("Why it is needed and what will be done. Write no name of somebody who needs help."),
    )
    goal = ThaiDecimalField(label=_("Goal in baht"), min_value=1, max_digits=12, decimal_places=2)
    starts_on = ThaiDateField(label=_("First day"), initial=timezone.localdate)
    ends_on = ThaiDateField(label=_("Last day"))
    leftover = forms.ChoiceField(
        label=_("Money left over goes"),
        choices=Campaign.Leftover.choices,
        widget=forms.RadioSelect,
        initial=Campaign.Leftover.FUND,
        help_text=_("Givers read this. It cannot be changed once the campaign is open."),
    )
    leftover_campaign = forms.ModelChoiceField(
        label=_("To which campaign?"), queryset=Campaign.objects.none(), required=False
    )

    def __init__(self, *args, community, campaign: Campaign | None = None, **kwargs):
        if campaign:
            kwargs.setdefault("initial", {name: getattr(campaign, name) for name in campaigns.PROMISES})
        super().__init__(*args, **kwargs)
        others = Campaign.objects.filter(community=community).exclude(status=Campaign.Status.SETTLED)
        self.fields["leftover_campaign"].queryset = others.exclude(pk=campaign.pk) if campaign else others

    def clean(self):
        """The days in their order, and a campaign for what is left over only where one is meant."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day cannot come before the first."))
        if cleaned.get("leftover") == Campaign.Leftover.FUND:
            cleaned["leftover_campaign"] = None
        elif not cleaned.get("leftover_campaign"):
            self.add_error("leftover_campaign", _("Say to which campaign the money goes."))
        return cleaned


class PictureForm(forms.Form):
    """A public picture."""

    photo = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Everybody will see it. Ask the people on it first."),
    )
    alt = ThaiCharField(
        label=_("What does it show?"), max_length=120, help_text=_("For people who cannot see it.")
    )


class EntryField(forms.ModelChoiceField):
    """A spending of the campaign, told by its day, words and amount."""

    def label_from_instance(self, obj: Transfer) -> str:
        """As everybody reads it."""
        move = moves.in_words(obj)
        return f"{thai_date(move.on)} · {move.words} · {baht(-move.amount)}"


class NewsForm(forms.Form):
    """What happened since."""

    words = ThaiCharField(
        label=_("What happened?"),
        max_length=2000,
        multiline=True,
        help_text=_("Everybody reads it, and it stays. No names of those who were helped."),
    )
    photo = forms.FileField(
        label=_("Picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    entry = EntryField(
        label=_("Which payment does it tell of?"), queryset=Transfer.objects.none(), required=False
    )

    def __init__(self, *args, entries=None, **kwargs):
        super().__init__(*args, **kwargs)
        if entries is not None:
            self.fields["entry"].queryset = entries


class SettleForm(forms.Form):
    """Why money is passed on; without money left there is nothing to say."""

    reason = ThaiCharField(
        label=_("What was done, and why is money left?"),
        max_length=200,
        help_text=_("The second person reads this."),
    )

    def __init__(self, *args, has_money: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_money:
            del self.fields["reason"]
