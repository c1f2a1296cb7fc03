"""The fund's pages."""

from django.urls import reverse


def test_the_fund_is_open_to_everybody(client, community):
    assert "ชุมชนบ้านสวน" in client.get(reverse("welfare:fund", args=["bansuan"])).content.decode()


def test_help_works_without_any_community(client, db):
    page = client.get(reverse("welfare:help")).content.decode()
    assert 'href="tel:1669"' in page


def test_the_treasurer_sees_the_page(client, community, treasurer):
    client.force_login(treasurer)
    assert client.get(reverse("welfare:treasurer", args=["bansuan"])).status_code == 200
