"""`manage.py report_check`: does every published report still come out of what was kept with it?"""

from django.core.management.base import BaseCommand, CommandError

from households import report_check


class Command(BaseCommand):
    """Work published reports out again from their kept figures."""

    help = (
        "Work every published report out again from the figures, parameters and prices that were kept with it, and "
        "compare the result with what was published. Ends with 1 when one differs."
    )

    def handle(self, *args, **options) -> None:
        """Say which differ, and how many do not."""
        same = wrong = 0
        for finding in report_check.check():
            wrong += finding.is_wrong
            same += not finding.is_wrong and not finding.words
            if finding.words:
                self.stdout.write(finding.words)
        if wrong:
            raise CommandError(report_check.wrong_words(wrong))
        self.stdout.write(self.style.SUCCESS(report_check.right_words(same)))
