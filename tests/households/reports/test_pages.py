"""The pages of reports: who sees which, what stands on them, and the files taken from them."""

import csv
import io
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from python_calamine import CalamineWorkbook

from households.models import PriceTable, ReportSnapshot
from households.reports import snapshots
from tests import factories
from tests.incomes import BASELINE, FOLLOWUP, homes, tell

INDEX, SHOW = reverse("households:reports"), reverse("households:report")
CSV, XLSX = reverse("households:report_csv"), reverse("households:report_xlsx")
HIDDEN = "กลุ่มเล็ก ไม่แสดง"


@pytest.fixture
def reader(client, officer, forty):
    client.force_login(officer)
    return client


def text_of(response) -> str:
    return response.content.decode()


def numbers_in(words: str) -> set[float]:
    """Every figure in a text, without commas and signs of plus."""
    found = re.findall(r"[−-]?\d[\d,]*(?:\.\d+)?", re.sub("<[^>]*>", " ", words))
    return {abs(float(one.replace(",", "").replace("−", "-"))) for one in found}


def rows_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_an_officer_reads_in_one_sentence_what_changed(reader):
    page = strip_tags(text_of(reader.get(SHOW)))
    assert "ครัวเรือนตรงกลางมีรายได้เพิ่มขึ้น 1,000 บาทต่อเดือน" in page
    assert "ยังบอกไม่ได้ว่าตลาดเป็นสาเหตุหรือไม่" in page


def test_who_is_missing_stands_before_how_sure_and_before_the_pictures(reader):
    page = text_of(reader.get(SHOW))
    places = [page.index(words) for words in ("ใครหายไป", "แน่ใจแค่ไหน", "ค่ากลางเดิม", "คิดตัวเลขเหล่านี้อย่างไร")]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", ["committee", "chair", "treasurer", "auditor"])
def test_everybody_of_a_community_with_an_office_reads_its_report(client, community, forty, kind):
    client.force_login(factories.with_role(community, kind))
    page = text_of(client.get(SHOW))
    assert community.name in page
    assert "1,000 บาทต่อเดือน" in strip_tags(page)


def test_a_committee_does_not_read_the_whole_municipality_nor_another_community(
    client, committee, community, forty
):
    other = factories.community(municipality=community.municipality)
    client.force_login(committee)
    for place in (other.code, f"all:{community.municipality.code}", "nowhere"):
        for address in (INDEX, SHOW, CSV, XLSX):
            assert client.get(address, {"place": place}).status_code == 404


def test_people_without_an_office_find_no_report(client, buyer, outsider, forty):
    assert client.get(SHOW).status_code == 302
    for person in (buyer, outsider):
        client.force_login(person)
        assert client.get(INDEX).status_code == 404
        assert client.get(SHOW).status_code == 404


def test_no_name_of_a_household_or_a_person_is_in_a_report(reader, forty):
    names = {home.name for home in forty} | {home.code for home in forty}
    for address in (SHOW, CSV):
        page = text_of(reader.get(address))
        assert not any(name in page for name in names)


def test_every_choice_keeps_the_others(reader, community):
    chosen = {"place": community.code, "line": "3000", "audience": "public", "against": "before"}
    page = text_of(reader.get(INDEX, chosen))
    for link in re.findall(r'href="/reports/\?([^"]*kind=[^"]*)"', page):
        assert all(f"{name}={value}" in link for name, value in chosen.items())


def test_odd_choices_fall_back_to_the_usual_ones(reader):
    usual = strip_tags(text_of(reader.get(SHOW)))
    odd = {
        "kind": "decade",
        "period": "9999-9",
        "against": "ever",
        "audience": "press",
        "line": "๑๒ก",
        "prices": "x",
    }
    response = reader.get(SHOW, odd)
    assert response.status_code == 200
    sentence = "ครัวเรือนตรงกลางมีรายได้เพิ่มขึ้น 1,000 บาทต่อเดือน"
    assert sentence in usual
    assert sentence in strip_tags(text_of(response))


def test_an_officer_tries_a_line_in_wide_steps_only(reader, community):
    assert "3,000 บาทต่อคนต่อเดือน" in text_of(reader.get(SHOW, {"line": "๓,๐๐๐"}))
    refused = text_of(reader.get(SHOW, {"line": "3001"}))
    assert "ทีละ 500 บาท" in refused
    assert "3,001 บาทต่อคนต่อเดือน" not in refused


def test_a_committee_tries_no_line(client, committee, forty):
    client.force_login(committee)
    assert "3,000 บาทต่อคนต่อเดือน" not in text_of(client.get(SHOW, {"line": "3000"}))


def test_a_price_index_that_knows_the_months_is_used_unless_the_reader_wants_otherwise(
    reader, community, officer
):
    table = PriceTable.objects.create(
        municipality=community.municipality, base_year=2023, source="ดัชนีตัวอย่าง", entered_by=officer
    )
    for month in BASELINE + FOLLOWUP[:2]:
        table.prices.create(month=month, index=100)
    assert "ดัชนีตัวอย่าง" not in text_of(reader.get(SHOW))
    table.prices.create(month=FOLLOWUP[2], index=100)
    assert "ดัชนีตัวอย่าง" in text_of(reader.get(SHOW))
    assert "ดัชนีตัวอย่าง" not in text_of(reader.get(SHOW, {"prices": "nominal"}))


def test_hidden_figures_have_a_mark_that_is_explained(reader, community):
    small = factories.community(municipality=community.municipality, name="ชุมชนเล็กตัวอย่าง")
    for home in homes(small, 3):
        tell(home, BASELINE + FOLLOWUP, 93130)
    page = text_of(reader.get(SHOW))
    assert HIDDEN in page
    assert "ไม่ถึง 5 ครัวเรือน" in page
    row = next(
        row for row in rows_of(reader.get(CSV)) if row["รายการ"] == small.name and row["หมวด"] == "ชุมชน"
    )
    assert row["เปลี่ยนไป"] == HIDDEN
    assert "93130" not in text_of(reader.get(CSV))


def test_a_report_of_too_few_shows_nothing_but_why(client, community, committee, in_november):
    for home in homes(community, 4):
        tell(home, BASELINE + FOLLOWUP, 9130)
    client.force_login(committee)
    page = text_of(client.get(SHOW))
    assert "ยังบอกไม่ได้ว่ารายได้เปลี่ยนไปอย่างไร" in page
    assert "9,130" not in page
    assert reverse("households:report_publish") not in page


def test_the_public_preview_hides_more(client, community, committee, in_november):
    for home in homes(community, 8):
        tell(home, BASELINE + FOLLOWUP, 9130)
    client.force_login(committee)
    assert "9,130" in text_of(client.get(SHOW))
    assert "9,130" not in text_of(client.get(SHOW, {"audience": "public"}))


def test_every_figure_of_the_file_stands_on_the_page(reader):
    page = numbers_in(text_of(reader.get(SHOW)))
    columns = ("ก่อน", "หลัง", "เปลี่ยนไป", "ครัวเรือน")
    figures = {
        abs(float(row[name]))
        for row in rows_of(reader.get(CSV))
        for name in columns
        if re.fullmatch(r"-?\d+(\.\d+)?", row[name] or "")
    }
    assert len(figures) > 30
    assert figures - page == set()


def test_the_workbook_holds_the_lines_of_the_csv_and_the_notes(reader):
    book = CalamineWorkbook.from_filelike(io.BytesIO(reader.get(XLSX).content))
    sheet, notes = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    lines = [row for row in rows_of(reader.get(CSV)) if row["หมวด"] != "เกี่ยวกับรายงานนี้"]
    assert [row[1] for row in sheet[1:]] == [row["รายการ"] for row in lines]
    said = {name: words for name, words, *_rest in notes}
    assert "1,000 บาทต่อเดือน" in said["สรุปประโยคเดียว"]
    assert "2,000" in said["ช่วงความเชื่อมั่น 95 %"]


def test_names_stay_text_on_the_page_and_in_the_files(client, officer, community, in_november):
    community.name = '=1+1<script>alert("x")</script>'
    community.save()
    other = factories.community(municipality=community.municipality)
    for place in (community, other):
        for home in homes(place, 6):
            tell(home, BASELINE + FOLLOWUP, 9000)
    client.force_login(officer)
    page = text_of(client.get(SHOW))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert all(not row["รายการ"].startswith("=") for row in rows_of(client.get(CSV)))


def test_late_answers_that_are_few_are_announced_and_not_shown(reader, community):
    reader.get(SHOW)
    for home in homes(community, 2):
        tell(home, BASELINE + FOLLOWUP, 1000)
    page = text_of(reader.get(SHOW))
    assert "คำตอบที่มาทีหลังบางส่วนยังไม่รวม" in page


def test_a_large_place_waits_on_a_page_that_opens_by_itself(reader, monkeypatch, work):
    monkeypatch.setattr(snapshots, "AT_ONCE", 5)
    page = text_of(reader.get(SHOW))
    assert 'http-equiv="refresh"' in page
    assert reader.get(CSV).status_code == 302
    work()
    assert 'http-equiv="refresh"' not in text_of(reader.get(SHOW))


@pytest.mark.parametrize("more", [0, 30])
def test_a_stored_report_takes_as_many_statements_for_few_households_as_for_many(
    reader, community, more, django_assert_max_num_queries
):
    for home in homes(community, more):
        tell(home, BASELINE + FOLLOWUP, 8000)
    reader.get(SHOW)
    with django_assert_max_num_queries(14):
        reader.get(SHOW)
    assert ReportSnapshot.objects.count() == 1


def test_the_line_is_set_by_the_officer_for_the_municipality(reader, community):
    town = community.municipality
    reader.post(reverse("households:report_line"), {"municipality": town.code, "line": "๒,๘๐๓"})
    town.refresh_from_db()
    assert town.reference_line == 2803
    assert "2,803 บาทต่อคนต่อเดือน" in text_of(reader.get(SHOW))


@pytest.mark.parametrize("line", ["-5", "abc", "99999999"])
def test_a_line_that_makes_no_sense_changes_nothing(reader, community, line):
    town = community.municipality
    town.reference_line = 2803
    town.save()
    reader.post(reverse("households:report_line"), {"municipality": town.code, "line": line}, follow=True)
    town.refresh_from_db()
    assert town.reference_line == 2803


def test_nobody_else_sets_the_line(client, community, committee):
    client.force_login(committee)
    sent = {"municipality": community.municipality.code, "line": "1"}
    assert client.post(reverse("households:report_line"), sent).status_code == 404


def test_the_old_address_leads_to_the_reports(client, officer, community):
    client.force_login(officer)
    assert client.get("/reports/income/")["Location"] == INDEX


def test_an_officer_begins_at_the_reports(client, community):
    person = factories.officer(community.municipality)
    sent = {"login": person.email, "password": "banana-leaf-9"}
    response = client.post("/accounts/login/", sent)
    assert INDEX in response["Location"]
    assert INDEX in text_of(client.get("/household/", follow=True))
