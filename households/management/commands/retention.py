"""`manage.py retention`: throw away what is needed no longer. Run it daily."""

from django.core.management.base import BaseCommand
from django.utils import translation

from households import erasures, retention


class Command(BaseCommand):
    """Print how many of each kind went."""

    help = "Deletes what is kept no longer than needed, and prints how many of each. Run it daily."

    def handle(self, *args, **options):
        """Do all of it, then overwrite what was deleted."""
        with translation.override("en"):
            for label, count in retention.run():
                self.stdout.write(f"{count:8d}  {label}")
        if not erasures.empty_journal():
            retention.vacuum()
