"""What an auditor should look at, out of what is on record: each a question, none of them a verdict."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.income_rows import months_before
from households.models import Community, Role
from lib.dates import month_start, thai_month
from lib.documents import in_words
from lib.words import Words
from welfare import aid_decisions, bank_lines, payees, payouts, purchase_checks
from welfare.models import (
    AidRequest,
    CashCount,
    Countersign,
    Fund,
    Paper,
    Payout,
    PeriodAct,
    Purchase,
    Receipt,
    ReceiptBook,
    Transfer,
)

MONTHS_BACK = 3
MOST_SHOWN = 20
ENTRIES_READ = 2000
DAYS_TO_MATCH = 7
KEEPERS = (Role.Kind.COMMITTEE, Role.Kind.CHAIR, Role.Kind.TREASURER)


@dataclass(frozen=True)
class Row:
    """One thing to look at: when, in words without a name of somebody helped, where to read on, how much."""

    on: dt.date | None
    words: str
    url: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True)
class Concern:
    """One question with what was found for it; `has_more` when not everything is shown."""

    code: str
    title: Words
    explanation: Words
    rows: list[Row]
    has_more: bool


def since(today: dt.date | None = None) -> dt.date:
    """The day from which the page looks back: the first of the month three months ago."""
    return months_before(month_start(today or timezone.now()), MONTHS_BACK)


def all_of(community: Community) -> list[Concern]:
    """Every question with its findings, in the order in which an auditor goes through them."""
    first = since()
    return [
        _concern(code, title, explanation, find(community, first))
        for code, title, explanation, find in QUESTIONS
    ]


def _concern(code: str, title: Words, explanation: Words, rows: Iterable[Row]) -> Concern:
    found = list(islice(rows, MOST_SHOWN + 1))
    return Concern(code, title, explanation, found[:MOST_SHOWN], len(found) > MOST_SHOWN)


def _gaps(community: Community, first: dt.date) -> Iterator[Row]:
    """Numbers that are missing: among the newest entries of the books, and in the receipts of the year."""
    fund = Fund.objects.filter(community=community).first()
    last = fund.last_number if fund else 0
    start = max(0, last - ENTRIES_READ)
    rows = Transfer.objects.filter(community=community, number__gt=start)
    there = set(rows.values_list("number", flat=True))
    for number in range(start + 1, last + 1):
        if number not in there:
            yield Row(None, _("Entry %(number)s of the books is missing") % {"number": number})
    for book in ReceiptBook.objects.filter(community=community, year__gte=first.year):
        receipts = Receipt.objects.filter(community=community, year=book.year)
        given = set(receipts.values_list("number", flat=True))
        for number in range(1, book.last_number + 1):
            if number not in given:
                yield Row(
                    None,
                    _("Receipt %(number)s/%(year)s is missing") % {"number": number, "year": book.year + 543},
                )


def _reversals(community: Community, first: dt.date) -> Iterator[Row]:
    rows = Transfer.objects.filter(community=community, reverses__isnull=False, value_date__gte=first)
    for row in rows.select_related("actor").order_by("-id"):
        who = row.actor.name if row.actor else "–"
        words = _("%(document)s, by %(who)s: %(reason)s") % {
            "document": in_words(row.document),
            "who": who,
            "reason": row.reason or "–",
        }
        yield Row(row.value_date, words, amount=row.amount)


def _without_evidence(community: Community, first: dt.date) -> Iterator[Row]:
    """Payouts without a picture or with a late one; costs and purchases without a bill."""
    for row in payouts.without_evidence(community).filter(paid_at__date__gte=first):
        yield _payout(row, _("Payout %(code)s: no picture yet"))
    for row in payouts.evidenced_late(community).filter(paid_at__date__gte=first):
        yield _payout(row, _("Payout %(code)s: the picture came late"))
    costs = Countersign.objects.filter(
        community=community, kind=Countersign.Kind.COST, verdict="agreed", answered_at__date__gte=first
    )
    for cost in costs.exclude(_has_paper("cost ")).order_by("-id"):
        words = _("Cost %(code)s: no bill") % {"code": cost.code}
        yield Row(timezone.localdate(cost.answered_at), words, amount=cost.amount)
    bought = Purchase.objects.filter(community=community, status="paid", paid_at__date__gte=first)
    for purchase in bought.exclude(_has_paper("purchase ")).order_by("-id"):
        words = _("%(what)s: no bill") % {"what": purchase.what}
        url = reverse("welfare:purchase", args=[purchase.code])
        yield Row(timezone.localdate(purchase.paid_at), words, url, purchase.paid_amount)


def _has_paper(words: str) -> Exists:
    document = Concat(Value(words), OuterRef("code"))
    return Exists(Paper.objects.filter(community=OuterRef("community"), document=document))


def _self_dealing(community: Community, first: dt.date) -> Iterator[Row]:
    """Help for the households of those who keep the fund, payees other than who asked, sellers named like a keeper."""
    roles = Role.objects.active().filter(community=community, kind__in=KEEPERS).select_related("user")
    keepers = {role.user_id: role.user.name for role in roles}
    paid = Payout.objects.filter(community=community, status=Payout.Status.PAID, paid_at__date__gte=first)
    near = Q(request__household__memberships__person__user__in=keepers)
    near &= Q(request__household__memberships__status="active")
    for row in paid.filter(near).distinct().order_by("-id"):
        yield _payout(row, _("Payout %(code)s went to the household of somebody who keeps the fund"))
    for row in paid.exclude(differs_because="").order_by("-id"):
        yield _payout(row, _("Payout %(code)s went to another name or account than asked for"))
    bought = Purchase.objects.filter(community=community, paid_at__date__gte=first).select_related("chosen")
    for purchase in bought:
        if purchase.chosen and any(
            payees.is_same_name(purchase.chosen.seller, name) for name in keepers.values() if name
        ):
            words = _("%(what)s: the seller has the name of somebody who keeps the fund") % {
                "what": purchase.what
            }
            url = reverse("welfare:purchase", args=[purchase.code])
            yield Row(timezone.localdate(purchase.paid_at), words, url, purchase.paid_amount)


def _above_the_rules(community: Community, first: dt.date) -> Iterator[Row]:
    rows = AidRequest.objects.filter(community=community, decided_at__date__gte=first, proposed__isnull=False)
    for row in rows.filter(approved__gt=F("proposed")).order_by("-id"):
        words = _("Request %(code)s: agreed above the amount by the rules") % {"code": row.code}
        yield Row(
            timezone.localdate(row.decided_at),
            words,
            reverse("welfare:aid_request", args=[row.code]),
            row.approved,
        )


def _not_ratified(community: Community, first: dt.date) -> Iterator[Row]:
    for order in aid_decisions.not_ratified(community):
        words = _("Request %(code)s, let through by %(who)s") % {
            "code": order.request.code,
            "who": order.ordered_by.name,
        }
        url = reverse("welfare:aid_request", args=[order.request.code])
        yield Row(order.ratify_by, words, url, order.amount)


def _unmatched(community: Community, first: dt.date) -> Iterator[Row]:
    before = timezone.localdate() - dt.timedelta(days=DAYS_TO_MATCH)
    for line in bank_lines.open_lines(community).filter(booked_on__lte=before).order_by("booked_on", "id"):
        yield Row(line.booked_on, line.words or line.reference or "–", amount=line.amount)


def _split(community: Community, first: dt.date) -> Iterator[Row]:
    for hint in purchase_checks.split_hints(community):
        words = _("%(count)s purchases from %(seller)s within 30 days") % {
            "count": len(hint.purchases),
            "seller": hint.seller,
        }
        url = reverse("welfare:purchase", args=[hint.purchases[-1].code])
        yield Row(timezone.localdate(hint.purchases[-1].ordered_at), words, url, hint.total)


def _differences(community: Community, first: dt.date) -> Iterator[Row]:
    rows = CashCount.objects.filter(account__community=community, counted_at__date__gte=first)
    for count in rows.exclude(counted=F("booked")).select_related("account").order_by("-id"):
        words = f"{count.account.get_kind_display()}: {count.get_status_display()}"
        yield Row(timezone.localdate(count.counted_at), words, amount=count.counted - count.booked)


def _reopened(community: Community, first: dt.date) -> Iterator[Row]:
    acts = PeriodAct.objects.filter(
        period__community=community, kind=PeriodAct.Kind.REOPENED, done_at__date__gte=first
    )
    for act in acts.select_related("period", "actor", "second"):
        words = _("%(month)s, by %(one)s and %(two)s: %(reason)s") % {
            "month": thai_month(act.period.first_day),
            "one": act.actor.name,
            "two": act.second.name if act.second else "–",
            "reason": act.reason,
        }
        yield Row(timezone.localdate(act.done_at), words)


def _payout(row: Payout, words: str) -> Row:
    url = reverse("welfare:payout", args=[row.code])
    on = timezone.localdate(row.paid_at) if row.paid_at else None
    return Row(on, words % {"code": row.code}, url, row.amount)


QUESTIONS: list[tuple[str, Words, Words, Callable[[Community, dt.date], Iterable[Row]]]] = [
    (
        "gaps",
        gettext_lazy("Missing numbers"),
        gettext_lazy("Entries and receipts are numbered without gaps."),
        _gaps,
    ),
    (
        "reversals",
        gettext_lazy("Entries taken back"),
        gettext_lazy("Each with the reason that was given."),
        _reversals,
    ),
    (
        "evidence",
        gettext_lazy("No picture, or a late one"),
        gettext_lazy("A payout is proved within three days; a cost and a purchase by a bill."),
        _without_evidence,
    ),
    (
        "self-dealing",
        gettext_lazy("Close to those who keep the fund"),
        gettext_lazy("This may be right. Look whether others decided, and why."),
        _self_dealing,
    ),
    (
        "above-rules",
        gettext_lazy("More than the rules say"),
        gettext_lazy("The committee may agree to more, with a reason and one person more."),
        _above_the_rules,
    ),
    (
        "not-ratified",
        gettext_lazy("Paid at once, and not agreed to afterwards"),
        gettext_lazy("Refused after it was paid, or not decided in time."),
        _not_ratified,
    ),
    (
        "unmatched",
        gettext_lazy("Bank lines that nobody has explained"),
        gettext_lazy("Older than a week, and no entry of the books belongs to them."),
        _unmatched,
    ),
    (
        "split",
        gettext_lazy("Purchases that may have been split"),
        gettext_lazy("Each below the limit for three offers, together above it."),
        _split,
    ),
    (
        "differences",
        gettext_lazy("Counted otherwise than booked"),
        gettext_lazy("The difference is what was found less what the books said."),
        _differences,
    ),
    (
        "reopened",
        gettext_lazy("Months opened again"),
        gettext_lazy("Two people have to agree to it."),
        _reopened,
    ),
]
