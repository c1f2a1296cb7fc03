"""`manage.py fill`: large data for measuring."""

import time
from unittest import mock

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.fill import fill
from config.fill.tools import PREFIX
from market.models import Variant


class Command(BaseCommand):
    """Add many households, listings, orders and entries of the books."""

    help = (
        "Add large data for measuring, in communities of its own: 100,000 listings in a minute or two, a million "
        "with the same memory; 10,000 households with 36 months of income from three sources in a few minutes. Only where DEBUG=1 is set, never in production."
    )

    def add_arguments(self, parser) -> None:
        """The command's options."""
        parser.add_argument(
            "--listings", type=int, default=0, metavar="N", help="listings, in shops of fifty"
        )
        parser.add_argument("--orders", type=int, default=0, metavar="N", help="orders with all that follows")
        parser.add_argument(
            "--households", type=int, default=0, metavar="N", help="households with people and income"
        )
        parser.add_argument(
            "--transfers", type=int, default=0, metavar="N", help="entries in the books of one fund"
        )
        parser.add_argument(
            "--months", type=int, default=12, metavar="N", help="months of income, three sources each"
        )
        parser.add_argument("--seed", type=int, default=1, help="another number gives other data")

    def handle(self, *args, **options) -> None:
        """Refuse what cannot be meant, then fill."""
        if not settings.DEVELOPMENT:
            raise CommandError(
                "This adds invented data. It only runs where DEBUG=1 is set, never on a site that is set up "
                "for production."
            )
        wanted = {name: options[name] for name in ("listings", "orders", "households", "transfers")}
        if options["months"] < 1:
            raise CommandError("Households have at least one month of income: --months N.")
        if min(wanted.values()) < 0 or not any(wanted.values()):
            raise CommandError(
                "Say how many: --listings N, --orders N, --households N, --transfers N (zero or more)."
            )
        has_variants = Variant.objects.filter(listing__community__code__startswith=PREFIX).exists()
        if wanted["orders"] and not wanted["listings"] and not has_variants:
            raise CommandError("Orders need something to order: add --listings N.")
        started = time.monotonic()
        # A debug site keeps every statement in memory.
        with mock.patch.object(settings, "DEBUG", False):
            fill(**wanted, months=options["months"], seed=options["seed"], say=self.say)
        self.stdout.write(self.style.SUCCESS(f"Done ({time.monotonic() - started:.0f} s)."))

    def say(self, line: str) -> None:
        """A line of progress, at once."""
        self.stdout.write(line)
        self.stdout.flush()
