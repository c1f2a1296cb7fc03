"""The municipality's line: reports show which share of households lives below it."""

from decimal import Decimal

from auditlog.context import set_actor
from django.db import transaction

from households.models import Municipality, User


@transaction.atomic
def set_line(*, municipality: Municipality, line: Decimal | None, actor: User) -> Municipality:
    """Set the line, in baht for one person in a month; None for none. The change log keeps who did (`actor`)."""
    locked = Municipality.objects.select_for_update(of=("self",)).get(pk=municipality.pk)
    if locked.reference_line != line:
        with set_actor(actor):
            locked.reference_line = line
            locked.save(update_fields=["reference_line"])
    return locked
