"""How the market is sorted and measured: categories and units, the same for every community."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from households.admin.base import OfficeAdmin
from households.admin.columns import amount
from households.desks import CHAIR, REGISTER_READERS
from market.models import Category, Unit


class CatalogueAdmin(OfficeAdmin):
    """Read by committees, kept by chairs and the technician."""

    community_path = ""
    readers = REGISTER_READERS
    writers = CHAIR
    can_add = can_change = True
    search_fields = ["name_th", "name_en", "code"]

    def within(self, rows, desk, kinds):
        """The whole site's."""
        return rows if desk.sits(kinds) else rows.none()

    def _holds(self, request, obj, kinds):
        return super()._holds(request, None, kinds)

    def get_readonly_fields(self, request, obj=None):
        """A code is part of addresses and spreadsheets, so it stays."""
        return ["code"] if obj else []


@admin.register(Category)
class CategoryAdmin(CatalogueAdmin):
    """Kinds of goods. One that is no longer wanted is switched off, not deleted."""

    list_display = ["name_th", "name_en", "sign", "tone", "position", "is_active", "code"]
    list_filter = ["is_active"]
    fields = ["name_th", "name_en", "code", "sign", "tone", "position", "is_active"]


@admin.register(Unit)
class UnitAdmin(CatalogueAdmin):
    """Units that goods are sold by."""

    list_display = ["name_th", "name_en", "smallest", "position", "code"]
    fields = ["name_th", "name_en", "code", "step", "position"]
    smallest = staticmethod(amount("step", _("smallest step")))
