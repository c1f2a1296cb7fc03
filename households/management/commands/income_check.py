"""`manage.py income_check`: are the sums that reports read what the records say?"""

from django.core.management.base import BaseCommand, CommandError

from households import rollup_check, rollups
from households.models import Community
from lib.errors import Refused

MOST_SHOWN = 50


class Command(BaseCommand):
    """Compare sums with records, to the satang."""

    help = (
        "Work out every household's months from the records and compare them, to the satang, with the sums that "
        "reports read. Ends with 1 when something differs; --mend works all sums out anew."
    )

    def add_arguments(self, parser) -> None:
        """The command's options."""
        parser.add_argument("--community", metavar="CODE", help="only this community")
        parser.add_argument("--mend", action="store_true", help="work the sums out anew where they differ")

    def handle(self, *args, **options) -> None:
        """Say what differs, mend it where that is asked for, and look again."""
        try:
            community = rollup_check.community_of(options["community"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        wrong = self.look(community)
        if wrong and options["mend"]:
            self.stdout.write(rollup_check.rebuilt(rollups.rebuild(community=community)))
            wrong = self.look(community)
        if wrong:
            raise CommandError(rollup_check.verdict(wrong))
        self.stdout.write(self.style.SUCCESS(rollup_check.verdict(0)))

    def look(self, community: Community | None) -> int:
        """Write down what was found, at most fifty lines of each kind. Returns how many sums are wrong."""
        seen = {True: 0, False: 0}
        for finding in rollup_check.check(community=community):
            seen[finding.is_wrong] += 1
            if seen[finding.is_wrong] <= MOST_SHOWN:
                self.stdout.write(finding.words)
            elif seen[finding.is_wrong] == MOST_SHOWN + 1:
                self.stdout.write("…")
        return seen[True]
