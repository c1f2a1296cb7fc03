"""The fund's cards in the committee's office."""

from django.utils.translation import gettext_lazy as _

from households.desks import MONEY_READERS
from households.models import Role
from households.office import COMMITTEE, Link
from welfare import (
    aid_requests,
    audits,
    bank_lines,
    contributions,
    countersigns,
    donations,
    payouts,
    share_debts,
    stock_levels,
)

KEEPERS = (*COMMITTEE, Role.Kind.TREASURER)

FUND_LINKS: list[Link] = [
    Link(
        "welfare:aid_list",
        _("Requests for help"),
        _("Who asks the fund, the most urgent first."),
        "help",
        waiting=aid_requests.count_waiting,
    ),
    Link(
        "welfare:rules_draft",
        _("Rules of the fund"),
        _("What the fund pays for: write the next version and see what it would cost."),
        "edit",
    ),
    Link(
        "welfare:countersigns",
        _("Waiting for a second signature"),
        _("What one of you asks for, and another has to agree to."),
        "check",
        kinds=(*KEEPERS, Role.Kind.AUDITOR),
        waiting=countersigns.count_waiting,
    ),
    Link(
        "welfare:periods",
        _("Months of the books"),
        _("What the fund held at the end of each month, and closing the month."),
        "calendar",
        kinds=(*KEEPERS, Role.Kind.AUDITOR),
    ),
    Link(
        "welfare:treasurer",
        _("The treasurer's day"),
        _("What is to match, to pay and to count today, and what lies where."),
        "wallet",
        kinds=(Role.Kind.TREASURER,),
    ),
    Link(
        "welfare:payouts",
        _("Payouts"),
        _("What was agreed and waits to be paid, and what was paid with which proof."),
        "cash",
        kinds=(*KEEPERS, Role.Kind.AUDITOR),
        waiting=payouts.count_to_pay,
    ),
    Link(
        "welfare:bank",
        _("The bank's statement"),
        _("Take in the bank's table and say what each line was."),
        "download",
        kinds=(Role.Kind.TREASURER,),
        waiting=bank_lines.count_open,
    ),
    Link(
        "welfare:cash_counts",
        _("Count the cash box"),
        _("Lay what is in the box beside what the books say."),
        "cash",
        kinds=(Role.Kind.TREASURER,),
    ),
    Link(
        "welfare:costs",
        _("Costs and corrections"),
        _("Pay what the fund itself needs, bring cash to the bank, take back a wrong entry."),
        "cash",
        kinds=(Role.Kind.TREASURER,),
    ),
    Link(
        "welfare:fund_members",
        _("Members of the fund"),
        _("Households that take part, what they have paid, and who is behind."),
        "household",
        kinds=(*KEEPERS, Role.Kind.AUDITOR),
    ),
    Link(
        "welfare:contributions_waiting",
        _("Members' payments that wait"),
        _("Transfers of households to find, and cash of collectors to count."),
        "cash",
        kinds=(Role.Kind.TREASURER,),
        waiting=contributions.count_waiting,
    ),
    Link(
        "welfare:findings",
        _("Findings and answers"),
        _("What the auditor found, and what you answer to it."),
        "info",
        kinds=(*KEEPERS, Role.Kind.AUDITOR),
        waiting=audits.count_open,
    ),
    Link(
        "welfare:audit",
        _("The auditor's page"),
        _("What deserves a second look, and payouts drawn by lot."),
        "check",
        kinds=(*KEEPERS, Role.Kind.AUDITOR),
    ),
    Link(
        "welfare:donations",
        _("Gifts to the fund"),
        _("Gifts that wait, cash at the office, and receipts."),
        "gift",
        kinds=(Role.Kind.TREASURER,),
        waiting=donations.count_waiting,
    ),
    Link(
        "welfare:shares",
        _("What shops owe"),
        _("Who is late with the share of sales, reminders, and debts to give up."),
        "shop",
        kinds=share_debts.READERS,
    ),
    Link(
        "welfare:campaigns",
        _("Campaigns"),
        _("Write, open and end them, tell what happened, and pass on what is left."),
        "gift",
    ),
    Link(
        "welfare:receipts",
        _("Receipts of the fund"),
        _("Receipts by year, with a check for missing numbers."),
        "print",
        kinds=MONEY_READERS,
    ),
    Link(
        "welfare:matching",
        _("Matching money"),
        _("What the municipality and others promised, what has come, what is late."),
        "seal",
        kinds=(Role.Kind.TREASURER,),
    ),
    Link(
        "welfare:goods",
        _("Goods of the fund"),
        _("Rice, water, masks: what is where, what runs low and what expires."),
        "box",
        kinds=(*KEEPERS, Role.Kind.AUDITOR),
        waiting=stock_levels.count_to_look_at,
    ),
    Link(
        "welfare:purchases",
        _("Purchases"),
        _("Offers, order, receipt and payment, each by somebody else."),
        "basket",
        kinds=(*KEEPERS, Role.Kind.AUDITOR),
    ),
]
