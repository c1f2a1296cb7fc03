"""`manage.py remind_months`: remind households of the month that ended. Meant for the first days of each month."""

from django.core.management.base import BaseCommand

from households import month_reminders


class Command(BaseCommand):
    """Send the reminders; running it again sends nothing twice."""

    help = "Reminds households whose last month is not written down yet, once for each household and month."

    def handle(self, *args, **options) -> None:
        """Remind, and say how many."""
        self.stdout.write(f"{month_reminders.remind()} reminded")
