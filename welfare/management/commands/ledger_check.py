"""`manage.py ledger_check`: are the books of the funds whole? Says what is wrong, and ends with 1 when anything is."""

import sys

from django.core.management.base import BaseCommand, CommandError

from households.models import Community
from welfare import proofs


class Command(BaseCommand):
    """Prove the books of every fund, or of one."""

    help = "Check the books of the funds: chain, sums, documents, closed months and receipts."

    def add_arguments(self, parser):
        """One fund alone, if wished."""
        parser.add_argument("--community", help="The community's code; without it, all funds.")

    def handle(self, *, community=None, **options):
        """Say what is wrong in each fund."""
        rows = Community.objects.order_by("code")
        if community:
            rows = rows.filter(code=community)
            if not rows:
                raise CommandError(f"There is no community with the code {community}.")
        count = sum([self._check(place) for place in rows])
        if count:
            sys.exit(1)

    def _check(self, community: Community) -> int:
        """How many faults there are; each is written on a line of its own."""
        count = 0
        for fault in proofs.faults(community):
            count += 1
            self.stdout.write(f"{community.code}: {fault}")
        if not count:
            self.stdout.write(f"{community.code}: {proofs.whole(community)}")
        return count
