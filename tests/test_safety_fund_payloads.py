"""Whatever stands in the fund's rows, it stays text on every page of the fund that shows it."""

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import Client

from lib.appendonly import frozen, lifted
from lib.remember import forget_all
from tests import world as worlds
from tests.hostile import PAYLOADS, made_by_payload
from tests.test_permissions import address, build_table

# What the site writes itself, or reads again as an address, a code or a number.
OWN = {
    "code", "key", "document", "holder", "purpose", "fingerprint", "heads_digest", "digest", "path", "picture", "seal",
    "reason_salt", "reason_digest", "seed", "promptpay_id", "bank", "last_hash", "tax_id", "way",
}  # fmt: skip
# Adopted rules stay as they are, whoever asks.
KEPT = {"BenefitRules", "Benefit", "TenureStep"}
READERS = ("treasurer", "committee", "auditor", "seller", "buyer", "visitor")


@pytest.fixture
def world(db):
    return worlds.build()


def texts(model) -> list[models.CharField]:
    """The columns of a table that hold what somebody typed."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.unique
        and field.name not in OWN
    ]


def write_everywhere(text: str) -> set[str]:
    """Put a text into every such column of the fund. Gives the names of the tables that took it."""
    written = set()
    with transaction.atomic(), lifted(*sorted(frozen())):
        for model in apps.get_app_config("welfare").get_models():
            fields = {field.name: text[: field.max_length or 500] for field in texts(model)}
            try:
                with transaction.atomic():
                    if fields and model._base_manager.update(**fields):
                        written.add(model.__name__)
            except IntegrityError:
                assert model.__name__ in KEPT | {"MatchingSource", "Store", "Quote"}, model
    return written


@pytest.mark.parametrize("text", PAYLOADS[::7])
def test_what_people_write_about_the_fund_stays_text(world, text):
    written = write_everywhere(text)
    assert len(written) > 15
    forget_all()
    found, seen = {}, 0
    for name, (method, roles, arguments) in build_table(world.arguments).items():
        if method != "GET" or not name.startswith("welfare:"):
            continue
        client = Client()
        role = next((role for role in READERS if role in roles), "visitor")
        if world.people[role]:
            client.force_login(world.people[role])
        response = client.get(address(name, arguments))
        seen += response.status_code == 200
        assert response.status_code < 500, name
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and (made := made_by_payload(response.content.decode())):
            found[name] = made
    assert found == {}
    assert seen > 40
