"""`manage.py income_rebuild`: work out anew the sums that reports read."""

from django.core.management.base import BaseCommand, CommandError

from households import rollup_check, rollups
from lib.errors import Refused


class Command(BaseCommand):
    """Write all sums from the records."""

    help = (
        "Work out anew, from the records, the sums that reports read: after a restore, or when income_check says "
        "so. People may go on working meanwhile."
    )

    def add_arguments(self, parser) -> None:
        """The command's options."""
        parser.add_argument("--community", metavar="CODE", help="only this community")

    def handle(self, *args, **options) -> None:
        """Rebuild and say how much that was."""
        try:
            community = rollup_check.community_of(options["community"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        count = rollups.rebuild(community=community)
        self.stdout.write(self.style.SUCCESS(rollup_check.rebuilt(count)))
