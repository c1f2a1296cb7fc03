"""The cards of the centre, the volunteers and their college in the committee's office."""

from django.utils.translation import gettext_lazy as _

from households.desks import CHAIR
from households.models import Role
from households.office import COMMITTEE, Link
from welfare.helpdesk import board
from welfare.volunteering import figures, hours

# Who sits at the desk and looks after volunteers.
CENTRE = (*COMMITTEE, Role.Kind.CASE_WORKER)

HELP_LINKS: list[Link] = [
    Link(
        "welfare:desk",
        _("The centre's board"),
        _("Who asks the centre for help: what waits, what is in hand, what is late."),
        "help",
        kinds=CENTRE,
        waiting=board.count_waiting,
    ),
    Link(
        "welfare:desk_map",
        _("Map of the centre"),
        _("Open requests on the picture of the village."),
        "pickup",
        kinds=CENTRE,
    ),
    Link(
        "welfare:desk_times",
        _("Target times of the centre"),
        _("How soon a request is taken in hand and solved, by how urgent it is."),
        "clock",
    ),
    Link(
        "welfare:circle",
        _("The small circle"),
        _("Who reads requests about violence, abuse and cheating."),
        "user",
        kinds=CHAIR,
    ),
    Link(
        "welfare:volunteer_office",
        _("Look after volunteers"),
        _("Who can do what, who waits to be looked at, and which shifts need people."),
        "user",
        kinds=CENTRE,
        waiting=figures.count_to_check,
    ),
    Link(
        "welfare:missions",
        _("Missions of volunteers"),
        _("What people are needed for, the gaps of the next days, and calling those who can."),
        "calendar",
        kinds=CENTRE,
    ),
    Link(
        "welfare:hours_waiting",
        _("Hours to confirm"),
        _("What volunteers checked in for or wrote down, one press for each."),
        "clock",
        kinds=CENTRE,
        waiting=hours.count_waiting,
    ),
    Link(
        "welfare:courses",
        _("The volunteers' college"),
        _("Write courses, tick who was there, and see who has passed."),
        "star",
        kinds=CENTRE,
    ),
    Link(
        "welfare:college_thanks",
        _("Thanks for hours"),
        _("Certificates for the confirmed hours of a year, issued with one press."),
        "seal",
        kinds=CENTRE,
    ),
]
