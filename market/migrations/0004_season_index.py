from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("market", "0003_search"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("available_until__isnull", False), ("is_public", True)),
                fields=["community", "available_until", "id"],
                name="listing_season",
            ),
        ),
    ]
