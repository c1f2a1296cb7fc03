"""Books that were kept before transfers had numbers and seals: both are added, and their sums counted."""

from collections import defaultdict

from welfare import chain

MONEY = ("bank", "cash")


def number_and_seal(apps, schema_editor):
    """Give the transfers of each fund their numbers and seals, in the order in which they were written."""
    transfers, funds = apps.get_model("welfare", "Transfer"), apps.get_model("welfare", "Fund")
    if not transfers.objects.exists():
        return
    _drop_guards(schema_editor)
    ends = {}
    for transfer in transfers.objects.order_by("id").iterator(chunk_size=2000):
        number, seal = ends.get(transfer.community_id, (0, chain.FIRST))
        transfer.number = number + 1
        if transfer.reason:
            transfer.reason_salt = chain.new_salt()
            transfer.reason_digest = chain.reason_digest(transfer.reason_salt, transfer.reason)
        transfer.seal = chain.seal(transfer, seal)
        transfer.save(update_fields=["number", "reason_salt", "reason_digest", "seal"])
        ends[transfer.community_id] = (transfer.number, transfer.seal)
    for community, (number, seal) in ends.items():
        fund, _is_new = funds.objects.get_or_create(community_id=community)
        fund.last_number, fund.last_hash = number, seal
        fund.save()


def count_what_was_posted(apps, schema_editor):
    """Balances and months of all accounts, out of their transfers."""
    months = defaultdict(lambda: [0, 0])
    sums = defaultdict(lambda: [0, 0])
    rows = apps.get_model("welfare", "Transfer").objects.order_by("id")
    for debit, credit, amount, on in rows.values_list("debit_id", "credit_id", "amount", "value_date").iterator():
        for side, account in ((0, debit), (1, credit)):
            months[account, on.replace(day=1)][side] += amount
            sums[account][side] += amount
    kinds = dict(apps.get_model("welfare", "Account").objects.values_list("id", "kind"))
    balance, month_row = apps.get_model("welfare", "Balance"), apps.get_model("welfare", "AccountMonth")
    balance.objects.bulk_create(
        balance(account_id=account, is_money=kind in MONEY, debits=sums[account][0], credits=sums[account][1])
        for account, kind in kinds.items()
    )
    month_row.objects.bulk_create(
        month_row(account_id=account, month=month, debits=debits, credits=credits)
        for (account, month), (debits, credits) in months.items()
    )
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _drop_guards(schema_editor):
    """The table is frozen; the migration that calls this freezes it again at its end."""
    on_table = "" if schema_editor.connection.vendor == "sqlite" else " ON welfare_transfer"
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS welfare_transfer_no_{event}{on_table}")
