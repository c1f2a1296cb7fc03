"""The ground of every register in the office.

There are no permission tables: what a person sees and does follows from the roles held in each community.
A row of another community does not exist for them, in lists, pages, histories, choices and searches alike.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from households.admin.buttons import ButtonsMixin
from households.admin.columns import value_at
from households.admin.lists import PER_PAGE, OfficeChangeList, PeekingPaginator
from households.desks import COMMITTEE, REGISTER_READERS, desk_of
from lib.errors import Refused
from lib.fields import MoneyField, QuantityField
from lib.forms import ThaiCharField, ThaiDateField, ThaiDecimalField


class SearchedSelect(AutocompleteSelect):
    """A choice by typing, with words in it for eyes and for screen readers."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        """Django leaves the placeholder empty."""
        return {**super().build_attrs(base_attrs, extra_attrs), "data-placeholder": _("Type to look for it")}


class OfficeForms:
    """Form fields that take Thai figures and Buddhist years, and choices within one's own communities."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Dates, baht, quantities and short texts as Thai people type them."""
        if not db_field.choices:
            if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
                return db_field.formfield(form_class=ThaiDateField, **kwargs)
            if isinstance(db_field, MoneyField | QuantityField):
                return db_field.formfield(form_class=ThaiDecimalField, **kwargs)
            if isinstance(db_field, models.URLField):
                kwargs["assume_scheme"] = "https"
            if type(db_field) is models.CharField:
                kwargs.setdefault("widget", forms.TextInput(attrs={"class": "vTextField"}))
                return db_field.formfield(form_class=ThaiCharField, **kwargs)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Another register has its own page.
            field.widget = field.widget.widget
        return field

    def get_field_queryset(self, db, db_field, request):
        """Only rows that the person may see can be chosen; of communities only those one may change."""
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if related is None:
            return db_field.remote_field.model._default_manager.none()
        return related.choices_for(request, self.writers)


class OfficeAdmin(OfficeForms, ButtonsMixin, admin.ModelAdmin):
    """A register whose rows belong to communities. Read-only unless `can_add` or `can_change` says otherwise.

    `community_path` leads from a row to its community ("" for what belongs to the whole site).
    """

    community_path = "community"
    readers = REGISTER_READERS
    writers = COMMITTEE
    can_add = False
    can_change = False

    list_per_page = PER_PAGE
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    empty_value_display = "–"
    view_on_site = False
    save_on_top = False

    # Who may

    def has_module_permission(self, request):
        """Shown to whoever reads it in any community."""
        return desk_of(request).sits(self.readers)

    def has_view_permission(self, request, obj=None):
        """Readers, in the row's community."""
        return self._holds(request, obj, self.readers)

    def has_add_permission(self, request):
        """Writers, where rows are added by hand at all."""
        return self.can_add and desk_of(request).sits(self.writers)

    def has_change_permission(self, request, obj=None):
        """Writers, in the row's community, where rows are changed by hand at all."""
        return self.can_change and self._holds(request, obj, self.writers)

    def has_delete_permission(self, request, obj=None):
        """Nothing that mattered is deleted."""
        return False

    def _holds(self, request, obj, kinds) -> bool:
        desk = desk_of(request)
        return desk.sits(kinds) if obj is None else desk.keeps(self.community_of(obj), kinds)

    def community_of(self, row) -> int | None:
        """The key of the row's community, if it has one."""
        if self.community_path == "pk":
            return row.pk
        *before, last = self.community_path.split("__")
        holder = value_at(row, "__".join(before)) if before else row
        return getattr(holder, f"{last}_id", None)

    # What one sees

    def get_queryset(self, request):
        """Rows of the communities in which the person reads this register."""
        return self.within(super().get_queryset(request), desk_of(request), self.readers)

    def within(self, rows, desk, kinds):
        """Of these rows, those of the desk's communities."""
        return desk.within(rows, self.community_path, kinds)

    def choices_for(self, request, kinds):
        """Rows of this register that may be chosen elsewhere by whoever holds one of these roles."""
        return self.within(super().get_queryset(request), desk_of(request), kinds)

    def get_changelist(self, request, **kwargs):
        """A list that counts nothing."""
        return OfficeChangeList

    def get_paginator(self, request, queryset, per_page, orphans=0, allow_empty_first_page=True):
        """The same for the choices of a field; a row's own history is short and may be counted."""
        kind = PeekingPaginator if queryset.model is self.model else Paginator
        return kind(queryset, per_page, orphans, allow_empty_first_page)

    def get_list_filter(self, request):
        """Who serves one community needs no filter for communities."""
        desk = desk_of(request)
        filters = super().get_list_filter(request)
        if desk.is_technician or len(desk.communities(self.readers)) > 1:
            return filters
        return [one for one in filters if not (isinstance(one, tuple) and one[0] == self.community_path)]

    # What one does

    def links(self, request, row) -> list[tuple[str, str]]:
        """Pages of the site that belong to this row: (address, words)."""
        return []

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The page of a row, with its buttons and links."""
        # One way to save: the others only make people wonder.
        context.update(show_save_and_add_another=False, show_save_and_continue=False)
        if obj is not None:
            context["title"], context["subtitle"] = str(obj), None
            context["office_buttons"] = self.buttons_for(request, obj)
            context["office_links"] = self.links(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What an action refuses is said in words on the same page."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form knows who fills it in."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.desk = desk_of(request)
        return form

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Searched fields say so; a single community is chosen already."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchedSelect(db_field, self.admin_site)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "community" and not db_field.null:
            only = list(field.queryset.values_list("pk", flat=True)[:2]) if field.queryset is not None else []
            field.initial = only[0] if len(only) == 1 else field.initial
        return field


class OfficeInline(OfficeForms, admin.TabularInline):
    """Rows that belong to a row: seen by whoever sees that one, changed only where `can_change` says so."""

    extra = 0
    can_change = False
    can_delete = False
    template = "admin/rows.html"
    show_change_link = False

    @property
    def writers(self):
        """The same as those of the register it stands in."""
        return self.admin_site._registry[self.parent_model].writers

    def _parent_allows(self, request, obj) -> bool:
        return self.can_change and self.admin_site._registry[self.parent_model].has_change_permission(
            request, obj
        )

    def has_view_permission(self, request, obj=None):
        """Whoever is on this page has been let in by the register itself."""
        return True

    def has_add_permission(self, request, obj=None):
        """As the register's own rows."""
        return self._parent_allows(request, obj)

    def has_change_permission(self, request, obj=None):
        """As the register's own rows."""
        return self._parent_allows(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Only where the inline says that its rows may go."""
        return self.can_delete and self._parent_allows(request, obj)


class TechnicianAdmin(OfficeAdmin):
    """What concerns the machine, not a community."""

    community_path = ""
    readers = writers = ()

    def within(self, rows, desk, kinds):
        """All of it for the technician, nothing for anybody else."""
        return rows if desk.is_technician else rows.none()

    def community_of(self, row):
        """It belongs to no community."""
        return None
