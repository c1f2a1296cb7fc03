"""How many statements a page takes for a visitor (the second time, when caches are warm)."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

client = Client(HTTP_HOST="127.0.0.1")
client.get(sys.argv[1])
with CaptureQueriesContext(
    connection,
) as queries:
    client.get(sys.argv[1])
print(len(queries))
