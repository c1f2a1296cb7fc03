"""The committee's table into the register: what goes in, what is refused, and that it is all or nothing."""

import datetime as dt

import pytest
from django.utils import timezone

from households import imports
from households.imports import background, writing
from households.models import Household, ImportRow, Membership, Notice, Person, RegisterEvent, RegisterImport
from lib.errors import Refused
from tests import factories
from tests.households.tables import FAMILY, HEADS, as_csv, as_xlsx

Status = RegisterImport.Status


@pytest.fixture
def bring(community, committee, work):
    """Upload a table, take the guessed columns, check it. Returns the import."""

    def through(rows=FAMILY, heads=HEADS, file=None, same_as_above=False) -> RegisterImport:
        name = "people.csv"
        if file is None:
            file = as_csv(rows, heads)
        batch = imports.upload(community=community, file=file, name=name, actor=committee)
        places = {field: place for field, place in batch.columns.items() if field != "same_as_above"}
        imports.match(batch=batch, places=places, same_as_above=same_as_above, actor=committee)
        work()
        batch.refresh_from_db()
        return batch

    return through


@pytest.fixture
def enter(bring, committee, work):
    """Everything from upload to the register."""

    def through(rows=FAMILY, heads=HEADS, **options) -> RegisterImport:
        batch = bring(rows, heads)
        imports.confirm(batch=batch, actor=committee, **options)
        work()
        batch.refresh_from_db()
        return batch

    return through


def sentences(batch) -> dict[int, list[str]]:
    return {row.number: [field for field, _words in row.problems] for row in batch.rows.all() if row.problems}


def test_a_table_becomes_households_and_people(enter, community):
    batch = enter()
    assert batch.status == Status.DONE
    homes = {home.house_number: home for home in Household.objects.filter(community=community).order_by("pk")}
    assert set(homes) == {"12/1", "14"}
    assert homes["12/1"].village == "หมู่ 3"
    assert homes["14"].name == "บ้านเลขที่ 14"
    people = {person.name: person for person in Person.objects.living_in(homes["12/1"])}
    assert set(people) == {"สมมติ ตัวอย่าง", "สมใจ ตัวอย่าง", "สมหญิง ตัวอย่าง"}
    head = people["สมมติ ตัวอย่าง"]
    assert (head.birth_year, head.sex, head.occupation, head.phone) == (1967, "male", "ทำสวน", "0812345678")
    assert people["สมหญิง ตัวอย่าง"].birth_year == timezone.localdate().year - 9
    assert homes["12/1"].representative == head
    assert homes["14"].representative is None
    assert Person.objects.get(name="สมศักดิ์ สมมุติ").birth_year == 1977


def test_what_was_entered_is_on_record_without_names(enter, committee):
    batch = enter()
    assert batch.confirmed_by == committee
    assert batch.counts["people"] == 4
    assert batch.counts["households"] == 2
    events = RegisterEvent.objects.filter(kind="imported")
    assert events.count() == 2
    assert {event.actor for event in events} == {committee}
    assert "ตัวอย่าง" not in str([event.facts for event in events])
    assert {event.facts["import"] for event in events} == {batch.code}
    seat = Membership.objects.get(person__name="สมใจ ตัวอย่าง")
    assert (seat.status, seat.relation, seat.decided_by) == ("active", "spouse", committee)


def test_who_confirmed_is_told(enter, committee, work):
    batch = enter()
    work()
    assert Notice.objects.get(user=committee).url == f"/office/bansuan/import/{batch.code}/"


@pytest.mark.parametrize(
    ("column", "cell", "field"),
    [
        ("บ้านเลขที่", "", "house_number"),
        ("บ้านเลขที่", "2026-01-12", "house_number"),
        ("ชื่อ-สกุล", "", "name"),
        ("ชื่อ-สกุล", "สมมติ 2", "name"),
        ("ชื่อ-สกุล", "ก" * 121, "name"),
        ("ปีเกิด", "2599", "birth_year"),
        ("ปีเกิด", "นานแล้ว", "birth_year"),
        ("เพศ", "ไม่บอก", "sex"),
        ("เกี่ยวข้องเป็น", "เจ้าหนี้", "relation"),
        ("อาชีพ", "ก" * 81, "occupation"),
        ("เบอร์โทร", "12345", "phone"),
        ("ตัวแทน", "อาจจะ", "representative"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_column(bring, column, cell, field):
    row = [cell if head == column else value for head, value in zip(HEADS, FAMILY[0], strict=True)]
    batch = bring([row, *FAMILY[1:]])
    assert sentences(batch) == {2: [field]}
    assert batch.rows_bad == 1
    assert len(batch.rows.get(number=2).problems[0][1]) > 5


def test_every_mistake_of_a_row_is_told_at_once(bring):
    batch = bring([["12", "3", "สมมติ ตัวอย่าง", "x", "x", "", "", "1", ""], FAMILY[3]])
    assert sentences(batch) == {2: ["birth_year", "phone", "sex"]}


def test_a_second_representative_of_a_household_is_a_mistake(bring):
    second = [*FAMILY[1][:-1], "ใช่"]
    assert sentences(bring([FAMILY[0], second])) == {3: ["representative"]}


def test_nothing_is_entered_while_a_row_is_wrong(bring, committee):
    batch = bring([["", "3", "สมมติ ตัวอย่าง", "", "", "", "", "", ""], FAMILY[3]])
    with pytest.raises(Refused) as refused:
        imports.confirm(batch=batch, actor=committee)
    assert refused.value.code == "bad_rows"
    assert Household.objects.count() == 0


def test_bad_rows_can_be_left_out(bring, committee, work):
    batch = bring([["", "3", "สมมติ ตัวอย่าง", "", "", "", "", "", ""], FAMILY[3]])
    assert imports.leave_out_bad(batch=batch, actor=committee) == 1
    imports.confirm(batch=batch, actor=committee)
    work()
    assert list(Person.objects.values_list("name", flat=True)) == ["สมศักดิ์ สมมุติ"]


def test_mended_rows_take_the_place_of_the_bad_ones(bring, committee, work):
    batch = bring([["", "3", "สมมติ ตัวอย่าง", "", "", "", "", "", ""], FAMILY[3]])
    heads = [imports.row_number_head(), *HEADS, "เหตุผล"]
    mended = as_xlsx([["2", "12", "3", "สมมติ ตัวอย่าง", "", "", "", "", "", "", "x"]], heads)
    assert imports.mend(batch=batch, file=mended, name="mended.xlsx", actor=committee) == 1
    work()
    batch.refresh_from_db()
    assert (batch.status, batch.rows_bad, batch.rows_checked) == (Status.CHECKED, 0, 2)
    assert batch.rows.get(number=2).fields["house_number"] == "12"


@pytest.mark.parametrize(
    ("heads", "number", "code"),
    [(HEADS, "2", "another_table"), (["แถว", *HEADS], "2", "another_table"), (None, "99", "number"), (None, "x", "number")],
)  # fmt: skip
def test_another_table_is_not_taken_for_the_mended_one(bring, committee, heads, number, code):
    batch = bring([["", "3", "สมมติ ตัวอย่าง", "", "", "", "", "", ""], FAMILY[3]])
    row = [number, *FAMILY[0]] if heads != HEADS else FAMILY[0]
    file = as_xlsx([row], heads or [imports.row_number_head(), *HEADS])
    with pytest.raises(Refused) as refused:
        imports.mend(batch=batch, file=file, name="x.xlsx", actor=committee)
    assert refused.value.code == code
    assert batch.rows.get(number=2).cells[0] == ""


def test_pressing_confirm_twice_enters_once(bring, committee, work):
    batch = bring()
    imports.confirm(batch=batch, actor=committee)
    imports.confirm(batch=batch, actor=committee)
    background.write(batch.pk)
    work()
    imports.confirm(batch=batch, actor=committee)
    work()
    assert Person.objects.filter(name="สมมติ ตัวอย่าง").count() == 1


def test_pressing_upload_twice_gives_one_import(community, committee):
    first, second = (
        imports.upload(community=community, file=as_csv(FAMILY), name="a.csv", actor=committee)
        for _press in (1, 2)
    )
    assert first == second
    mended = [["12/2", *FAMILY[0][1:]], *FAMILY[1:]]
    assert imports.upload(community=community, file=as_csv(mended), name="a.csv", actor=committee) != first


def test_a_fault_in_the_middle_leaves_nothing_and_can_be_confirmed_again(bring, committee, work, monkeypatch):
    batch = bring()
    imports.confirm(batch=batch, actor=committee)

    def fault(*_args):
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(writing, "_events", fault)
        with pytest.raises(RuntimeError):
            background.write(batch.pk)
    batch.refresh_from_db()
    assert batch.status == Status.CHECKED
    assert batch.fault
    assert (Household.objects.count(), Person.objects.filter(user=None).count()) == (0, 0)
    imports.confirm(batch=batch, actor=committee)
    work()
    assert Household.objects.count() == 2


def test_a_killed_worker_leaves_nothing_and_can_be_confirmed_again(bring, committee, work, monkeypatch):
    """A kill runs no `except`: the import still says that it is being entered, until it has been silent too long."""
    batch = bring()
    imports.confirm(batch=batch, actor=committee)

    def killed(*_args):
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(writing, "_events", killed)
        with pytest.raises(SystemExit):
            background.write(batch.pk)
    assert Household.objects.count() == 0
    batch.refresh_from_db()
    assert batch.status == Status.WRITING
    assert not imports.is_silent(batch)
    batch.counts["beat"] = (timezone.now() - dt.timedelta(minutes=3)).isoformat()
    batch.save()
    assert imports.is_silent(batch)
    imports.confirm(batch=batch, actor=committee)
    work()
    batch.refresh_from_db()
    assert (batch.status, Household.objects.count()) == (Status.DONE, 2)


def test_a_fault_in_the_check_can_be_repeated(community, committee, work, monkeypatch):
    batch = imports.upload(community=community, file=as_csv(FAMILY), name="a.csv", actor=committee)
    imports.match(batch=batch, places=batch.columns, actor=committee)

    def fault(*_args):
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(background.Check, "_read", fault)
        with pytest.raises(RuntimeError):
            work()
    batch.refresh_from_db()
    assert batch.status == Status.FAILED
    imports.check_again(batch=batch, actor=committee)
    work()
    batch.refresh_from_db()
    assert (batch.status, batch.rows_checked) == (Status.CHECKED, 4)


def test_house_and_name_must_be_matched(community, committee):
    batch = imports.upload(community=community, file=as_csv(FAMILY), name="a.csv", actor=committee)
    with pytest.raises(Refused) as refused:
        imports.match(batch=batch, places={"name": 2}, actor=committee)
    assert refused.value.code == "no_house_number"


def test_the_templates_examples_left_standing_are_nobody(community, committee):
    from households.imports.columns import template_heads, template_rows

    file = as_csv([*template_rows()], template_heads())
    with pytest.raises(Refused) as refused:
        imports.upload(community=community, file=file, name="a.csv", actor=committee)
    assert refused.value.code == "only_examples"


def test_an_import_put_away_keeps_no_rows(bring, committee):
    batch = bring()
    imports.drop(batch=batch, actor=committee)
    batch.refresh_from_db()
    assert (batch.status, ImportRow.objects.count()) == (Status.DROPPED, 0)
    with pytest.raises(Refused):
        imports.confirm(batch=batch, actor=committee)


def test_rows_are_forgotten_when_the_import_is_long_over(enter):
    enter()
    assert imports.forget(before=timezone.now() - dt.timedelta(days=1)) == 0
    assert imports.forget(before=timezone.now() + dt.timedelta(seconds=1)) == 4
    assert Person.objects.filter(name="สมใจ ตัวอย่าง").exists()


def test_a_household_of_another_community_is_left_alone(enter, community):
    other = factories.community(code="other")
    stranger = Household.objects.create(community=other, name="ไกล", house_number="14", village="หมู่ 3")
    enter()
    assert not stranger.memberships.exists()
