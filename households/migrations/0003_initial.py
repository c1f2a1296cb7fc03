from django.db import migrations, models

from lib.appendonly import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("households", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="agreementversion",
            name="body_en",
            field=models.TextField(blank=True, verbose_name="full text in English"),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="summary_en",
            field=models.TextField(blank=True, verbose_name="in short, in English"),
        ),
        # SQLite rebuilds the table for a new column, and its triggers go with the old one.
        forbid_changes("households_agreementversion"),
        migrations.AddField(
            model_name="user",
            name="is_trusted",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Kept by the roles: needs a second step at the door and a short session.",
                verbose_name="sees other people's money or incomes",
            ),
        ),
    ]
