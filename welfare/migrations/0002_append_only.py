from django.db import migrations

from lib.appendonly import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("welfare", "0001_initial")]

    operations = [
        forbid_changes("welfare_transfer"),
        forbid_changes("welfare_slip"),
        forbid_changes("welfare_account", columns=("community_id", "kind", "holder")),
    ]
