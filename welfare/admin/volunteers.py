"""Volunteers, missions and the college in the office: facts to be read. Phones and exact places stand on the site's pages."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.admin.base import OfficeInline
from households.admin.columns import day, moment
from households.admin.lists import OwnRelatedFilter
from households.desks import COMMITTEE, REGISTER_READERS
from welfare.admin.money import BooksAdmin
from welfare.models import (
    CallOut,
    Certificate,
    Course,
    CourseSession,
    Enrolment,
    Hours,
    Lesson,
    Mission,
    Question,
    Shift,
    SignUp,
    Skill,
    Volunteer,
    VolunteerSkill,
)


@admin.register(Skill)
class SkillAdmin(BooksAdmin):
    """What volunteers can do or bring. The committee changes the list on its own page."""

    readers = REGISTER_READERS
    list_display = ["name", "kind", "needs_check", "is_offered", "community"]
    list_select_related = ["community"]
    list_filter = ["kind", "needs_check", "is_offered", ("community", OwnRelatedFilter)]
    search_fields = ["name"]
    ordering = ["-id"]
    fields = ["community", "kind", "name", "needs_check", "is_offered"]

    def links(self, request, row):
        """Where the list is changed."""
        if not self._holds(request, row, COMMITTEE):
            return []
        return [(reverse("welfare:skills", args=[row.community.code]), _("Skills and tools"))]


class VolunteerSkillInline(OfficeInline):
    """What a volunteer can do, and who looked at it."""

    model = VolunteerSkill
    fields = readonly_fields = ["skill", "checked_by", "checked"]
    checked = staticmethod(moment("checked_at", _("looked at")))

    def get_queryset(self, request):
        """With the skill and who looked."""
        return super().get_queryset(request).select_related("skill", "checked_by").order_by("id")


@admin.register(Volunteer)
class VolunteerAdmin(BooksAdmin):
    """Who helps in a community."""

    readers = COMMITTEE
    list_display = ["name", "kind", "people", "status", "community", "joined", "left"]
    list_select_related = ["community"]
    list_filter = ["status", "kind", ("community", OwnRelatedFilter), "joined_on"]
    search_fields = ["name", "=code", "user__name"]
    ordering = ["-id"]
    inlines = [VolunteerSkillInline]
    joined = staticmethod(day("joined_on", _("since")))
    left = staticmethod(day("left_on", _("left")))
    agreed = staticmethod(moment("consented_at", _("agreed")))
    fields = [
        "code",
        "community",
        "user",
        "kind",
        "name",
        "people",
        "area",
        "status",
        "agreed",
        "joined",
        "left",
    ]

    def links(self, request, row):
        """The volunteer's page, where the phone stands."""
        return [(reverse("welfare:volunteer", args=[row.code]), _("The volunteer's page"))]


class ShiftInline(OfficeInline):
    """When a mission is."""

    model = Shift
    fields = readonly_fields = ["starts", "ends", "places"]
    starts = staticmethod(moment("starts_at", _("starts")))
    ends = staticmethod(moment("ends_at", _("ends")))


class CallOutInline(OfficeInline):
    """Calls to volunteers."""

    model = CallOut
    fields = readonly_fields = ["words", "asked", "sent_by", "sent"]
    sent = staticmethod(moment("sent_at", _("sent")))

    def get_queryset(self, request):
        """With who sent it."""
        return super().get_queryset(request).select_related("sent_by")


@admin.register(Mission)
class MissionAdmin(BooksAdmin):
    """What volunteers are asked to do."""

    readers = REGISTER_READERS
    list_display = ["title", "kind", "status", "community", "coordinator", "written"]
    list_select_related = ["community", "coordinator"]
    list_filter = ["status", "kind", ("community", OwnRelatedFilter), "made_at"]
    search_fields = ["title", "=code", "coordinator__name"]
    ordering = ["-id"]
    inlines = [ShiftInline, CallOutInline]
    written = staticmethod(moment("made_at", _("written")))
    fields = ["code", "community", "kind", "title", "words", "place", "coordinator", "course", "status", "cancel_reason", "written"]  # fmt: skip

    def links(self, request, row):
        """The mission's page."""
        return [(reverse("welfare:mission", args=[row.code]), _("The mission's page"))]


@admin.register(SignUp)
class SignUpAdmin(BooksAdmin):
    """Who takes part in which shift."""

    readers = COMMITTEE
    community_path = "volunteer__community"
    list_display = ["volunteer", "mission", "starts", "status", "came"]
    list_select_related = ["volunteer__community", "shift__mission"]
    list_filter = ["status", ("volunteer__community", OwnRelatedFilter), "made_at"]
    search_fields = ["volunteer__name", "shift__mission__title", "=shift__mission__code"]
    ordering = ["-id"]
    starts = staticmethod(moment("shift__starts_at", _("starts")))
    came = staticmethod(moment("checked_in_at", _("checked in")))
    asked = staticmethod(moment("made_at", _("signed up")))
    fields = ["volunteer", "mission", "starts", "status", "offered_to", "came", "asked"]

    @admin.display(description=_("mission"))
    def mission(self, row):
        """What it is for."""
        return row.shift.mission


@admin.register(Hours)
class HoursAdmin(BooksAdmin):
    """Time that volunteers gave, and who confirmed it."""

    readers = COMMITTEE
    community_path = "volunteer__community"
    list_display = ["on", "volunteer", "kind", "minutes", "status", "answered_by"]
    list_select_related = ["volunteer__community", "answered_by"]
    list_filter = ["status", "kind", ("volunteer__community", OwnRelatedFilter), "day"]
    search_fields = ["=code", "volunteer__name"]
    ordering = ["-day", "-id"]
    on = staticmethod(day("day", _("day")))
    answered = staticmethod(moment("answered_at", _("answered")))
    said = staticmethod(moment("said_at", _("written down")))
    fields = ["code", "volunteer", "kind", "on", "minutes", "words", "said", "status", "answered_by", "answered", "reason"]  # fmt: skip


class LessonInline(OfficeInline):
    """Lessons of a course."""

    model = Lesson
    fields = readonly_fields = ["position", "title", "file_name"]


class QuestionInline(OfficeInline):
    """Questions of its quiz, without the right answers."""

    model = Question
    fields = readonly_fields = ["position", "words"]


class CourseSessionInline(OfficeInline):
    """Days on which it is taught."""

    model = CourseSession
    fields = readonly_fields = ["starts", "ends", "place", "trainers", "places"]
    starts = staticmethod(moment("starts_at", _("starts")))
    ends = staticmethod(moment("ends_at", _("ends")))


@admin.register(Course)
class CourseAdmin(BooksAdmin):
    """Courses of the college."""

    readers = REGISTER_READERS
    list_display = ["title", "community", "status", "needs_session", "pass_percent", "valid_months"]
    list_select_related = ["community"]
    list_filter = ["status", "needs_session", ("community", OwnRelatedFilter)]
    search_fields = ["title", "=code"]
    ordering = ["-id"]
    inlines = [LessonInline, QuestionInline, CourseSessionInline]
    written = staticmethod(moment("made_at", _("written")))
    fields = ["code", "community", "title", "words", "status", "pass_percent", "needs_session", "valid_months", "made_by", "written"]  # fmt: skip

    def links(self, request, row):
        """The course's page."""
        return [(reverse("welfare:course", args=[row.code]), _("The course's page"))]


@admin.register(Enrolment)
class EnrolmentAdmin(BooksAdmin):
    """Who learns which course."""

    readers = COMMITTEE
    community_path = "course__community"
    list_display = ["course", "volunteer", "status", "best_percent", "tries", "passed", "began"]
    list_select_related = ["course__community", "volunteer"]
    list_filter = ["status", ("course__community", OwnRelatedFilter), "made_at"]
    search_fields = ["course__title", "volunteer__name"]
    ordering = ["-id"]
    passed = staticmethod(moment("passed_at", _("passed")))
    began = staticmethod(moment("made_at", _("began")))
    was_there = staticmethod(moment("attended_at", _("was there")))
    fields = ["course", "volunteer", "session", "status", "best_percent", "tries", "was_there", "attended_by", "passed", "began"]  # fmt: skip


@admin.register(Certificate)
class CertificateAdmin(BooksAdmin):
    """Numbered papers, and which were taken back."""

    readers = REGISTER_READERS
    list_display = ["__str__", "kind", "name", "title", "issued", "until", "revoked", "community"]
    list_select_related = ["community"]
    list_filter = ["kind", ("community", OwnRelatedFilter), "issued_on"]
    search_fields = ["=code", "=number", "name", "title"]
    ordering = ["-id"]
    issued = staticmethod(day("issued_on", _("issued")))
    until = staticmethod(day("expires_on", _("holds until")))
    revoked = staticmethod(day("revoked_on", _("taken back")))
    fields = [
        "code", "community", "year", "number", "kind", "volunteer", "name", "title", "minutes", "issued", "issued_by", "until",
        "revoked", "revoked_by", "revoke_reason",
    ]  # fmt: skip

    def links(self, request, row):
        """The page on which anybody can check it."""
        return [(reverse("welfare:certificate", args=[row.code]), _("The certificate's page"))]
