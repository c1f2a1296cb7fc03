"""The same site with the guard taken out: the key of a request is thrown away, so what is sent twice is there twice.

Only the load test's control starts this, to prove that the test would notice.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.wsgi import application  # noqa: E402, F401
from lib.codes import new_code  # noqa: E402
from welfare.helpdesk import cases  # noqa: E402

guarded_receive = cases.receive


def careless_receive(**told):
    """As if each were the first."""
    return guarded_receive(**{**told, "key": new_code(24)})


cases.receive = careless_receive
