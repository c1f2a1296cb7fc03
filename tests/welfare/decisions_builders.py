"""A request for help of a household in Ban Suan, who decides, and a fund that can pay."""

import datetime as dt
import io
import itertools
from decimal import Decimal as D

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from households.models import Household, Person
from tests import factories
from welfare import aid_decisions, ledger
from welfare.models import Account, AidRequest, BenefitRules

numbers = itertools.count(1)
FIRST = dt.date(2026, 1, 1)
PATH = "private/papers/2026/11/" + "a" * 24 + ".webp"


def rules(community, actor, **changes) -> BenefitRules:
    """Adopted rules: ฿2,000 for who is bedridden, else `gives`; one decides up to ฿500, two up to ฿5,000.

    At once ฿1,000; appeal within 30 days.
    """
    gives, most_per_year = changes.pop("gives", "2000"), changes.pop("most_per_year", None)
    made = BenefitRules.objects.create(
        community=community, number=next(numbers), drafted_by=actor, status="draft", **changes
    )
    made.benefits.create(event="bedridden", amount=D(gives), most_per_year=most_per_year)
    adopted = {"resolution": "ประชุม 1/2569", "adopted_on": FIRST, "valid_from": FIRST, "adopted_by": actor}
    BenefitRules.objects.filter(pk=made.pk).update(status="adopted", **adopted)
    return BenefitRules.objects.get(pk=made.pk)


def committee(community, count: int = 4) -> list:
    """Members of the committee, none of them close to anybody."""
    return [factories.with_role(community, "committee", name=f"กรรมการ{n} ตัวอย่าง") for n in range(count)]


def aid(community, **changes) -> AidRequest:
    """Grandmother Chan, bedridden, needs ฿2,000 by the rules. A neighbour asks for her."""
    home = changes.pop("household", None) or factories.household(community, name="บ้านยายจันทร์")
    person = changes.pop("person", None) or Person.objects.create(name="จันทร์ ทองดี")
    if not person.memberships.exists():
        person.memberships.create(household=home, status="active")
    content = {
        "key": f"aid{next(numbers)}",
        "household": home,
        "person": person,
        "event": "bedridden",
        "words": "ผ้าอ้อมและที่นอนลม",
        "for_whom": "ยายจันทร์",
        "event_on": FIRST,
        "asker": "helper",
        "proposed": D(2000),
    }
    return AidRequest.objects.create(community=community, **{**content, **changes})


def home_of(user) -> Household:
    """The household of this person."""
    return Household.objects.of_member(user).get()


def yes(request, actor, amount="2000", reason="จำเป็น"):
    """One person agrees."""
    return aid_decisions.decide(
        request=request, verdict="approve", amount=D(amount), reason=reason, actor=actor
    )


def no(request, actor, reason="ยังไม่เข้าเกณฑ์"):
    """One person does not agree."""
    return aid_decisions.decide(request=request, verdict="refuse", amount=None, reason=reason, actor=actor)


def fill(community, bank="10000", cash="3000", purpose="") -> None:
    """Money in the fund."""
    for kind, amount in ((Account.Kind.BANK, bank), (Account.Kind.CASH, cash)):
        income = Account.Kind.DONATION if purpose else Account.Kind.OPENING
        if D(amount):
            ledger.post(
                key=f"fill{next(numbers)}",
                community=community,
                debit=ledger.account(community, kind, purpose=purpose),
                credit=ledger.account(community, income, purpose=purpose),
                amount=D(amount),
                document="opening balance",
            )


def held(community, kind, purpose="") -> D:
    """What one account of money or spending holds, over all its holders."""
    accounts = list(Account.objects.filter(community=community, kind=kind, purpose=purpose))
    return sum(ledger.balances(accounts).values(), D(0))


def photo(name: str = "photo.jpg") -> SimpleUploadedFile:
    """A picture as a phone sends it."""
    content = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")
