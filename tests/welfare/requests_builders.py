"""Rules of the fund as in many villages, and requests under them, made through the real actions."""

import datetime as dt
import itertools
from decimal import Decimal as D

from django.utils import timezone

from tests import factories
from welfare import aid_requests, benefit_rules
from welfare.models import AidRequest, BenefitRules, Payout

numbers = itertools.count(1)
START = dt.date(2020, 1, 1)
PLAIN = {
    "per": "event",
    "most_per_event": None,
    "most_per_year": None,
    "most_per_lifetime": None,
    "months_needed": 0,
    "papers": "",
    "words": "",
}


def put(rules: BenefitRules, actor, event: str, amount: str, *, steps=(), **given):
    """What the rules pay for one kind of event."""
    limits = {name: D(value) for name, value in given.items() if name.startswith("most_")}
    return benefit_rules.put_benefit(
        rules=rules,
        event=event,
        steps=[(months, D(baht)) for months, baht in steps],
        actor=actor,
        **{**PLAIN, "amount": D(amount), **given, **limits},
    )


def village_rules(community, *, valid_from: dt.date = START) -> BenefitRules:
    """Birth 1,000; hospital 200 a night, 600 a stay, 1,000 a year; death from 3,000 after 6 months to 30,000."""
    writer = factories.with_role(community, "committee", name="ร่าง ตัวอย่าง")
    rules = benefit_rules.draft(community=community, actor=writer)
    put(rules, writer, "birth", "1000", papers="สูติบัตร")
    put(rules, writer, "hospital", "200", per="night", most_per_event="600", most_per_year="1000")
    put(rules, writer, "death", "3000", months_needed=6, steps=[(60, "10000"), (180, "30000")])
    put(rules, writer, "schooling", "500", per="year", most_per_lifetime="1200")
    return adopt(rules, valid_from=valid_from)


def adopt(rules: BenefitRules, *, valid_from: dt.date = START) -> BenefitRules:
    """Adopted by another member of the committee."""
    other = factories.with_role(rules.community, "chair", name="ประธาน ตัวอย่าง")
    return benefit_rules.adopt(
        rules=rules, resolution="มติที่ประชุม 1/2563", adopted_on=valid_from, valid_from=valid_from, actor=other
    )


def ask(community, event: str = "hospital", *, user=None, **given) -> AidRequest:
    """A request for a household of the community, by its representative unless somebody else is given."""
    return aid_requests.ask(
        community=community,
        event=event,
        user=user,
        **{
            "words": "ช่วยด้วย",
            "for_whom": "ยายแก้ว ตัวอย่าง",
            "urgency": "week",
            "phone": "0812345678",
            "asker": "self",
            "event_on": timezone.localdate(),
            "units": 1,
            "key": f"request-key-{next(numbers)}",
            **given,
        },
    )


def settle(request: AidRequest, amount: str, *, status: str = "paid", paid_at=None) -> AidRequest:
    """As if it had been agreed and paid, in goods, so that no money is needed."""
    AidRequest.objects.filter(pk=request.pk).update(status=status, approved=D(amount))
    if status == "paid":
        payer = factories.with_role(request.community, "treasurer", name="จ่าย ตัวอย่าง")
        payout = Payout.objects.create(request=request, community=request.community, amount=D(amount))
        Payout.objects.filter(pk=payout.pk).update(
            status="paid", way="goods", paid_by=payer, paid_at=paid_at or timezone.now()
        )
    request.refresh_from_db()
    return request
