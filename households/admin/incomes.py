"""The register of incomes in the committee's office: to read only, and every look is written down for the household."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from households import privacy
from households.admin.base import OfficeAdmin
from households.admin.columns import column, moment, money
from households.desks import COMMITTEE
from households.models import IncomeLook, IncomeRecord
from lib.dates import thai_month


@admin.register(IncomeRecord)
class IncomeRecordAdmin(OfficeAdmin):
    """What households say they earned. The list names no sums; a household's account book is not here at all."""

    readers = COMMITTEE
    writers = ()
    list_display = ["household", "month_shown", "source", "answer", "origin", "recorded_by", "when"]
    list_select_related = ["household", "recorded_by"]
    list_filter = ["source", "answer", "origin"]
    search_fields = ["household__name", "household__house_number", "household__code"]
    ordering = ["-id"]
    fields = readonly_fields = [
        "household", "month_shown", "source", "answer", "came_in", "cost", "note", "evidence", "origin",
        "recorded_by", "when",
    ]  # fmt: skip
    month_shown = staticmethod(column("month", _("month"), thai_month))
    came_in = staticmethod(money("gross", _("money that came in")))
    cost = staticmethod(money("costs", _("what it cost to earn it")))
    when = staticmethod(moment("recorded_at", _("recorded")))

    def changelist_view(self, request, extra_context=None):
        """The list; each household on the page can read that it was looked at."""
        response = super().changelist_view(request, extra_context)
        rows = getattr(response, "context_data", {}).get("cl")
        if rows is not None:
            self._note(request, [row.household for row in rows.result_list])
        return response

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """One record; its household can read who opened it."""
        if obj is not None:
            self._note(request, [obj.household])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def history_view(self, request, object_id, extra_context=None):
        """Django's own history of a record; opening it is a look as well."""
        row = self.get_object(request, object_id)
        if row is not None:
            self._note(request, [row.household])
        return super().history_view(request, object_id, extra_context)

    def _note(self, request, households) -> None:
        privacy.note_looks(households=households, viewer=request.user, reason=IncomeLook.Reason.REGISTER)
