from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from lib.searchindex import follow


class Migration(migrations.Migration):
    dependencies = [
        ("market", "0002_append_only"),
    ]

    operations = [
        TrigramExtension(),
        follow("market_listing"),
        follow("market_shop"),
    ]
