"""What incomes of a whole community say: checked at home, published by the committee, read by the officer."""

import csv
import datetime as dt
import re
import sqlite3
from decimal import Decimal

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from config.demo import people
from households.imports.cells import bare_name
from lib.dates import BANGKOK, thai_date
from tests.browser import crawl
from tests.browser.people import DESK
from tests.browser.words import thai

AMOUNT = re.compile(r"[-−–]?฿[\d,]+(?:\.\d\d)?")
NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
A4 = (595, 842)
MOST_SHEETS = 10
# Stands on the programme that he himself entered.
OFFICER = bare_name(people.OFFICER[1])


def test_the_committee_checks_figures_at_home(arrive, own_site):
    committee = arrive("committee", at=own_site, java_script_enabled=False)
    month = draws_a_sample(committee)
    prints_the_list(committee)
    differences = [visits(committee, found) for found in ("๑๒,๐๐๐", "9000")]
    finds_nobody(committee)
    sees_the_difference(committee, differences)
    draws_no_second_time(committee, month)
    assert committee.faults == []


def draws_a_sample(committee) -> str:
    """Wishes that cannot be first; then how many that would be, and only then the draw."""
    committee.go("/office/")
    committee.follow(thai("Check figures at home"))
    drawn = committee.main.get_by_role("list").last.inner_text()
    months = committee.field(thai("Which month?")).locator("option").all_inner_texts()
    # Of months after these few households have written everything yet.
    month = months[max(number for number, name in enumerate(months) if name in drawn) + 1]
    committee.field(thai("Which month?")).select_option(label=month)
    committee.type(thai("How exact, in percent"), "๑๐๐")
    committee.press(thai("How many households would that be?"))
    committee.sees(thai("This must be %(limit_value)s or less."))
    committee.type(thai("How exact, in percent"), "๑๐")
    committee.press(thai("How many households would that be?"))
    committee.sees(thai("%(size)s of %(count)s households with complete figures would be visited."))
    committee.press(thai("Draw them now"))
    committee.sees(thai("The sample is drawn. Print the list, and visit the households."))
    return month


def prints_the_list(committee):
    """Where to go, and not one amount: who knows the answer hears it."""
    committee.follow(thai("List for the visitors, to print"))
    assert committee.main.get_by_role("listitem").count() > 2
    assert "฿" not in committee.main.text_content()
    committee.follow(thai("Sample of %(month)s"), committee.main)


def opens_a_visit(committee):
    """The next household that is not the visitor's own."""
    waiting = committee.main.get_by_role("listitem").filter(has_text=thai("not visited yet"))
    for number in range(waiting.count()):
        committee.touch(waiting.nth(number).get_by_role("link"))
        if committee.main.get_by_role("button", name=thai("Write it down")).count():
            return
        committee.follow(thai("Sample of %(month)s"), committee.main)
    raise AssertionError("no household to visit")


def visits(committee, found: str) -> Decimal:
    """What was reported is hidden until something was found, and no visit was made tomorrow."""
    opens_a_visit(committee)
    assert "฿" not in committee.reads()
    today = dt.datetime.now(BANGKOK).date()
    committee.field(thai("We asked, and went through the figures together")).check()
    committee.type(thai("What was left after costs in this month"), found)
    committee.type(thai("When"), thai_date(today + dt.timedelta(days=1), "numbers"))
    committee.press(thai("Write it down"))
    committee.sees(thai("The date must be %(limit)s or earlier."))
    committee.type(thai("When"), thai_date(today, "numbers"))
    committee.press(thai("Write it down"))
    committee.sees(thai("Visited and compared"))
    reported, verified, difference = amounts(committee.main.locator("dl").first.inner_text())
    assert difference == verified - reported
    committee.follow(thai("Sample of %(month)s"), committee.main)
    return difference


def finds_nobody(committee):
    """That is written down as well."""
    opens_a_visit(committee)
    committee.field(thai("Nobody was at home")).check()
    committee.press(thai("Write it down"))
    committee.sees(thai("Written down. You can correct it later."))
    committee.follow(thai("Sample of %(month)s"), committee.main)


def sees_the_difference(committee, differences):
    """The means of both, and the mean difference between them."""
    reported, verified, mean = amounts(committee.main.locator("dl").first.inner_text())
    assert mean == pytest.approx(sum(differences) / 2, abs=Decimal("0.02"))
    assert verified == Decimal(10_500)
    assert mean == pytest.approx(verified - reported, abs=Decimal("0.02"))


def draws_no_second_time(committee, month):
    """Whoever does not like the lot cannot draw another one."""
    committee.follow(thai("Check figures at home"), committee.main)
    committee.field(thai("Which month?")).select_option(label=month)
    committee.press(thai("How many households would that be?"))
    committee.press(thai("Draw them now"))
    expect(committee.main.get_by_role("alert")).to_be_visible()


def amounts(words: str) -> list[Decimal]:
    """All amounts of baht in a text."""
    return [
        Decimal(found.replace("฿", "").replace(",", "").replace("−", "-")) for found in AMOUNT.findall(words)
    ]


def test_the_committee_publishes_the_quarter(arrive, own_site):
    committee, stranger = arrive("committee", at=own_site), arrive(at=own_site)
    sentence = looks_as_everybody_would(committee)
    title = publishes(committee)
    does_not_correct_what_is_right(committee)
    stranger.go("/")
    stranger.follow(thai("Published reports"), stranger.page.get_by_role("contentinfo"))
    stranger.follow(re.compile(f"^{re.escape(title)}"), stranger.main)
    expect(stranger.main.get_by_role("heading", level=1)).to_have_text(sentence)
    assert named_on(stranger.page.content(), own_site) == set()
    assert committee.faults == stranger.faults == []


def looks_as_everybody_would(committee) -> str:
    """The quarter that is over, first with all figures, then as it will be. Returns its sentence."""
    committee.go("/office/")
    committee.follow(thai("Reports on income"))
    committee.press(thai("Show the report"))
    committee.sees(thai("Who is in it, and who is missing"))
    committee.sees(thai("Checked at home"))
    committee.follow(thai("Publish this report"))
    committee.follow(thai("See first what everybody would see"))
    committee.sees(thai("This is what everybody would see. It is not published."))
    return committee.main.get_by_role("heading", level=1).inner_text()


def publishes(committee) -> str:
    """With a name of its own, for everybody. Returns the name."""
    committee.follow(thai("Publish this report"))
    title = f"{committee.field(thai('Title')).input_value()} ฉบับทดลอง"
    committee.type(thai("Title"), title)
    expect(committee.field(thai("everybody"))).to_be_checked()
    committee.press(thai("Publish it"))
    committee.sees(thai("The report is published. It stays as it is now."))
    return title


def does_not_correct_what_is_right(committee):
    """A second edition of the same answers would only tell two readers apart."""
    committee.follow(thai("Correct it with a new edition"))
    committee.type(thai("What changed since the former edition?"), "แก้คำอธิบาย ตัวเลขเท่าเดิม")
    committee.press(thai("Publish the new edition"))
    expect(committee.main.get_by_role("alert")).to_be_visible()


def test_an_officer_reads_prints_and_takes_away_the_report(arrive, site, tmp_path):
    officer = arrive("officer", viewport=DESK, accept_downloads=True)
    officer.follow(thai("My home"))
    officer.follow(thai("Income before and after"))
    expect(officer.field(thai("Which place")).locator("option:checked")).to_have_text(
        thai("All of %(municipality)s")
    )
    officer.press(thai("Show the report"))
    reads(officer)
    page = tables(officer)
    lines = takes_the_table(officer, tmp_path)
    holds_the_same(page, lines)
    prints(officer)
    for report in crawl.crawl(officer, "officer"):
        if report.path.startswith("/reports/"):
            assert named_on(report.html, site) <= {OFFICER}, report
    for office in ("/office/sirisuk/people/", "/office/sirisuk/samples/", "/office/sirisuk/export/"):
        assert officer.context.request.get(office).status == 404
    assert officer.faults == []


def reads(officer):
    """In Thai: what changed, whether there is a reason, who is missing, how sure that is."""
    sentence = officer.main.get_by_role("heading", level=1).inner_text()
    assert re.search("[ก-๛]{9}", sentence)
    assert re.search(r"\d", sentence)
    for part in ("Who is in it, and who is missing", "How sure is this?", "How much incomes changed"):
        officer.sees(thai(part))
    steps = officer.main.get_by_role("img").first
    expect(steps).to_be_visible()
    for wrong in ("เพราะตลาด", "ทำให้รายได้"):
        assert wrong not in officer.reads()


def tables(officer) -> list[tuple[str, list[list[str]]]]:
    """The page's tables: caption and rows."""
    return officer.main.locator("table").evaluate_all("""(tables) => tables.map((table) => [
      table.caption?.textContent.trim() ?? "",
      [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
    ])""")


def takes_the_table(officer, folder) -> list[list[str]]:
    """Both files say the same; the notes stand in them. Returns the CSV's lines."""
    files = {}
    for name, words in (("csv", thai("As CSV")), ("xlsx", thai("For Excel"))):
        with officer.page.expect_download() as download:
            officer.follow(words, officer.main)
        files[name] = folder / f"report.{name}"
        download.value.save_as(files[name])
    with files["csv"].open(encoding="utf-8-sig", newline="") as table:
        lines = list(csv.reader(table))
    book = CalamineWorkbook.from_path(str(files["xlsx"]))
    sheet = [[shown(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]
    about = thai("About this report")
    assert sheet == [[shown(cell) for cell in line] for line in lines if line[0] != about]
    notes = [row[0] for row in book.get_sheet_by_index(1).to_python()]
    assert notes == [line[1] for line in lines if line[0] == about]
    assert thai("In one sentence") in notes
    return lines


def shown(cell) -> str:
    """A cell without the difference between 5, 5.0 and "5.00"."""
    try:
        return f"{Decimal(str(cell)).normalize():f}"
    except ArithmeticError:
        return str(cell)


def holds_the_same(page, lines):
    """Every figure of a table on the page stands in the file, in the line of the same name."""
    names = {line[0] for line in lines}
    compared = 0
    for caption, rows in page:
        if caption not in names:
            continue
        for row in rows:
            same = [line for line in lines if line[1] == row[0] or (line[0], line[2]) == (caption, row[0])]
            there = {abs(Decimal(number)) for line in same for number in line[3:9] if is_number(number)}
            for cell in row[1:]:
                for number in NUMBER.findall(cell) if not re.search("[ก-๛A-Za-z/]", cell) else ():
                    assert abs(Decimal(number.replace(",", "").replace("−", "-"))) in there, (
                        caption,
                        row,
                        there,
                    )
                    compared += 1
    assert compared > 40


def is_number(text: str) -> bool:
    """Whether a cell of the file holds a number."""
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", text))


def prints(officer):
    """On A4: what it says and who is in it, without what only a screen needs."""
    officer.page.emulate_media(media="print")
    expect(officer.page.get_by_role("banner")).to_be_hidden()
    expect(officer.page.get_by_role("contentinfo")).to_be_hidden()
    for control in officer.page.locator("button, nav, select, .report-tools").all():
        expect(control).to_be_hidden()
    expect(officer.main.get_by_role("heading", level=1)).to_be_visible()
    expect(officer.main.get_by_role("heading", name=thai("How this was worked out")).first).to_be_visible()
    paper = officer.page.pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert {(round(float(width)), round(float(height))) for width, height in sheets} == {A4}
    assert len(sheets) <= MOST_SHEETS
    officer.page.emulate_media(media="screen")


def named_on(html: str, site) -> set[str]:
    """Names of the demo's people and households that stand on a page."""
    with sqlite3.connect(f"file:{site.file}?mode=ro", uri=True) as database:
        people = {
            bare_name(name) for (name,) in database.execute("SELECT name FROM households_person") if name
        }
        homes = {name for (name,) in database.execute("SELECT name FROM households_household") if name}
    page = html.split("<main", 1)[-1].split("</main>", 1)[0]
    return {name for name in people | homes if name in page}
