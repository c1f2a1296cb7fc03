from django.db import migrations

from lib.appendonly import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("households", "0001_initial"), ("auditlog", "0017_add_actor_email")]

    operations = [
        forbid_changes("households_agreementversion"),
        forbid_changes("households_acceptance"),
        forbid_changes("households_consent"),
        forbid_changes("households_incomerecord"),
        forbid_changes("households_incomeproposal"),
        forbid_changes("households_incomeanswer"),
        forbid_changes("auditlog_logentry"),
    ]
