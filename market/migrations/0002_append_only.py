from django.db import migrations

from lib.appendonly import forbid_changes

COPIED = (
    "code", "checkout_id", "buyer_id", "shop_id", "community_id", "goods_total", "fee", "total",
    "share_percent", "share", "rules_id", "promptpay_id", "receiver_name", "placed_at",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("market", "0001_initial")]

    operations = [
        forbid_changes("market_order", columns=COPIED),
        forbid_changes("market_checkout"),
        forbid_changes("market_orderline"),
        forbid_changes("market_orderevent"),
        forbid_changes("market_paymententry"),
    ]
