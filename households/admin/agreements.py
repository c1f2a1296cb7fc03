"""Agreements: each row is one published text. A new text is a new version."""

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import agreements
from households.admin.base import OfficeAdmin
from households.admin.columns import moment
from households.desks import EVERYBODY, desk_of
from households.models import Agreement, AgreementVersion, Community
from lib.forms import ThaiCharField


class PublishForm(forms.ModelForm):
    """A new text of a document."""

    kind = forms.ChoiceField(label=_("kind"), choices=Agreement.Kind)
    community = forms.ModelChoiceField(
        label=_("community"),
        queryset=Community.objects.none(),
        required=False,
        empty_label=_("the whole site"),
    )
    summary = ThaiCharField(
        label=_("in short"), multiline=True, help_text=_("One screen, in plain words."), max_length=5000
    )
    body = ThaiCharField(label=_("full text"), multiline=True, max_length=100_000)
    summary_en = ThaiCharField(
        label=_("in short, in English"), multiline=True, required=False, max_length=5000
    )
    body_en = ThaiCharField(
        label=_("full text in English"), multiline=True, required=False, max_length=100_000
    )
    adopted = ThaiCharField(
        label=_("how it was adopted"),
        required=False,
        max_length=200,
        help_text=_("For example: at the community's meeting, and on which day"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    desk = None

    class Meta:
        model = AgreementVersion
        fields = ["kind", "community", "summary", "body", "summary_en", "body_en", "adopted"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places, field = Community.objects.all(), self.fields["community"]
        if not self.desk.is_technician:
            places = places.filter(pk__in=self.desk.communities(AgreementVersionAdmin.writers))
            field.required, field.empty_label = True, None
        field.queryset = places


@admin.register(AgreementVersion)
class AgreementVersionAdmin(OfficeAdmin):
    """Rules and notices: read every version, publish a new one."""

    community_path = "agreement__community"
    readers = EVERYBODY
    can_add = True
    add_form = PublishForm
    list_display = ["document", "number", "published", "published_by", "adopted"]
    list_select_related = ["agreement__community", "published_by"]
    list_filter = ["agreement__kind"]
    search_fields = ["summary", "body", "adopted"]
    ordering = ["-id"]
    published = staticmethod(moment("published_at", _("published")))
    fields = [
        "document", "number", "published", "published_by", "adopted",
        "summary", "body", "summary_en", "body_en",
    ]  # fmt: skip
    readonly_fields = fields

    @admin.display(description=_("agreement"), ordering="agreement__kind")
    def document(self, row):
        """Which document, and whose."""
        return str(row.agreement)

    def within(self, rows, desk, kinds):
        """The communities' own documents, and to read, the site's."""
        if desk.is_technician:
            return rows
        own = Q(agreement__community__in=desk.communities(kinds))
        return rows.filter(own | Q(agreement__community__isnull=True))

    def has_view_permission(self, request, obj=None):
        """Everybody in the office reads what holds on the whole site."""
        if obj is not None and obj.agreement.community_id is None:
            return desk_of(request).is_open
        return super().has_view_permission(request, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The page for a new version has a form of its own."""
        if obj is None:
            return type("PublishForm", (PublishForm,), {"desk": desk_of(request)})
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request, obj=None):
        """What is written for a new version; what is read of an old one."""
        return self.fields if obj else PublishForm.Meta.fields

    def get_readonly_fields(self, request, obj=None):
        """A published text never changes."""
        return self.fields if obj else []

    def get_changeform_initial_data(self, request):
        """A new version begins with the words of the one it follows."""
        before = self.get_queryset(request).filter(pk=request.GET.get("after") or 0).first()
        if before is None:
            return {}
        words = ["summary", "body", "summary_en", "body_en"]
        return {
            "kind": before.agreement.kind,
            "community": before.agreement.community_id,
            **{name: getattr(before, name) for name in words},
        }

    def save_model(self, request, obj, form, change):
        """Through the action: everybody is asked again."""
        words = form.cleaned_data
        made = agreements.publish(
            actor=request.user, **{name: words[name] for name in PublishForm.Meta.fields}
        )
        obj.__dict__.update(made.__dict__)

    def links(self, request, row):
        """The next version begins with these words."""
        if not desk_of(request).keeps(row.agreement.community_id, self.writers):
            return []
        add = reverse("admin:households_agreementversion_add")
        return [(f"{add}?after={row.pk}", _("Write a new version"))]
