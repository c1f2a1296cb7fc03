"""What the database says after the flood, as JSON: how many requests there are of each number that a client sent."""

import json
import os
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()


from welfare.models import CaseEvent, HelpCase  # noqa: E402

print(
    json.dumps(
        {
            "by_words": Counter(HelpCase.objects.values_list("words", flat=True)),
            "codes": dict(HelpCase.objects.values_list("words", "code")),
            "steps": Counter(CaseEvent.objects.values_list("kind", flat=True)),
        }
    )
)
