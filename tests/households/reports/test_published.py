"""Publishing from the page: who may, what is frozen, and how a mistake is corrected."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from households.models import ReportEdition
from households.reports import figures
from tests import factories

SHOW, PUBLISH = reverse("households:report"), reverse("households:report_publish")
PUBLISHED = reverse("households:reports_published")


def publish(client, audience: str = "officers", **query) -> ReportEdition:
    title = f"รายได้ {audience}"
    client.post(PUBLISH, {"title": title, "audience": audience}, query_params=query)
    return ReportEdition.objects.latest("pk")


def address(edition: ReportEdition, name: str = "") -> str:
    return reverse(f"households:report_edition{name}", args=[edition.code])


def steady(response) -> str:
    """The page without what differs from answer to answer."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^}]*}', "", response.content.decode())


@pytest.fixture
def signed_in(client, committee, forty):
    client.force_login(committee)
    return client


def test_the_committee_publishes_its_community(signed_in, community, committee):
    page = signed_in.get(SHOW).content.decode()
    assert PUBLISH in page
    edition = publish(signed_in)
    assert (edition.community, edition.published_by, edition.number) == (community, committee, 1)
    page = signed_in.get(address(edition)).content.decode()
    assert edition.title in page
    assert "1,000 บาทต่อเดือน" in page


def test_the_officer_publishes_the_municipality_and_not_a_community(client, officer, community, forty):
    client.force_login(officer)
    assert client.get(PUBLISH, {"place": community.code}).status_code == 404
    edition = publish(client)
    assert (edition.community, edition.municipality) == (None, community.municipality)


@pytest.mark.parametrize("kind", ["treasurer", "auditor"])
def test_who_only_reads_does_not_publish(client, community, forty, kind):
    client.force_login(factories.with_role(community, kind))
    assert PUBLISH not in client.get(SHOW).content.decode()
    assert client.post(PUBLISH, {"title": "x", "audience": "public"}).status_code == 404
    assert not ReportEdition.objects.exists()


def test_publishing_asks_before_it_freezes(signed_in):
    page = signed_in.get(PUBLISH).content.decode()
    assert "เรียกคืนไม่ได้" in page
    assert not ReportEdition.objects.exists()


def test_a_second_time_is_refused_and_keeps_what_was_typed(signed_in):
    publish(signed_in)
    response = signed_in.post(PUBLISH, {"title": "ชื่อที่พิมพ์ไว้", "audience": "officers"})
    assert "เผยแพร่ไปแล้ว" in response.content.decode()
    assert "ชื่อที่พิมพ์ไว้" in response.content.decode()
    assert ReportEdition.objects.count() == 1


def test_a_published_report_prints_the_same_after_much_has_changed(
    signed_in, community, twelve_more, committee
):
    edition = publish(signed_in)
    signed_in.get(address(edition))
    before = [steady(signed_in.get(address(edition, part))) for part in ("", "_csv")]
    twelve_more()
    community.name, community.officer_threshold = "ชุมชนชื่อใหม่", 9
    community.save()
    community.municipality.reference_line = 2803
    community.municipality.save()
    after = [steady(signed_in.get(address(edition, part))) for part in ("", "_csv")]
    assert after[1] == before[1]
    # The head of every page names the community as it is called now.
    body = [page[page.index("<main") : page.index("</main")] for page in (before[0], after[0])]
    assert body[0] == body[1]


def test_a_public_report_is_for_everybody(signed_in, client):
    edition = publish(signed_in, "public")
    client.logout()
    for part in ("", "_csv", "_xlsx"):
        assert client.get(address(edition, part)).status_code == 200
    assert edition.title in client.get(PUBLISHED).content.decode()


def test_an_officers_report_is_for_officers_and_the_committee(signed_in, client, officer, buyer):
    edition = publish(signed_in)
    assert edition.title not in client.get(PUBLISHED).content.decode()
    foreign = factories.with_role(factories.community(), "committee")
    client.logout()
    assert client.get(address(edition)).status_code == 404
    for person, status in ((buyer, 404), (foreign, 404), (officer, 200)):
        client.force_login(person)
        for part in ("", "_csv", "_xlsx"):
            assert client.get(address(edition, part)).status_code == status


def test_a_correction_names_what_changed_and_both_editions_point_at_each_other(signed_in, twelve_more):
    first = publish(signed_in)
    twelve_more()
    correct = reverse("households:report_correct", args=[first.code])
    refused = signed_in.post(correct, {"title": first.title, "what_changed": ""})
    assert refused.status_code == 200
    signed_in.post(correct, {"title": first.title, "what_changed": "มีสิบสองบ้านตอบเพิ่ม"})
    second = ReportEdition.objects.latest("pk")
    assert (second.number, second.corrects) == (2, first)
    assert "มีสิบสองบ้านตอบเพิ่ม" in signed_in.get(address(second)).content.decode()
    assert address(first) in signed_in.get(address(second)).content.decode()
    old = signed_in.get(address(first)).content.decode()
    assert address(second) in old
    assert correct not in old


def test_a_correction_with_few_new_answers_is_refused_in_words(signed_in):
    first = publish(signed_in)
    correct = reverse("households:report_correct", args=[first.code])
    response = signed_in.post(correct, {"title": first.title, "what_changed": "แก้คำผิด"})
    assert response.status_code == 200
    assert "แก้คำผิด" in response.content.decode()
    assert ReportEdition.objects.count() == 1


def test_only_the_publishers_correct(signed_in, client, officer):
    first = publish(signed_in)
    client.force_login(officer)
    assert client.get(reverse("households:report_correct", args=[first.code])).status_code == 404


def test_a_title_stays_text(signed_in):
    signed_in.post(PUBLISH, {"title": "<script>alert(1)</script>", "audience": "public"})
    edition = ReportEdition.objects.get()
    for path in (address(edition), PUBLISHED, reverse("households:reports")):
        assert "<script>alert(1)" not in signed_in.get(path).content.decode()


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_takes_as_many_statements_for_few_reports_as_for_many(
    signed_in, client, count, django_assert_num_queries
):
    one = publish(signed_in, "public")
    for number in range(count):
        one.pk, one.code, one.title = None, f"copy{number}", f"สำเนา {number}"
        one.save(force_insert=True)
    client.logout()
    client.get(PUBLISHED)
    with django_assert_num_queries(1):
        client.get(PUBLISHED)


def test_an_edition_is_read_in_a_few_statements(signed_in, client, django_assert_max_num_queries):
    edition = publish(signed_in, "public")
    client.logout()
    client.get(address(edition))
    with django_assert_max_num_queries(6):
        client.get(address(edition))


def test_the_check_works_every_edition_out_again(signed_in):
    publish(signed_in)
    publish(signed_in, "public")
    said = io.StringIO()
    call_command("report_check", stdout=said)
    assert "2" in said.getvalue()


def test_the_check_finds_what_comes_out_otherwise(signed_in, monkeypatch):
    edition = publish(signed_in)
    monkeypatch.setattr(figures, "SAME_WITHIN", 2000)
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("report_check", stdout=said)
    assert edition.title in said.getvalue()


def test_the_check_leaves_editions_of_an_earlier_method_alone(signed_in, monkeypatch):
    edition = publish(signed_in)
    monkeypatch.setattr(figures, "METHOD", "99")
    monkeypatch.setattr(figures, "SAME_WITHIN", 2000)
    said = io.StringIO()
    call_command("report_check", stdout=said)
    assert edition.title in said.getvalue()
