"""What volunteering holds about a person, and what is taken out of it when a name is removed.

Hours stay as numbers, without name, words and phone. Certificates lose the name, so that they prove nothing any more.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import Person
from households.personal_data import Part
from welfare.models import Certificate, Enrolment, Hours, SignUp, Volunteer, VolunteerSkill


def collect(person: Person) -> list[Part]:
    """The person's places among volunteers, with skills, shifts, hours, courses and certificates."""
    if person.user_id is None:
        return []
    mine = {"volunteer__user": person.user_id}
    return [
        Part(
            "volunteering",
            _("Where I am or was a volunteer"),
            Volunteer.objects.filter(user=person.user_id).select_related("community").order_by("pk"),
            (
                "code", "community__name", "kind", "name", "people", "phone", "area", "times", "words", "status",
                "consented_at", "joined_on", "left_on",
            ),
        ),
        Part(
            "volunteer_skills",
            _("What I can do or bring as a volunteer"),
            VolunteerSkill.objects.filter(**mine).select_related("skill").order_by("pk"),
            ("skill__name", "checked_at"),
        ),
        Part(
            "shifts",
            _("Shifts that I took"),
            SignUp.objects.filter(**mine).select_related("shift__mission").order_by("pk"),
            ("shift__mission__title", "shift__starts_at", "status", "checked_in_at"),
        ),
        Part(
            "volunteer_hours",
            _("Hours that I gave"),
            Hours.objects.filter(**mine).order_by("pk"),
            ("code", "kind", "day", "minutes", "words", "status", "reason"),
        ),
        Part(
            "courses",
            _("Courses that I took"),
            Enrolment.objects.filter(**mine).select_related("course").order_by("pk"),
            ("course__title", "status", "best_percent", "made_at", "passed_at"),
        ),
        Part(
            "certificates",
            _("Certificates that I got"),
            Certificate.objects.filter(**mine).order_by("pk"),
            ("code", "number", "year", "kind", "name", "title", "issued_on", "expires_on", "revoked_on"),
        ),
    ]  # fmt: skip


def erase(person: Person) -> None:
    """The person leaves everywhere; name, phone and words go."""
    if person.user_id is None:
        return
    rows = Volunteer.objects.filter(user=person.user_id)
    mine = {"volunteer__user": person.user_id}
    VolunteerSkill.objects.filter(**mine).delete()
    Hours.objects.filter(**mine).update(words="", reason="")
    Certificate.objects.filter(**mine).update(name="")
    rows.exclude(status="left").update(status="left", left_on=timezone.localdate())
    rows.update(name="", phone="", area="", words="", times=[])
