"""`manage.py demo`: an invented municipality to try everything in."""

import time
from unittest import mock

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.demo import people
from config.demo.build import build
from config.demo.story import Size
from households.models import Community, User


class Command(BaseCommand):
    """Fill an empty database with the demo, once."""

    help = (
        "Fill an empty database with an invented municipality: four communities, 120 households, 60 shops, "
        "400 listings with pictures, 18 months of orders, 30 months of incomes. Only where DEBUG=1 is set, never in production."
    )

    def add_arguments(self, parser) -> None:
        """The command's options."""
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing when the demo, or anything else, is there already",
        )
        parser.add_argument(
            "--orders", type=int, default=Size.orders, help=f"how many purchases to replay ({Size.orders})"
        )

    def handle(self, *args, **options) -> None:
        """Refuse wherever something real could be, then build."""
        if not settings.DEVELOPMENT:
            raise CommandError(
                "The demo opens accounts of invented people. It is only made where DEBUG=1 is set, "
                "never on a site that is set up for production."
            )
        if options["orders"] < 0:
            raise CommandError("--orders takes a number of zero or more.")
        if Community.objects.exists() or User.objects.exists():
            self.leave_alone(options["if_empty"])
            return
        started = time.monotonic()
        self.stdout.write("Building the demo: two and a half years in about a minute.")
        # A debug site keeps every statement in memory.
        with mock.patch.object(settings, "DEBUG", False):
            build(now=timezone.now(), size=Size(orders=options["orders"]), say=self.say)
        self.stdout.write(self.style.SUCCESS(f"The demo is ready ({time.monotonic() - started:.0f} s)."))
        self.stdout.write(
            "Enter at /accounts/login/ by pressing a person. The fund's pages: /fund/sirisuk/collect/ (volunteer), "
            "/fund/sirisuk/requests/ (committee), /fund/sirisuk/treasurer/ (treasurer), /fund/sirisuk/audit/ (auditor)."
        )

    def leave_alone(self, if_empty: bool) -> None:
        """Say why nothing is done, and fail where that was not expected."""
        is_demo = Community.objects.filter(municipality__code=people.MUNICIPALITY["code"]).exists()
        if if_empty:
            self.stdout.write("The database is not empty: it stays as it is.")
            return
        if is_demo:
            raise CommandError("The demo is there already. For a fresh one, delete the database first.")
        raise CommandError(
            "This database holds people or communities that are not the demo's. "
            "Use an empty one: set DATABASE_URL to another file or database."
        )

    def say(self, line: str) -> None:
        """A line of progress, at once."""
        self.stdout.write(line)
        self.stdout.flush()
