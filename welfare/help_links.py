"""The cards of the centre, the volunteers and their college in the committee's office."""

from django.utils.translation import gettext_lazy as _

from households.desks import CHAIR
from households.models import Role
from households.office import COMMITTEE, Link

# Who sits at the desk and looks after volunteers.
CENTRE = (*COMMITTEE, Role.Kind.CASE_WORKER)

HELP_LINKS: list[Link] = [
    Link(
        "welfare:circle",
        _("The small circle"),
        _("Who reads requests about violence, abuse and cheating."),
        "user",
        kinds=CHAIR,
    ),
]
