"""Raw SQL tries to rewrite what must stay as it was."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from households.models import Agreement, AgreementVersion
from lib import appendonly
from welfare import ledger
from welfare.models import Account, Transfer

# Every table whose rows are frozen. A migration that rebuilds one of them on SQLite loses its triggers: this list
# is what notices.
FROZEN = {
    "auditlog_logentry",
    "households_acceptance",
    "households_agreementversion",
    "households_consent",
    "households_erasure",
    "households_expenserecord",
    "households_incomeanswer",
    "households_incomelook",
    "households_incomemonth",
    "households_incomeproposal",
    "households_incomerecord",
    "households_price",
    "households_pricetable",
    "households_registerevent",
    "households_reportedition",
    "households_roundask",
    "market_checkout",
    "market_order",
    "market_orderevent",
    "market_orderline",
    "market_paymententry",
    "welfare_account",
    "welfare_aiddecision",
    "welfare_appeal",
    "welfare_auditsample",
    "welfare_bankline",
    "welfare_bankmatch",
    "welfare_campaignupdate",
    "welfare_conflictofinterest",
    "welfare_contributionrule",
    "welfare_countersign",
    "welfare_emergencyorder",
    "welfare_findinganswer",
    "welfare_lotmove",
    "welfare_matchingarrival",
    "welfare_paper",
    "welfare_periodact",
    "welfare_quote",
    "welfare_receipt",
    "welfare_receiptcancellation",
    "welfare_sharereminder",
    "welfare_slip",
    "welfare_transfer",
}


def test_every_frozen_table_has_both_triggers(db):
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        triggers = {name for (name,) in cursor.fetchall()}
    missing = {f"{t}_no_{e}" for t in FROZEN for e in ("update", "delete")} - triggers
    assert missing == set()


def test_the_list_names_every_frozen_table(db):
    assert appendonly.frozen() == FROZEN


@pytest.mark.parametrize(
    "statement",
    ["UPDATE welfare_transfer SET amount = 1", "DELETE FROM welfare_transfer"],
)
def test_a_transfer_can_be_neither_changed_nor_deleted(community, statement):
    ledger.post(
        key="k",
        community=community,
        debit=ledger.account(community, Account.Kind.BANK),
        credit=ledger.account(community, Account.Kind.OPENING),
        amount=Decimal(5),
        document="opening balance",
    )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Transfer.objects.get().amount == 5


def test_a_published_text_stays_as_it_was(db):
    agreement = Agreement.objects.create(kind=Agreement.Kind.PRIVACY)
    version = AgreementVersion.objects.create(agreement=agreement, number=1, summary="a", body="b")
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementVersion.objects.filter(pk=version.pk).update(body="c")
