"""The change log, background work, and what nobody needs to see here."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.forms.models import _get_foreign_key
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from households.admin.base import OfficeAdmin, TechnicianAdmin
from households.admin.columns import moment
from households.desks import desk_of
from households.models import Role

# Rows of these packages are kept by the site's own pages.
for model in (
    Group,
    EmailAddress,
    SocialAccount,
    SocialApp,
    SocialToken,
    Authenticator,
    LogEntry,
    DBTaskResult,
):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


# So many changes of a row stand in the list.
FEW = 3


class RegisterFilter(admin.SimpleListFilter):
    """Which register was changed."""

    title = gettext_lazy("register")
    parameter_name = "register"

    def lookups(self, request, model_admin):
        """Registers that the change log follows."""
        kinds = ContentType.objects.get_for_models(*auditlog.get_models()).items()
        return sorted(
            ((kind.pk, capfirst(model._meta.verbose_name_plural)) for model, kind in kinds), key=str
        )

    def queryset(self, request, queryset):
        """Changes of one register."""
        value = self.value() or ""
        return queryset.filter(content_type=value) if value.isdigit() else queryset


@admin.register(LogEntry)
class LogEntryAdmin(OfficeAdmin):
    """Who did what to what, when, from where. Read by chair and auditor, changed by nobody."""

    readers = (Role.Kind.CHAIR, Role.Kind.AUDITOR)
    writers = ()
    list_display = ["at", "actor", "what", "register", "object_repr", "in_short"]
    list_select_related = ["actor", "content_type"]
    list_filter = ["action", RegisterFilter, "timestamp"]
    search_fields = ["object_repr", "actor__name"]
    ordering = ["-id"]
    fields = readonly_fields = ["at", "actor", "remote_addr", "what", "register", "object_repr", "changed"]
    at = staticmethod(moment("timestamp", gettext_lazy("when")))

    @admin.display(description=gettext_lazy("what happened"), ordering="action")
    def what(self, row):
        """Added, changed or deleted."""
        words = {0: _("added it"), 1: _("changed it"), 2: _("deleted it"), 3: _("read it")}
        return words.get(row.action, "–")

    @admin.display(description=gettext_lazy("register"), ordering="content_type")
    def register(self, row):
        """Which register."""
        model = row.content_type.model_class()
        return capfirst(model._meta.verbose_name) if model else row.content_type.model

    @admin.display(description=gettext_lazy("changes"))
    def changed(self, row):
        """Each field with its old and its new value."""
        return _lines(_pairs(row))

    @admin.display(description=gettext_lazy("changes"))
    def in_short(self, row):
        """The first changes. What a row began with stands on its own page."""
        pairs = _pairs(row) if row.action == LogEntry.Action.UPDATE else []
        rest = len(pairs) - FEW
        more = _("and %(count)s more") % {"count": rest} if rest > 0 else ""
        return _lines(pairs[:FEW]) + more

    def within(self, rows, desk, kinds):
        """Changes of rows that belong to the desk's communities, register by register."""
        if desk.is_technician:
            return rows
        places = desk.communities(kinds)
        if not places:
            return rows.none()
        ours = Q(pk__in=[])
        for model, keys in self._followed(desk, kinds):
            kind = ContentType.objects.get_for_model(model)
            ours |= Q(content_type=kind, object_id__in=keys)
        return rows.filter(ours)

    def _followed(self, desk, kinds):
        """Pairs of a model in the change log and the keys of its rows in the desk's communities."""
        for model, register in self.admin_site._registry.items():
            if not isinstance(register, OfficeAdmin) or isinstance(register, TechnicianAdmin):
                continue
            if model is LogEntry or not register.community_path:
                continue
            rows = register.within(model._default_manager.order_by(), desk, kinds)
            if auditlog.contains(model):
                yield model, rows.values("pk")
            for inline in register.inlines:
                if auditlog.contains(inline.model) and not self.admin_site.is_registered(inline.model):
                    key = _get_foreign_key(model, inline.model, fk_name=inline.fk_name)
                    yield (
                        inline.model,
                        inline.model._default_manager.filter(**{f"{key.name}__in": rows.values("pk")}).values(
                            "pk"
                        ),
                    )

    def _holds(self, request, obj, kinds):
        desk = desk_of(request)
        if obj is None or desk.is_technician:
            return desk.sits(kinds)
        return self.within(LogEntry.objects.filter(pk=obj.pk), desk, kinds).exists()


@admin.register(DBTaskResult)
class TaskResultAdmin(TechnicianAdmin):
    """Work in the background, for the technician."""

    list_display = ["task_path", "status", "enqueued", "finished", "priority"]
    list_filter = ["status"]
    search_fields = ["task_path"]
    ordering = ["-enqueued_at"]
    fields = readonly_fields = ["task_path", "status", "enqueued", "started", "finished", "traceback"]
    enqueued = staticmethod(moment("enqueued_at", gettext_lazy("handed in")))
    started = staticmethod(moment("started_at", gettext_lazy("begun")))
    finished = staticmethod(moment("finished_at", gettext_lazy("finished")))


def _pairs(row) -> list[tuple[str, str, str]]:
    """The changed fields with their old and new values, in words."""
    model = row.content_type.model_class()
    fields = {field.name: field for field in model._meta.get_fields()} if model else {}
    return [
        (_field_name(fields.get(name), name), *(_short(fields.get(name), value) for value in pair))
        for name, pair in (row.changes or {}).items()
        # Rows that point here have entries of their own.
        if isinstance(pair, list) and len(pair) == 2 and not getattr(fields.get(name), "auto_created", False)
    ]


def _lines(pairs) -> str:
    return format_html_join("\n", "<div class='office-change'>{}: {} → {}</div>", pairs)


def _field_name(field, name: str) -> str:
    return capfirst(field.verbose_name) if field else name


def _short(field, value) -> str:
    known = {"None": "–", "": "–", "True": _("yes"), "False": _("no")}
    known |= {str(key): str(label) for key, label in getattr(field, "flatchoices", None) or ()}
    text = known.get(str(value), str(value))
    return text if len(text) <= 80 else f"{text[:80]}…"
