from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

from lib.searchindex import follow


class Migration(migrations.Migration):
    dependencies = [
        ("market", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="search_bigrams",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="shop",
            name="search_bigrams",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AlterField(
            model_name="shop",
            name="search_key",
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        TrigramExtension(),
        follow("market_listing"),
        follow("market_shop"),
    ]
