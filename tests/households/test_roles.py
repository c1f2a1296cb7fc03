"""Giving and ending roles."""

import pytest
from auditlog.models import LogEntry

from households import roles
from households.models import Community, Role
from lib.errors import Refused
from tests import factories


def test_an_officer_belongs_to_a_municipality_only(buyer, community):
    with pytest.raises(Refused):
        roles.grant(user=buyer, kind="officer", community=community, actor=None)
    with pytest.raises(Refused):
        roles.grant(user=buyer, kind="treasurer", municipality=community.municipality, actor=None)
    with pytest.raises(Refused):
        roles.grant(user=buyer, kind="treasurer", actor=None)


def test_an_unknown_role_is_refused(buyer, community):
    with pytest.raises(Refused):
        roles.grant(user=buyer, kind="king", community=community, actor=None)


def test_the_same_role_is_not_given_twice(buyer, community, committee):
    roles.grant(user=buyer, kind="treasurer", community=community, actor=committee)
    with pytest.raises(Refused) as refusal:
        roles.grant(user=buyer, kind="treasurer", community=community, actor=committee)
    assert refusal.value.code == "held_already"
    assert Role.objects.filter(user=buyer).count() == 1


@pytest.mark.parametrize(
    ("kind", "opens_admin", "is_trusted"),
    [("committee", True, True), ("treasurer", True, True), ("seller", False, False), ("rider", False, False)],
)
def test_what_the_account_may_do_follows_the_role(buyer, community, committee, kind, opens_admin, is_trusted):
    role = roles.grant(user=buyer, kind=kind, community=community, actor=committee)
    buyer.refresh_from_db()
    assert (buyer.is_staff, buyer.is_trusted) == (opens_admin, is_trusted)
    roles.end(role=role, actor=committee)
    buyer.refresh_from_db()
    assert (buyer.is_staff, buyer.is_trusted) == (False, False)


def test_an_officer_is_trusted_but_not_in_the_admin(buyer, community):
    roles.grant(user=buyer, kind="officer", municipality=community.municipality, actor=None)
    buyer.refresh_from_db()
    assert (buyer.is_staff, buyer.is_trusted) == (False, True)


def test_ending_one_of_two_roles_keeps_the_other(buyer, community, committee):
    roles.grant(user=buyer, kind="auditor", community=community, actor=committee)
    role = roles.grant(user=buyer, kind="committee", community=community, actor=committee)
    roles.end(role=role, actor=committee)
    buyer.refresh_from_db()
    assert buyer.is_trusted
    assert not Community.objects.governed_by(buyer).exists()


def test_a_role_ends_at_once_and_stays_on_record(buyer, community, committee):
    role = roles.grant(user=buyer, kind="committee", community=community, actor=committee)
    roles.end(role=role, actor=committee)
    roles.end(role=role, actor=committee)
    assert not Community.objects.governed_by(buyer).exists()
    assert Role.objects.filter(user=buyer).count() == 1
    assert LogEntry.objects.filter(content_type__model="role", action=LogEntry.Action.UPDATE).count() == 1


def test_a_role_may_be_given_again_after_it_ended(buyer, community, committee):
    role = roles.grant(user=buyer, kind="committee", community=community, actor=committee)
    roles.end(role=role, actor=committee)
    roles.grant(user=buyer, kind="committee", community=community, actor=committee)
    assert Community.objects.governed_by(buyer).get() == community


def test_ending_roles_leaves_the_technician_in_the_admin(community, committee):
    technician = factories.user(is_superuser=True, is_staff=True)
    role = roles.grant(user=technician, kind="committee", community=community, actor=committee)
    roles.end(role=role, actor=committee)
    technician.refresh_from_db()
    assert technician.is_staff
