"""Every baht from its source to the person it helped, as people see it on a phone, in Thai."""

import datetime as dt
import re
import sqlite3
from types import SimpleNamespace

import pytest
from playwright.sync_api import Locator, expect

from lib.dates import BANGKOK
from tests.browser import pictures
from tests.browser.gifts import (
    FIGURES_ONLY,
    FUND,
    GIFT,
    MEND,
    finds_the_money,
    follows_the_gift,
    gets_a_receipt,
    gives,
    is_kept,
    looks_right,
    shows_the_slip,
)
from tests.browser.people import PHONE, Person
from tests.browser.words import thai

OFFICE = "/office/sirisuk/"
CAST = {
    "donor": "",
    "helper": "",
    "committee": "committee",
    "chair": "chair",
    "treasurer": "treasurer",
    "auditor": "auditor",
}
HELP, ALONE, TWO = 800, 200, 5000
PROPOSED_WHY, AGREED_WHY = "นอนติดเตียง ลูกต้องหยุดงานมาดูแล", "ไปเยี่ยมมาแล้ว ลำบากจริง"
RESOLUTION = "ประชุมใหญ่ มาประชุม 41 คน เห็นชอบ 40 คน"
A4 = (595, 842)
# People of the register, the oldest first, in homes in which nobody holds a post or an account of the cast, and for
# which nobody has asked yet.
TO_BE_HELPED = """
    SELECT p.name, h.name FROM households_person p
    JOIN households_membership m ON m.person_id = p.id AND m.status = 'active'
    JOIN households_household h ON h.id = m.household_id AND h.status = 'active'
    JOIN households_community c ON c.id = h.community_id AND c.code = 'sirisuk'
    WHERE p.merged_into_id IS NULL AND p.died_on IS NULL AND p.birth_year IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM welfare_aidrequest a WHERE a.household_id = h.id OR a.for_whom LIKE '%' || p.name)
      AND NOT EXISTS (
        SELECT 1 FROM households_membership n JOIN households_person q ON q.id = n.person_id
        JOIN households_user u ON u.id = q.user_id
        LEFT JOIN households_role r ON r.user_id = u.id
        WHERE n.household_id = h.id AND (r.id IS NOT NULL OR u.code LIKE 'demo-%'))
    ORDER BY p.birth_year, p.id"""
TITLE = re.compile(r"^(นางสาว|นาง|นาย|เด็กชาย|เด็กหญิง)\s*")


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def cast(request, chromium, own_site):
    """Two visitors without an account, and those who decide, pay and check; each with a phone."""
    people = {name: Person(chromium, own_site.address, java_script_enabled=request.param) for name in CAST}
    for name, role in CAST.items():
        people[name].runs_scripts = request.param
        if role:
            people[name].enter(role)
    yield SimpleNamespace(**people)
    faults = [fault for person in people.values() for fault in person.faults]
    for person in people.values():
        person.leave()
    assert faults == []


def test_every_baht_from_its_source_to_the_person_it_helped(cast, own_site):
    name, home = somebody(own_site)
    before = in_the_fund(cast.donor)
    gift = gives(cast.donor)
    shows_the_slip(cast.donor, own_site)
    finds_the_money(cast.treasurer)
    gets_a_receipt(cast.donor, gift)
    adopt_rules(cast.chair, cast.committee)
    code = asks_for_help(cast.helper, name)
    says_for_whom(cast.committee, name, home)
    agrees_once(cast.committee)
    second_person_agrees(cast.chair, name)
    pays_in_cash(cast.treasurer, name)
    sees_that_it_was_paid(cast.helper, code, name)
    assert in_the_fund(cast.donor) == pytest.approx(before + GIFT - HELP)
    reads_what_it_was_for(cast.donor, name, home)
    follows_the_gift(cast.donor, gift)
    draws_and_visits(cast.auditor, name)
    reads_and_prints_the_month(cast.donor, name)
    assert "sirisuk" in own_site.run("manage.py", "ledger_check")


def somebody(site) -> tuple[str, str]:
    """Name without title and household of somebody old who shares the name with nobody."""
    with sqlite3.connect(f"file:{site.file}?mode=ro", uri=True) as database:
        names = [name for (name,) in database.execute("SELECT name FROM households_person")]
        for full, home in database.execute(TO_BE_HELPED):
            name = TITLE.sub("", full)
            if sum(name in other for other in names) == 1:
                return name, home
    raise AssertionError("nobody whom the demo's register could help")


def form_with(person, button) -> Locator:
    """The form that this button sends."""
    return person.main.locator("form").filter(has=person.page.get_by_role("button", name=button, exact=True))


def in_the_fund(person) -> float:
    """What everybody reads on the fund's page."""
    person.go(FUND)
    return person.amount(thai("In the fund now"))


def adopt_rules(chair, committee):
    """What the fund gives for who is bedridden, and that two decide it: written by one, adopted by another."""
    chair.go(f"{FUND}rules/draft/")
    begin = chair.main.get_by_role("button", name=thai("Begin a draft"))
    if begin.count():
        chair.touch(begin)
    chair.follow(thai("Change these limits"), chair.main)
    chair.type(thai("One committee member decides up to"), f"{TWO}")
    chair.type(thai("Two decide up to"), f"{ALONE}")
    chair.press(thai("Save the draft"))
    chair.sees(thai("Two people decide at least as much as one."))
    is_kept(chair.main, "One committee member decides up to", f"{TWO}")
    chair.type(thai("One committee member decides up to"), f"{ALONE}")
    chair.type(thai("Two decide up to"), f"{TWO}")
    chair.press(thai("Save the draft"))
    chair.go(f"{FUND}rules/draft/pays/bedridden/")
    for box in chair.main.locator("input[type=text]").all():
        box.fill("")
    chair.type(thai("Amount"), "แปดร้อย")
    chair.field(thai("How it is paid")).select_option(label=thai("a month"))
    chair.press(thai("Save the draft"))
    chair.sees(thai(FIGURES_ONLY))
    is_kept(chair.main, "Amount", "แปดร้อย")
    chair.type(thai("Amount"), f"{HELP}")
    chair.press(thai("Save the draft"))
    committee.go(f"{FUND}rules/draft/")
    committee.follow(thai("See what it would have cost, and adopt"), committee.main)
    today = dt.datetime.now(BANGKOK).date()
    day = f"{today.day}/{today.month}/{today.year + 543}"
    committee.type(thai("Words of the resolution"), RESOLUTION)
    committee.type(thai("Day of the meeting"), "31/12/2999")
    committee.type(thai("Holds from"), day)
    committee.press(thai("Enter that the meeting adopted it"))
    committee.sees(thai(MEND))
    is_kept(committee.main, "Words of the resolution", RESOLUTION)
    committee.type(thai("Day of the meeting"), day)
    committee.press(thai("Enter that the meeting adopted it"))
    committee.sees(RESOLUTION)


def asks_for_help(helper, name) -> str:
    """Four fields without an account. Returns the code by which it is followed."""
    helper.go(FUND)
    helper.follow(thai("Ask the fund for help"), helper.main)
    helper.field(thai("What happened?")).select_option(label=thai("bedridden, cared for at home"))
    helper.type(thai("For whom?"), name)
    helper.field(thai("this week")).check()
    helper.type(thai("Phone that we can call"), "12")
    helper.open(thai("Say more, if you like"))
    helper.field(thai("Who are you?")).select_option(label=thai("a helper"))
    helper.press(thai("Send the request to the committee"))
    helper.sees(thai(MEND))
    is_kept(helper.main, "For whom?", name)
    is_kept(helper.main, "Who are you?", "helper")
    expect(helper.field(thai("this week"))).to_be_checked()
    helper.type(thai("Phone that we can call"), "๐๘๙ ๑๒๓ ๔๕๖๗")
    helper.press(thai("Send the request to the committee"))
    helper.sees(thai("Your request to the fund"))
    code = helper.main.locator(".code-figures").inner_text().strip()
    helper.go("/follow/")
    for typed in ("zzzz", code):
        helper.type(thai("You have asked already? Type the code of the request"), typed)
        helper.press(thai("See where it stands"))
        if typed != code:
            helper.sees(
                thai(
                    "No request has this code. It has eight letters and figures; please look once more, or call the"
                    " committee."
                )
            )
            is_kept(helper.main, "You have asked already? Type the code of the request", typed)
    helper.sees(thai("What happens next"))
    looks_right(helper)
    assert name not in helper.page.content()
    return code


def says_for_whom(committee, name, home):
    """The office leads to the request; the register knows who it is."""
    committee.go(OFFICE)
    committee.follow(thai("Requests for help"), committee.main)
    row = committee.main.locator("li.card").filter(has_text=name)
    committee.follow(thai("Say for which household it is"), row)
    committee.type(thai("Name, house number or household code"), "ไม่มีบ้านนี้แน่นอน")
    committee.press(thai("Find"))
    committee.sees(thai("No household found"))
    committee.type(thai("Name, house number or household code"), name)
    committee.press(thai("Find"))
    expect(committee.main.get_by_role("heading", name=home).first).to_be_visible()
    committee.touch(committee.main.get_by_role("button", name=re.compile(re.escape(name))))
    committee.sees(thai("It is noted for whom the request is."))


def agrees_once(committee):
    """An amount in letters, no reason, then yes. A second yes of the same person is not taken."""
    button = thai("Yes, give this amount")
    form = form_with(committee, button)
    assert committee.amount(thai("By the rules")) == HELP
    form.get_by_label(thai("How much")).fill("แปดร้อย")
    form.get_by_label(thai("Why")).fill(PROPOSED_WHY)
    committee.press(button)
    committee.sees(thai(FIGURES_ONLY))
    is_kept(form, "How much", "แปดร้อย")
    form.get_by_label(thai("How much")).fill(f"{HELP}")
    form.get_by_label(thai("Why")).fill(" ")
    committee.press(button)
    is_kept(form, "How much", f"{HELP}")
    form.get_by_label(thai("Why")).fill(PROPOSED_WHY)
    said = form.evaluate("(form) => form.action")
    token = form.locator("[name=csrfmiddlewaretoken]").input_value()
    committee.press(button)
    committee.sees(standing(1, 2))
    committee.sees(thai("You have decided on this request already. The next step takes somebody else."))
    expect(form_with(committee, button)).to_have_count(0)
    again = {"csrfmiddlewaretoken": token, "amount": "900", "reason": AGREED_WHY}
    answer = committee.context.request.post(said, form=again, headers={"Referer": committee.page.url})
    assert answer.ok
    assert AGREED_WHY not in answer.text()
    committee.page.reload()
    committee.sees(standing(1, 2))


def standing(agreed: int, needed: int) -> str:
    """How many have agreed, as the page says it."""
    words = thai("%(agreed)s of %(needed)s have agreed").pattern
    return re.compile(words.replace("(.+)", f"{agreed}", 1).replace("(.+)", f"{needed}", 1))


def second_person_agrees(chair, name):
    """The chair sees the amount that is named already, and only says why."""
    chair.go(OFFICE)
    chair.follow(thai("Requests for help"), chair.main)
    chair.follow(re.compile(re.escape(name)), chair.main)
    chair.sees(standing(1, 2))
    chair.sees(PROPOSED_WHY)
    button = thai("Yes, give %(amount)s")
    form = form_with(chair, button)
    form.get_by_label(thai("Why")).fill(" ")
    chair.press(button)
    expect(chair.main.get_by_role("alert").first).to_be_visible()
    form.get_by_label(thai("Why")).fill(AGREED_WHY)
    chair.press(button)
    chair.sees(thai("agreed; will be paid"))


def pays_in_cash(treasurer, name):
    """Without a photo nothing leaves the box; nor for another person without a word why."""
    treasurer.go(f"{FUND}treasurer/")
    treasurer.follow(
        thai("Pay out %(count)s approved help", "Pay out %(count)s approved helps"), treasurer.main
    )
    treasurer.follow(re.compile(re.escape(name)), treasurer.main)
    treasurer.touch(
        treasurer.main.get_by_role("navigation").get_by_role("link", name=thai("cash"), exact=True)
    )
    button = thai("%(amount)s were paid")
    form = form_with(treasurer, button)
    form.get_by_label(thai("Who got it")).fill("ลูกสาวของเขา")
    treasurer.press(button)
    treasurer.sees(thai("Choose a picture."))
    is_kept(form, "Who got it", "ลูกสาวของเขา")
    form.locator("input[type=file]").set_input_files(pictures.photo())
    treasurer.press(button)
    expect(treasurer.main.get_by_role("alert").first).to_be_visible()
    is_kept(form, "Who got it", "ลูกสาวของเขา")
    treasurer.sees(thai("The picture is kept. Choose another one only if it is the wrong one."))
    form.get_by_label(thai("Who got it")).fill(name)
    treasurer.press(button)
    treasurer.sees(thai("%(amount)s are written down as paid."))
    expect(treasurer.main.get_by_role("button", name=button)).to_have_count(0)


def sees_that_it_was_paid(helper, code, name):
    """By the code alone, without a name."""
    helper.go(f"/follow/{code}/")
    helper.sees(re.compile(f"{HELP}"))
    assert name not in helper.page.content()


def reads_what_it_was_for(visitor, name, home):
    """By kind and in words on the fund's page and in its table, and nowhere who it was."""
    expect(visitor.main).to_contain_text(thai("Help was paid to a household"))
    visitor.open(thai("What went out, by kind"))
    table = visitor.main.get_by_role("table").filter(has_text=thai("benefits"))
    expect(table.first).to_contain_text(f"฿{HELP}")
    sheet = visitor.context.request.get(f"{FUND}moves.csv")
    assert sheet.ok
    for page in (visitor.page.content(), sheet.text()):
        assert name not in page
        assert home not in page


def draws_and_visits(auditor, name):
    """Chance chooses among what was paid today; the visit is written down once."""
    auditor.go(OFFICE)
    auditor.follow(thai("The auditor's page"), auditor.main)
    button = thai("Draw by lot")
    form = form_with(auditor, button)
    form.get_by_label(thai("How many to visit")).fill("ห้าบ้าน")
    auditor.press(button)
    expect(auditor.main.get_by_role("alert")).to_be_visible()
    is_kept(form, "How many to visit", "ห้าบ้าน")
    form.get_by_label(thai("Paid from")).fill(form.get_by_label(thai("until"), exact=True).input_value())
    form.get_by_label(thai("How many to visit")).fill("๖๐")
    auditor.press(button)
    card = auditor.card(name)
    button = thai("Write it down")
    auditor.open(thai("Write down what you found"), card)
    card.get_by_label(thai("something is not right")).check()
    auditor.press(button, card)
    auditor.sees(thai("Write what is not right."))
    expect(card.get_by_label(thai("something is not right"))).to_be_checked()
    card.get_by_label(thai("it arrived as written")).check()
    auditor.press(button, card)
    expect(auditor.card(name)).to_contain_text(thai("it arrived as written"))
    expect(auditor.card(name).get_by_role("button")).to_have_count(0)


def reads_and_prints_the_month(visitor, name):
    """Opening and income less spending is closing, also on paper."""
    now = in_the_fund(visitor)
    visitor.follow(thai("Statements"), visitor.main)
    rows = [row.locator("th, td").all_inner_texts() for row in visitor.main.locator("table tr").all()]
    sums = {words.strip(): float(cells[0].replace(",", "")) for words, *cells in rows[1:]}
    opening, closing = sums[thai("There at the beginning")], sums[thai("There at the end")]
    came_in, went_out = sums[thai("Came in together")], sums[thai("Went out together")]
    halves = sums.get(thai("Entries of which one half was taken back"), 0)
    assert opening + came_in - went_out + halves == pytest.approx(closing)
    assert closing == now
    assert came_in >= GIFT
    assert went_out >= HELP
    assert name not in visitor.page.content()
    visitor.page.emulate_media(media="print")
    expect(visitor.page.get_by_role("banner")).to_be_hidden()
    expect(visitor.page.get_by_role("contentinfo")).to_be_hidden()
    for control in visitor.page.locator("nav, button, form").all():
        expect(control).to_be_hidden()
    expect(visitor.main.locator(".document-head")).to_be_visible()
    expect(visitor.main.get_by_role("table")).to_be_visible()
    paper = visitor.page.pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert [(round(float(width)), round(float(height))) for width, height in sheets] == [A4]
    visitor.page.emulate_media(media="screen")
    assert visitor.page.viewport_size == PHONE
