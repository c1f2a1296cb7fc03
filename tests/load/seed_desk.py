"""A community whose centre takes requests, with somebody at its desk. Prints its code as JSON."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tests import factories  # noqa: E402

community = factories.community(name="ชุมชนทดสอบ", code="flood")
for kind in ("chair", "committee", "case_worker"):
    factories.with_role(community, kind, name=f"{kind} ทดสอบ")
print(json.dumps({"code": community.code}))
