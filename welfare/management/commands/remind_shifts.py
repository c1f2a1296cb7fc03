"""`manage.py remind_shifts`: a word to volunteers who help tomorrow. Meant for every afternoon."""

from django.core.management.base import BaseCommand

from welfare.volunteering import reminders


class Command(BaseCommand):
    """Send the reminders; running it again sends nothing twice."""

    help = "Reminds volunteers of the shifts of tomorrow, once each."

    def handle(self, *args, **options) -> None:
        """Remind, and say how many."""
        self.stdout.write(f"{reminders.remind()} reminded")
