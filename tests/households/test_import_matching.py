"""Who of a table is there already: suggested by name, house and phone; what is there is completed, not overwritten."""

import csv
import io

import pytest
from auditlog.models import LogEntry

from households import imports
from households.imports.cells import bare_name, name_key, village_name
from households.models import Household, Membership, Person, RegisterEvent
from lib.errors import Refused
from tests import factories
from tests.households.tables import FAMILY, HEADS, as_csv
from tests.households.test_import_acts import bring, enter  # noqa: F401


@pytest.fixture
def home(community):
    """บ้านตัวอย่าง, number 12/1 in the third village."""
    return Household.objects.create(
        community=community, name="บ้านตัวอย่าง", house_number="12/1", village="หมู่ 3"
    )


def lives(home, name, **fields) -> Person:
    relation = fields.pop("relation", "")
    person = Person.objects.create(name=name, **fields)
    Membership.objects.create(person=person, household=home, status="active", relation=relation)
    return person


def row(batch, number=2):
    return batch.rows.get(number=number)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("นายสมมติ ตัวอย่าง", "สมมติ ตัวอย่าง"),
        ("น.ส. สมใจ  ตัวอย่าง", "สมใจ ตัวอย่าง"),
        ("พระสมชาย ฐานิโย", "พระสมชาย ฐานิโย"),
        ("ร.ต.อ.สมมติ ตัวอย่าง", "ร.ต.อ.สมมติ ตัวอย่าง"),
        ("นายิกา ตัวอย่าง", "นายิกา ตัวอย่าง"),
    ],
)
def test_the_titles_that_everybody_has_are_not_part_of_the_name(written, kept):
    assert bare_name(written) == kept


@pytest.mark.parametrize("other", ["นายสมมติ ตัวอย่าง", "สมมติ  ตัวอย่าง", "สมมติตัวอย่าง", "ด.ช. สมมติ ตัวอย่าง"])
def test_one_name_in_several_spellings_is_one_name(other):
    assert name_key("สมมติ ตัวอย่าง") == name_key(other)


def test_sara_am_in_two_spellings_is_one_name():
    assert name_key("น้ำผึ้ง ตัวอย่าง") == name_key("น้ํ" + "าผึ้ง ตัวอย่าง")


@pytest.mark.parametrize("written", ["3", "๓", "ม.3", "หมู่ที่ 3", "หมู่ 3", "03"])
def test_a_village_has_one_name(written):
    assert village_name(written) == "หมู่ 3"


def test_a_part_of_town_keeps_its_words():
    assert village_name("ซอยวัดเหนือ") == "ซอยวัดเหนือ"


def test_the_same_name_in_the_same_house_is_the_same_person(bring, home):  # noqa: F811
    person = lives(home, "สมมติ ตัวอย่าง")
    found = row(bring())
    assert (found.same_person, found.same_household, found.likeness, found.choice) == (
        person,
        home,
        100,
        "same",
    )


def test_years_of_birth_far_apart_make_it_a_question(bring, home):  # noqa: F811
    """A father and his son of the same name, say."""
    person = lives(home, "สมมติ ตัวอย่าง", birth_year=1990)
    found = row(bring())
    assert (found.same_person, found.choice) == (person, "new")
    assert found.likeness < 100


def test_a_misspelt_name_in_the_same_house_is_suggested(bring, home):  # noqa: F811
    person = lives(home, "สมมุติ ตัวอย่าง")
    found = row(bring())
    assert (found.same_person, found.fields["why"], found.choice) == (person, "house", "new")


def test_the_same_name_in_another_house_is_suggested(bring, community):  # noqa: F811
    other = Household.objects.create(community=community, name="อื่น", house_number="80", village="หมู่ 5")
    person = lives(other, "สมศักดิ์ สมมุติ")
    found = row(bring(), 5)
    assert (found.same_person, found.same_household, found.fields["why"]) == (person, None, "name")


def test_the_same_phone_with_a_like_name_is_suggested(bring, community):  # noqa: F811
    other = Household.objects.create(community=community, name="อื่น", house_number="80", village="หมู่ 5")
    person = lives(other, "สมมติ ตัวยาว", phone="0812345678")
    found = row(bring())
    assert (found.same_person, found.fields["why"]) == (person, "phone")


def test_a_family_that_shares_a_phone_is_no_suspicion(bring, home):  # noqa: F811
    lives(home, "มานี ชูใจ", phone="0812345678")
    assert row(bring()).same_person is None


def test_brothers_are_two_people(bring, home):  # noqa: F811
    lives(home, "อนันต์ ตัวอย่าง")
    batch = bring([["12/1", "3", "อนุชา ตัวอย่าง", "", "", "", "", "", ""], FAMILY[3]])
    assert row(batch).same_person is None


def test_a_row_that_is_there_twice_is_left_out(bring):  # noqa: F811
    batch = bring([*FAMILY, FAMILY[0][:8] + [""]])
    assert (row(batch, 6).choice, row(batch, 6).fields["twin"], row(batch, 6).likeness) == ("skip", 2, 100)


def test_a_nearly_equal_row_further_up_is_pointed_out(bring):  # noqa: F811
    batch = bring([*FAMILY, ["12/1", "3", "สมมุติ ตัวอย่าง", "", "", "", "", "", ""]])
    assert (row(batch, 6).choice, row(batch, 6).fields["twin"]) == ("new", 2)


def test_what_is_empty_is_filled_and_what_is_there_stays(enter, home, committee):  # noqa: F811
    person = lives(home, "สมมติ ตัวอย่าง", occupation="ครู")
    enter()
    person.refresh_from_db()
    assert (person.birth_year, person.phone, person.occupation) == (1967, "0812345678", "ครู")
    assert person.memberships.get().relation == "head"
    assert person.memberships.get().is_representative
    assert Household.objects.filter(house_number="12/1").count() == 1
    log = LogEntry.objects.get_for_object(person).get(action=LogEntry.Action.UPDATE)
    assert log.actor == committee
    assert log.changes["birth_year"] == ["", "1967"]
    facts = RegisterEvent.objects.get(household=home).facts
    assert "birth_year" in facts["completed"][person.code]


def test_with_the_tick_the_file_is_right(enter, home):  # noqa: F811
    person = lives(home, "สมมติ ตัวอย่าง", occupation="ครู", relation="child", birth_year=1966)
    enter(file_is_right=True)
    person.refresh_from_db()
    assert (person.occupation, person.birth_year, person.memberships.get().relation) == (
        "ทำสวน",
        1967,
        "head",
    )
    assert LogEntry.objects.get_for_object(person).filter(changes__occupation=["ครู", "ทำสวน"]).exists()


def test_an_empty_cell_takes_nothing_away(enter, home):  # noqa: F811
    person = lives(home, "สมใจ ตัวอย่าง", phone="0899999999", sex="female")
    enter(file_is_right=True)
    person.refresh_from_db()
    assert (person.phone, person.sex) == ("0899999999", "female")


def test_a_household_that_has_a_representative_keeps_her(bring, home):  # noqa: F811
    person = lives(home, "มานี ชูใจ")
    Membership.objects.filter(person=person).update(is_representative=True)
    assert [field for field, _words in row(bring()).problems] == ["representative"]


def test_two_imports_of_one_table_enter_it_once(bring, committee, work):  # noqa: F811
    """Both were checked before either was confirmed."""
    first, second = bring(), bring([*FAMILY, ["15", "3", "ใหม่ สมมุติ", "", "", "", "", "", ""]])
    for batch in (first, second):
        imports.confirm(batch=batch, actor=committee)
        work()
    second.refresh_from_db()
    assert second.status == "checked"
    assert second.fault
    assert Person.objects.filter(name="สมมติ ตัวอย่าง").count() == 1
    imports.check_again(batch=second, actor=committee)
    work()
    imports.confirm(batch=second, actor=committee)
    work()
    second.refresh_from_db()
    assert (second.status, second.counts["people"], second.counts["same"]) == ("done", 1, 4)


def test_somebody_erased_meanwhile_stops_the_import(bring, home, committee, work):  # noqa: F811
    person = lives(home, "สมมติ ตัวอย่าง")
    batch = bring()
    Membership.objects.filter(person=person).update(status="left")
    imports.confirm(batch=batch, actor=committee)
    work()
    batch.refresh_from_db()
    assert (batch.status, Household.objects.count()) == ("checked", 1)


def test_a_decision_stays_when_the_table_is_checked_again(bring, home, committee, work):  # noqa: F811
    lives(home, "สมมุติ ตัวอย่าง")
    batch = bring()
    imports.decide(batch=batch, number=2, choice="same", actor=committee)
    imports.decide(batch=batch, number=5, choice="skip", actor=committee)
    imports.check_again(batch=batch, actor=committee)
    work()
    assert (row(batch).choice, row(batch, 5).choice) == ("same", "skip")
    assert imports.decide_all(batch=batch, which="alike", choice="new", actor=committee) == 1
    assert row(batch).choice == "new"


def test_same_as_nobody_is_refused(bring, committee):  # noqa: F811
    with pytest.raises(Refused):
        imports.decide(batch=bring(), number=2, choice="same", actor=committee)


def test_two_households_under_one_number_need_their_names(bring, home, community):  # noqa: F811
    Household.objects.create(community=community, name="บ้านหลังเล็ก", house_number="12/1", village="หมู่ 3")
    assert [field for field, _words in row(bring()).problems] == ["household"]
    named = [[*line, name] for line, name in zip(FAMILY, ["หลังเล็ก"] * 3 + [""], strict=True)]
    batch = bring(
        [[*line[:-1], "บ้านหลังเล็ก" if line[0] == "12/1" else ""] for line in named], [*HEADS, "ครัวเรือน"]
    )
    assert row(batch).same_household.name == "บ้านหลังเล็ก"


def test_merged_cells_are_filled_down_when_asked(bring):  # noqa: F811
    gaps = [FAMILY[0], ["", "", *FAMILY[1][2:]], ["", "", *FAMILY[2][2:]], FAMILY[3]]
    assert {number for number in (3, 4) if row(bring(gaps), number).problems} == {3, 4}
    batch = bring(gaps, same_as_above=True)
    assert not any(line.problems for line in batch.rows.all())
    assert len({line.fields["group"] for line in batch.rows.all()}) == 2


def test_a_house_without_people_is_entered_too(enter, community):  # noqa: F811
    enter([["77", "3", *[""] * 7], FAMILY[3]])
    assert Household.objects.get(community=community, house_number="77").memberships.count() == 0


def test_a_messy_file_of_an_old_excel_is_read(bring, community):  # noqa: F811
    """Windows Thai, a title over the table, three columns for one name, dashes for nothing, Thai figures, gaps."""
    lines = [
        ["รายชื่อสมาชิกชุมชนตัวอย่าง ปี ๒๕๖๙", *[""] * 8],
        [""] * 9,
        ["ลำดับ", "บ้านเลขที่", "คำนำหน้า", "ชื่อ", "นามสกุล", "วันเดือนปีเกิด", "เพศ ", "โทร.", "หมายเหตุ"],
        ["๑", "๑๒/๑ ม.๓", "นาย", "สมมติ", "ตัวอย่าง", "๑ ม.ค. ๒๕๑๐", "ช", "812345678", "-"],
        ["๒", "", "นาง", " สมใจ", "ตัวอย่าง ", "5/6/2512", "ญ", "-", ""],
        [""] * 9,
        ["๓", "12/3 หมู่ 3", "น.ส.", "สมหญิง", "สมมุติ", "-", "ญ.", "02-123-4567", "ป่วย"],
    ]
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    batch = bring(file=io.BytesIO(text.getvalue().encode("cp874")), same_as_above=True)
    rows = {line.number: line for line in batch.rows.all()}
    assert set(rows) == {4, 5, 7}
    assert not any(line.problems for line in rows.values()), [line.problems for line in rows.values()]
    fields = rows[4].fields
    assert (fields["name"], fields["house_number"], fields["village"]) == ("สมมติ ตัวอย่าง", "12/1", "หมู่ 3")
    assert (fields["birth_year"], fields["sex"], fields["phone"]) == (1967, "male", "0812345678")
    assert rows[5].fields["group"] == rows[4].fields["group"]
    assert (rows[7].fields["birth_year"], rows[7].fields["phone"]) == (None, "021234567")
    assert "ป่วย" not in str(rows[7].fields)


def test_a_table_for_another_community_knows_nobody_here(bring, home, committee):  # noqa: F811
    lives(home, "สมมติ ตัวอย่าง")
    other = factories.community(code="other")
    batch = imports.upload(community=other, file=as_csv(FAMILY), name="a.csv", actor=committee)
    assert batch.community == other
    assert row(bring()).same_person is not None
