"""Buttons of the office: each calls one action function, on the page of a row and over chosen rows of a list."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.desks import COMMITTEE, desk_of
from lib.errors import Refused
from lib.forms import ThaiCharField
from lib.words import Words


class ReasonForm(forms.Form):
    """Why, in words that the other side reads."""

    reason = ThaiCharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


@dataclass(frozen=True)
class Button:
    """Something the committee does to a row. `press(request, row, reason)` calls the action function."""

    name: str
    label: Words
    press: Callable
    done: Words
    fits: Callable = lambda request, row: True
    kinds: tuple = COMMITTEE
    # What the person reads before writing the reason; without it no reason is asked.
    question: Words = ""
    is_danger: bool = False
    in_lists: bool = True


class ButtonsMixin:
    """Gives a ModelAdmin its `buttons`: on the page of a row, in the list, each with an address of its own."""

    buttons: tuple[Button, ...] = ()
    reason_template = "admin/reason.html"

    def get_urls(self):
        """The buttons' addresses stand before Django's own."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_button"
        return [
            path("<path:object_id>/do/<slug:name>/", self.admin_site.admin_view(self.press_view), name=name),
            *super().get_urls(),
        ]

    def may_press(self, request, button: Button, row) -> bool:
        """Whether this person holds the role for it in the row's community."""
        return desk_of(request).keeps(self.community_of(row), button.kinds)

    def buttons_for(self, request, row) -> list[dict]:
        """The buttons that this person can press on this row now."""
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_button"
        return [
            {"button": button, "url": reverse(name, args=[row.pk, button.name])}
            for button in self.buttons
            if self.may_press(request, button, row) and button.fits(request, row)
        ]

    def press_view(self, request, object_id, name):
        """One button on one row: asks for a reason where one is needed, acts on POST."""
        row = self.get_object(request, unquote(object_id))
        button = next((button for button in self.buttons if button.name == name), None)
        if row is None or button is None or not self.may_press(request, button, row):
            raise Http404
        change_url = reverse(
            f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk]
        )
        if not button.fits(request, row):
            messages.warning(request, _("This is no longer possible: it has changed in the meantime."))
            return HttpResponseRedirect(change_url)
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if button.question and not form.is_valid():
            return self._ask(request, button, [row], form, change_url)
        if request.method != "POST":
            return HttpResponseRedirect(change_url)
        try:
            self._press(request, button, row, form.cleaned_data["reason"] if button.question else "")
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, button.done)
        return HttpResponseRedirect(change_url)

    def get_actions(self, request):
        """Django's own actions and those buttons that can be pressed over many rows."""
        actions = super().get_actions(request)
        for button in self.buttons:
            if button.in_lists and desk_of(request).sits(button.kinds):
                actions[button.name] = (partial(press_many, button=button), button.name, button.label)
        return actions

    def _press(self, request, button: Button, row, reason: str) -> None:
        button.press(request, row, reason)
        self.log_change(request, row, f"{button.label} {reason}".strip())

    def _ask(self, request, button: Button, rows, form, back: str, *, is_list: bool = False):
        context = {
            **self.admin_site.each_context(request),
            "title": button.label,
            "opts": self.opts,
            "button": button,
            "rows": rows,
            "form": form,
            "back": back,
            "chosen_name": ACTION_CHECKBOX_NAME if is_list else "",
        }
        return TemplateResponse(request, self.reason_template, context)


def press_many(model_admin, request, queryset, *, button: Button):
    """One button over the chosen rows; those that it does not fit are left alone and counted."""
    rows = list(queryset)
    fitting = [
        row for row in rows if model_admin.may_press(request, button, row) and button.fits(request, row)
    ]
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if button.question and fitting and not form.is_valid():
        return model_admin._ask(request, button, fitting, form, request.get_full_path(), is_list=True)
    reason = form.cleaned_data["reason"] if button.question and fitting else ""
    done = 0
    for row in fitting:
        try:
            model_admin._press(request, button, row, reason)
            done += 1
        except Refused as error:
            messages.error(request, f"{row}: {error}")
    if done:
        messages.success(request, _("%(label)s: %(count)s done.") % {"label": button.label, "count": done})
    if left := len(rows) - len(fitting):
        messages.info(request, _("%(count)s were left as they are.") % {"count": left})
    return None
