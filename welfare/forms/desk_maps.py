"""The picture of the village, its two known points, and a place pressed on it without JavaScript."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import ThaiCharField, ThaiIntegerField
from lib.thai import arabic_digits

# The widths in which the picture stands on a page, in pixels: which one was pressed says how to read where.
WIDTHS = {"small": 280, "middle": 480, "wide": 600}
MOST = 1000
PAIR = re.compile(r"\s*\(?\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*\)?\s*")


def sizes(aspect: float) -> list[tuple[str, int, int]]:
    """Name, width and height of each of these."""
    return [(name, width, round(width * aspect)) for name, width in WIDTHS.items()]


class PictureForm(forms.Form):
    """The picture, and who made it. Without a new picture the one that is there stays."""

    village = forms.FileField(
        label=_("Picture of the village"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "data-preview": "chosen"}),
        help_text=_("A drawing, a photo from above or a photo of the map on the wall: JPEG, PNG or WebP."),
    )
    credit = ThaiCharField(label=_("Who made it"), max_length=120, required=False)

    def __init__(self, *args, has_picture: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.has_picture = has_picture

    def clean(self) -> dict:
        """The first time there has to be a picture."""
        cleaned = super().clean() or {}
        if not self.has_picture and not cleaned.get("village") and "village" not in self.errors:
            self.add_error("village", _("Please choose a picture."))
        return cleaned


class PressedForm(forms.Form):
    """Where the picture was pressed. Whoever cannot press says it in hundredths of the picture."""

    across = ThaiIntegerField(label=_("From the left, of 100"), min_value=0, max_value=100, required=False)
    down = ThaiIntegerField(label=_("From the top, of 100"), min_value=0, max_value=100, required=False)

    def __init__(self, *args, aspect: float, **kwargs):
        super().__init__(*args, **kwargs)
        # Height for each pixel of width.
        self.aspect = aspect

    def clean(self) -> dict:
        """Both in thousandths, as `x` and `y`."""
        cleaned = super().clean() or {}
        spot = self._pressed()
        if spot is None and cleaned.get("across") is not None and cleaned.get("down") is not None:
            spot = cleaned["across"] * 10, cleaned["down"] * 10
        if spot is None:
            self.add_error(None, _("Press on the picture where it is."))
        else:
            cleaned["x"], cleaned["y"] = spot
        return cleaned

    def _pressed(self) -> tuple[int, int] | None:
        """What the browser says when a picture is pressed; (0, 0) is what a keyboard sends."""
        for name, width in WIDTHS.items():
            told = self.data.get(f"{name}.x", ""), self.data.get(f"{name}.y", "")
            if not all(part.isascii() and part.isdigit() and len(part) < 5 for part in told) or told == (
                "0",
                "0",
            ):
                continue
            x, y = (int(part) for part in told)
            return min(MOST, round(x * MOST / width)), min(MOST, round(y * MOST / (width * self.aspect)))
        return None


class PointForm(PressedForm):
    """A known point: where it is on the earth, and where on the picture."""

    where = ThaiCharField(
        label=_("Latitude and longitude"),
        max_length=60,
        help_text=_(
            "Such as 18.78830, 98.98530. A map on a phone shows it when you hold a finger on the place."
        ),
    )

    def clean_where(self) -> tuple[Decimal, Decimal]:
        """Two numbers in degrees."""
        found = PAIR.fullmatch(arabic_digits(self.cleaned_data["where"]))
        try:
            latitude, longitude = (
                (round(Decimal(part), 5) for part in found.groups()) if found else (None, None)
            )
        except InvalidOperation:
            latitude = longitude = None
        if latitude is None or longitude is None or abs(latitude) > 85 or abs(longitude) > 180:
            raise forms.ValidationError(
                _("Please write two numbers with a comma between, such as 18.78830, 98.98530.")
            )
        return latitude, longitude
