"""The pages of programmes, rounds, samples and prices: who sees which numbers, and what a visitor is not shown."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from households import income_rows, prices, programmes, rounds, verifications
from households.models import IncomeLook, PriceTable, Programme, RoundAsk
from lib.dates import month_start
from tests import factories, incomes, pages

LAST = income_rows.months_before(month_start(timezone.now()), 1)
TODAY = timezone.localdate()


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def statements(client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        page(client, address)
    return len(seen)


@pytest.fixture
def baseline(community, officer):
    """The last month, as a programme's baseline in Ban Suan."""
    programme = programmes.create(
        municipality=community.municipality, community=community, name="ตลาดบ้านสวน", about="", actor=officer
    )
    return programmes.add_round(programme=programme, first_month=LAST, last_month=LAST, actor=officer)


def asked(baseline, place, officer, count, answering=0):
    homes = incomes.homes(place, count)
    programmes.take_part(programme=baseline.programme, community=place, started_on=None, actor=officer)
    rounds.ask(round=baseline, communities=[place], actor=officer)
    for home in homes[:answering]:
        incomes.tell(home, [LAST], 8123)
    return homes


def cells(html: str, name: str) -> list[str]:
    """The figures in the table's row with this name."""
    row = html.split(f'<th scope="row">{name}</th>')[1].split("</tr>")[0]
    return [cell.split(">")[1].split("<")[0] for cell in row.split("<td")[1:]]


def test_an_officer_makes_a_programme_with_a_round_and_asks_everybody(client, officer, community):
    client.force_login(officer)
    answer = client.post(
        "/reports/programmes/new/", {"place": f"town:{community.municipality.code}", "name": "ตลาด"}
    )
    programme = Programme.objects.get()
    home = f"/reports/programmes/{programme.code}/"
    assert answer["Location"] == home
    client.post(f"{home}communities/bansuan/", {"started_on": "15/1/2569"})
    assert programme.participations.get().started_on == dt.date(2026, 1, 15)
    client.post(f"{home}rounds/add/", {"first_month": "ก.ค. 2568", "last_month": "9/2568"})
    assert programme.rounds.get().last_month == dt.date(2025, 9, 1)
    factories.representative(community)
    client.post(f"{home}rounds/0/ask/")
    assert RoundAsk.objects.count() == 1


def test_what_was_typed_stays_when_it_is_refused(client, officer, baseline):
    client.force_login(officer)
    address = f"/reports/programmes/{baseline.programme.code}/rounds/add/"
    html = client.post(address, {"first_month": "1/2568", "last_month": "3/2568"}).content.decode()
    assert 'value="1/2568"' in html
    assert 'role="alert"' in html


def test_an_officer_sees_numbers_and_never_a_small_group(client, officer, baseline, community):
    asked(baseline, community, officer, 20, answering=8)
    few = factories.community(name="ชุมชนเล็ก", municipality=community.municipality)
    homes = asked(baseline, few, officer, 4, answering=2)
    client.force_login(officer)
    html = page(client, f"/reports/programmes/{baseline.programme.code}/")
    assert cells(html, "ชุมชนบ้านสวน") == ["20", "8", "8"]
    assert cells(html, "ชุมชนเล็ก") == ["–", "–", "–"]
    assert "<tfoot>" not in html
    assert homes[0].name not in html


def test_nearly_all_is_hidden_as_well(client, officer, baseline, community):
    asked(baseline, community, officer, 20, answering=18)
    client.force_login(officer)
    html = page(client, f"/reports/programmes/{baseline.programme.code}/")
    assert cells(html, "ชุมชนบ้านสวน") == ["20", "–", "–"]


def test_a_committee_sees_its_own_numbers_exactly_and_those_of_others_as_an_officer(
    client, officer, committee, baseline, community
):
    asked(baseline, community, officer, 4, answering=1)
    near = factories.community(name="ชุมชนข้างเคียง", municipality=community.municipality)
    asked(baseline, near, officer, 4, answering=1)
    client.force_login(committee)
    html = page(client, f"/reports/programmes/{baseline.programme.code}/")
    assert cells(html, "ชุมชนบ้านสวน") == ["4", "1", "1"]
    assert cells(html, "ชุมชนข้างเคียง") == ["–", "–", "–"]


def test_the_office_lists_whom_to_call_on_without_amounts(client, officer, committee, baseline, community):
    told, silent = asked(baseline, community, officer, 2, answering=1)
    client.force_login(committee)
    html = page(client, f"/office/bansuan/rounds/{baseline.programme.code}/0/")
    assert f"/household/month/{silent.code}/{LAST.year}-{LAST.month}/" in html
    assert told.code not in html
    assert "8,123" not in html
    assert not IncomeLook.objects.exists()


def test_a_committee_sets_only_its_own_communitys_day(client, officer, committee, baseline, community):
    near = factories.community(code="near", municipality=community.municipality)
    client.force_login(committee)
    home = f"/reports/programmes/{baseline.programme.code}/communities"
    assert client.post(f"{home}/bansuan/", {"started_on": ""}).status_code == 302
    assert client.post(f"{home}/near/", {"started_on": ""}).status_code == 404
    assert not near.participations.exists()


def test_the_way_to_the_report_is_there_once_a_round_after_the_start_is_over(client, officer, community):
    programme = programmes.create(
        municipality=community.municipality, community=community, name="ก", about="", actor=officer
    )
    for back in (13, 1):
        month = income_rows.months_before(LAST, back)
        programmes.add_round(programme=programme, first_month=month, last_month=month, actor=officer)
    rounds.ask(round=programme.rounds.first(), communities=[community], actor=officer)
    client.force_login(officer)
    html = page(client, f"/reports/programmes/{programme.code}/")
    (link,) = [part.split('"')[0] for part in html.split('href="')[1:] if part.startswith("/reports/show/")]
    assert f"kind=round&amp;period={programme.code}-1" in link
    assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_pages_cost_the_same_for_many_households(client, officer, committee, baseline, community):
    client.force_login(committee)
    asked(baseline, community, officer, 2)
    addresses = [
        f"/reports/programmes/{baseline.programme.code}/",
        "/office/bansuan/rounds/",
        f"/office/bansuan/rounds/{baseline.programme.code}/0/",
    ]
    page(client, addresses[0])
    few = [statements(client, address) for address in addresses]
    asked(baseline, community, officer, 30)
    assert [statements(client, address) for address in addresses] == few


@pytest.fixture
def sample(community, committee):
    """Three households that reported 8,123 baht, all drawn."""
    for home in incomes.homes(community, 3):
        incomes.tell(home, [LAST], 8123)
    return verifications.draw(community=community, month=LAST, confidence=90, margin=10, actor=committee)


def test_a_sample_is_drawn_after_its_size_was_shown(client, community, committee):
    for home in incomes.homes(community, 3):
        incomes.tell(home, [LAST], 8123)
    client.force_login(committee)
    html = page(client, f"/office/bansuan/samples/?month={LAST}&confidence=๙๐&margin=10")
    form = pages.form_to(html, "/office/bansuan/samples/draw/", "month")
    answer = client.post(form.action, dict(form.fields))
    assert answer.status_code == 302
    assert community.samples.get().size == 3


def test_the_reported_figure_is_shown_only_after_the_found_one_was_written_down(client, committee, sample):
    visit = sample.visits.first()
    address = f"/office/bansuan/samples/{sample.code}/{visit.pk}/"
    client.force_login(committee)
    assert "8,123" not in page(client, address)
    assert "8,123" not in page(client, f"/office/bansuan/samples/{sample.code}/")
    assert "8,123" not in page(client, f"/office/bansuan/samples/{sample.code}/print/")
    assert not IncomeLook.objects.exists()
    client.post(f"{address}save/", {"status": "done", "verified": "๗,๐๐๐", "visited_on": TODAY.isoformat()})
    html = page(client, address)
    assert "8,123" in html
    assert "7,000" in html
    assert IncomeLook.objects.get().reason == "verification"
    assert IncomeLook.objects.get().household == visit.household


def test_a_wrong_visit_keeps_what_was_typed_and_shows_no_figure(client, committee, sample):
    visit = sample.visits.first()
    client.force_login(committee)
    sent = {"status": "done", "verified": "", "visited_on": "1/1/2560", "note": "เห็นสมุดบัญชี"}
    html = client.post(f"/office/bansuan/samples/{sample.code}/{visit.pk}/save/", sent).content.decode()
    assert "เห็นสมุดบัญชี" in html
    assert "8,123" not in html


def test_who_lives_there_writes_nothing_down(client, community, sample):
    visit = sample.visits.first()
    own = incomes.teller(visit.household)
    own.roles.create(kind="committee", community=community)
    client.force_login(own)
    address = f"/office/bansuan/samples/{sample.code}/{visit.pk}/"
    assert "save/" not in page(client, address)
    client.post(f"{address}save/", {"status": "done", "verified": "1", "visited_on": TODAY.isoformat()})
    visit.refresh_from_db()
    assert visit.status == "waiting"


def test_the_sample_page_costs_the_same_for_many_households(client, committee, community, sample):
    client.force_login(committee)
    address = f"/office/bansuan/samples/{sample.code}/"
    page(client, address)
    few = statements(client, address)
    for home in incomes.homes(community, 20):
        sample.visits.create(household=home, reported=Decimal(1))
    assert statements(client, address) == few


PASTED = {
    "source": "กระทรวงพาณิชย์",
    "base_year": "2566",
    "lines": "เดือน ดัชนี\nม.ค. 2567 107.25\nก.พ. ๒๕๖๗ ๑๐๗.๕",
}


@pytest.fixture
def pasted(community):
    """What an officer types."""
    return {**PASTED, "municipality": community.municipality.code}


def test_a_price_index_is_looked_at_before_it_is_kept(client, officer, pasted):
    client.force_login(officer)
    html = client.post("/reports/prices/check/", pasted).content.decode()
    assert "107.25" in html
    assert not PriceTable.objects.exists()
    form = pages.form_to(html, "/reports/prices/save/", "lines")
    answer = client.post(form.action, {**dict(form.fields), "lines": pasted["lines"]})
    table = PriceTable.objects.get()
    assert answer["Location"] == f"/reports/prices/{table.pk}/"
    assert table.base_year == 2023
    assert list(table.prices.values_list("index", flat=True)) == [Decimal("107.25"), Decimal("107.5")]
    assert "107.5" in page(client, answer["Location"])


@pytest.mark.parametrize("where", ["check", "save"])
def test_bad_lines_are_named_and_nothing_is_kept(client, officer, pasted, where):
    client.force_login(officer)
    wrong = {**pasted, "lines": f"{pasted['lines']}\nมีนา 1x"}
    html = client.post(f"/reports/prices/{where}/", wrong).content.decode()
    assert "บรรทัดที่ 4" in html
    assert "มีนา 1x" in html
    assert not PriceTable.objects.exists()


def test_a_file_becomes_lines_that_can_be_mended(client, officer, pasted):
    client.force_login(officer)
    table = SimpleUploadedFile("cpi.csv", "เดือน,ดัชนี\nม.ค. 2567,107.25\nกุมภา,107\n".encode("cp874"))
    html = client.post("/reports/prices/check/", {**pasted, "lines": "", "table": table}).content.decode()
    assert "บรรทัดที่ 3" in html
    assert "ม.ค. 2567\t107.25" in html


def test_a_committee_reads_the_prices_and_brings_none(client, officer, committee, pasted):
    client.force_login(officer)
    client.post("/reports/prices/save/", pasted)
    client.force_login(committee)
    assert "กระทรวงพาณิชย์" in page(client, "/reports/prices/")
    assert client.post("/reports/prices/save/", pasted).status_code == 404
    assert PriceTable.objects.count() == 1


def test_only_the_newest_table_is_marked_as_used(client, officer, community):
    for source in ("เก่า", "ใหม่"):
        prices.save(
            municipality=community.municipality, source=source, base_year=2023,
            prices={dt.date(2024, 1, 1): Decimal(100)}, actor=officer,
        )  # fmt: skip
    client.force_login(officer)
    rows = page(client, "/reports/prices/").split("<li>")
    marked = [("ใหม่" in row, "เก่า" in row) for row in rows if "badge-leaf" in row]
    assert marked == [(True, False)]
