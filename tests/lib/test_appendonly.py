"""Append-only tables are opened for removing a name, and closed again whatever happens."""

import pytest
from django.db import IntegrityError, transaction

from households.models import IncomeLook
from lib import appendonly
from tests import factories


@pytest.fixture
def look(community, committee):
    home = factories.household(community)
    return IncomeLook.objects.create(household=home, viewer=committee, reason="register")


def change(look):
    return IncomeLook.objects.filter(pk=look.pk).update(reason="export")


def change_and_fail(look):
    with transaction.atomic(), appendonly.lifted("households_incomelook"):
        change(look)
        raise ZeroDivisionError


def test_a_frozen_row_can_be_changed_inside_and_no_longer_afterwards(look):
    with transaction.atomic(), appendonly.lifted("households_incomelook"):
        assert change(look) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        change(look)


def test_deleting_is_possible_inside_and_no_longer_afterwards(look, committee):
    with transaction.atomic(), appendonly.lifted("households_incomelook"):
        look.delete()
    other = IncomeLook.objects.create(household=look.household, viewer=committee, reason="register")
    with pytest.raises(IntegrityError), transaction.atomic():
        other.delete()


def test_other_tables_stay_closed(look, community):
    with pytest.raises(IntegrityError), transaction.atomic(), appendonly.lifted("households_consent"):
        change(look)


def test_an_error_inside_closes_the_table_and_takes_the_change_back(look):
    with pytest.raises(ZeroDivisionError):
        change_and_fail(look)
    look.refresh_from_db()
    assert look.reason == "register"
    with pytest.raises(IntegrityError), transaction.atomic():
        change(look)


def test_a_row_with_references_that_were_just_written_can_be_changed(community, committee):
    with transaction.atomic():
        fresh = IncomeLook.objects.create(
            household=factories.household(community), viewer=committee, reason="register"
        )
        with appendonly.lifted("households_incomelook"):
            assert change(fresh) == 1


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_nothing_opens():
    with pytest.raises(RuntimeError, match="transaction"), appendonly.lifted("households_incomelook"):
        pass


def test_a_table_that_is_not_frozen_is_a_mistake(db):
    with (
        pytest.raises(Exception, match="no_update"),
        transaction.atomic(),
        appendonly.lifted("households_notice"),
    ):
        pass
