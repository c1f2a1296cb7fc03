"""`manage.py replay_erasures`: after a backup came back, remove the names that had been removed since."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from households import erasures
from households.models import Person
from lib.errors import Refused


class Command(BaseCommand):
    """Read the file of codes and remove each name that is there again."""

    help = "After restoring a backup: removes again every name listed in ERASURES_FILE."

    def handle(self, *args, **options):
        """Go through the lines. Fails when a name has to wait, so that nobody overlooks it."""
        file = settings.ERASURES_FILE
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        removed, waiting = 0, []
        for _day, code, account in dict.fromkeys(tuple(line.split()) for line in lines if line.strip()):
            person = find(code, account)
            if person is None or person.erased_at:
                continue
            try:
                erasures.carry_out(person=person, actor=None, reason="replayed")
                removed += 1
            except Refused as refusal:
                waiting.append(f"{code}: {refusal}")
        self.stdout.write(f"{removed} names removed again")
        if waiting:
            raise CommandError("These names are still there:\n" + "\n".join(waiting))


def find(code: str, account: str) -> Person | None:
    """The person with this code; one whose entry was made after the backup is found by the account."""
    person = Person.objects.filter(code=code).first()
    return person or (Person.objects.filter(user__code=account).first() if account != "-" else None)
