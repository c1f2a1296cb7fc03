"""Gifts, receipts and promises for tests."""

import datetime as dt
import itertools
from decimal import Decimal as D

from welfare import donations, matching
from welfare.models import Campaign, Donation, MatchingPledge

keys = itertools.count(1)


def campaign(community, creator, *, status="open", name="หลังคาศาลา") -> Campaign:
    """A campaign that asks for donations, unless said otherwise."""
    return Campaign.objects.create(
        community=community,
        name=name,
        story="ซ่อมหลังคา",
        goal=D(20000),
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2030, 12, 31),
        status=status,
        created_by=creator,
    )


def promise(community, amount="100", **said) -> Donation:
    """Somebody wants to give."""
    return donations.give(community=community, amount=D(amount), key=f"gift{next(keys)}", **said)


def sent(community, amount="100", reference=None, **said) -> Donation:
    """Somebody has sent money and shown the slip."""
    gift = promise(community, amount, **said)
    reference = reference or f"GIFTREF{next(keys):09d}"
    return donations.show_slip(donation=gift, bank="004", reference=reference)


def arrived(community, treasurer, amount="100", **said) -> Donation:
    """A gift that is in the books, with its receipt."""
    return donations.confirm(donation=sent(community, amount, **said), amount=D(amount), actor=treasurer)


def pledged(community, actor, amount="5000", due=dt.date(2026, 3, 31), name="เทศบาลบ้านสวน") -> MatchingPledge:
    """A promise of the town."""
    source = matching.add_source(community=community, kind="local", name=name)
    return matching.pledge(
        source=source,
        amount=D(amount),
        pledged_on=dt.date(2026, 1, 15),
        due_on=due,
        document="หนังสือที่ 55/2569",
        actor=actor,
    )
