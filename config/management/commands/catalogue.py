from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config import catalogues, proofreading


class Command(BaseCommand):
    """Keep the Thai catalogue: collect texts from the code, check them, merge translations, compile."""

    help = "Collect the texts to translate into locale/ and locale_gaps/. See docs/translation.md."
    requires_system_checks = []

    def add_arguments(self, parser):
        todo = parser.add_mutually_exclusive_group()
        todo.add_argument("--compile", action="store_true", help="write the .mo files that the site reads")
        todo.add_argument(
            "--check", action="store_true", help="exit with 1 and name what is missing or wrong"
        )
        todo.add_argument(
            "--merge",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="collect, then fill what is empty from other .po files",
        )

    def handle(self, *args, **options):
        if options["compile"]:
            catalogues.compile_all()
        elif options["check"]:
            self.check_books()
        else:
            self.collect()
            for path in options["merge"] or []:
                self.merge(path)

    def collect(self):
        """Bring every book up to the code."""
        for book in catalogues.BOOKS:
            catalog = catalogues.update(book)
            empty = sum(not catalogues.texts(message) for message in catalogues.messages(catalog))
            self.stdout.write(f"{book.folder} {book.domain}: {len(catalog)} messages, {empty} without Thai")

    def merge(self, path: Path):
        """Fill our own book from one file, and say what it holds that we do not use."""
        filled, unknown = catalogues.merge(catalogues.BOOKS[0], path)
        self.stdout.write(f"{path}: {filled} filled")
        for msgid in unknown:
            self.stdout.write(f"  not in the code: {msgid!r}")

    def check_books(self):
        """Fail with one line for each fault."""
        faults = proofreading.faults()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the Thai catalogue.")
