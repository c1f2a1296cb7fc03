"""Whom to call."""

from django.urls import reverse

from households.models import EmergencyNumber
from tests import factories


def page(client, **query):
    return client.get(reverse("welfare:help"), query).content.decode()


def test_help_works_without_any_community(client, db):
    assert 'href="tel:1669"' in page(client)


def test_the_communitys_own_numbers_come_first(client, community):
    EmergencyNumber.objects.create(community=community, label="กู้ภัยบ้านสวน", phone="0771112222")
    content = page(client, community="bansuan")
    assert content.index("กู้ภัยบ้านสวน") < content.index("tel:1669")


def test_a_number_is_not_offered_twice(client, community):
    EmergencyNumber.objects.create(community=community, label="รถพยาบาล", phone="1669")
    assert page(client, community="bansuan").count('href="tel:1669"') == 1


def test_the_community_last_looked_at_is_asked_first(client, community):
    client.cookies["community"] = "bansuan"
    assert 'href="tel:+6677123456"' in page(client)


def test_another_community_can_be_chosen(client, community):
    factories.community(name="ชุมชนท่าน้ำ", code="thanam")
    assert "?community=thanam" in page(client, community="bansuan")


def test_a_code_that_is_none_changes_nothing(client, db):
    assert 'href="tel:191"' in page(client, community="nowhere")
