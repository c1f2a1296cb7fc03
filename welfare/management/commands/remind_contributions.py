"""`manage.py remind_contributions`: a gentle word to households behind with their contribution. Once a month."""

from django.core.management.base import BaseCommand

from welfare import contribution_reminders


class Command(BaseCommand):
    """Send the reminders; running it again in the same month sends nothing twice."""

    help = "Reminds households that are behind with their contribution, at most once a month each."

    def handle(self, *args, **options) -> None:
        """Remind, and say how many."""
        self.stdout.write(f"{contribution_reminders.remind()} reminded")
