"""The cards of the centre, the volunteers and their college in the committee's office."""

from households.models import Role
from households.office import COMMITTEE, Link

# Who sits at the desk and looks after volunteers.
CENTRE = (*COMMITTEE, Role.Kind.CASE_WORKER)

HELP_LINKS: list[Link] = []
