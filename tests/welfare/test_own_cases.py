"""What the help desk holds about a person: read, taken out with the name, and emptied after some years."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from households import erasures, personal_data, retention
from lib import appendonly
from lib.errors import Refused
from tests import desk_registers, factories
from welfare.helpdesk import own_cases
from welfare.models import CaseSubject, HelpCase, Volunteer

WORDS = ("words", "for_whom", "place", "area", "phone", "place_key", "name_key")


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    settings.ERASURES_FILE = tmp_path / "erasures.log"


def request(community, name="ยายแก้ว", **fields) -> HelpCase:
    """A request with words, a place on the map, a step with words and a photo in the storage."""
    kept = {
        "words": "หกล้ม",
        "area": "หมู่ 3",
        "place_key": "x",
        "name_key": "x",
        "latitude": 9,
        "longitude": 99,
        **fields,
    }
    case = desk_registers.case(community, name, **{**kept, "kind": kept.get("kind", "care")})
    case.events.create(kind="given", words="โทรหาลูกสาว", facts={"to": 1, "name": "ลุงคำ"})
    path = default_storage.save(f"private/cases/2026/01/{'a' * 24}.webp", ContentFile(b"x"))
    case.files.update(path=path)
    return case


def closed(case, days: int) -> HelpCase:
    """The case as it was closed so many days ago."""
    when = timezone.now() - dt.timedelta(days=days)
    HelpCase.objects.filter(pk=case.pk).update(status="closed", outcome="helped", closed_at=when)
    case.refresh_from_db()
    return case


def has_nothing(case) -> bool:
    """Whether no name, word, phone, place or picture is left in the request itself."""
    case.refresh_from_db()
    texts = [getattr(case, name) for name in WORDS] + [case.latitude or "", case.map_x or ""]
    return set(texts) | {file.path for file in case.files.all()} == {""}


def is_empty(case) -> bool:
    """The same, with its steps."""
    return has_nothing(case) and not case.events.exclude(words="").exists()


def test_a_person_reads_own_requests_and_those_sent_for_others(community, buyer):
    mine = request(community, person=buyer.person)
    sent = request(community, name="ลุงคำ", asked_by=buyer)
    request(community, name="ป้าแดง")
    codes = {part.key: [row.code for row in part.rows] for part in own_cases.collect(buyer.person)}
    assert codes == {"help_cases": [mine.code], "help_asked": [sent.code]}


def test_what_only_the_circle_reads_is_in_nobodys_file(community, buyer):
    request(community, person=buyer.person, asked_by=buyer, kind="violence", is_sensitive=True)
    complaint = request(community, name="เรื่องร้อง", person=buyer.person)
    CaseSubject.objects.create(case=complaint, user=buyer)
    assert [list(part.rows) for part in own_cases.collect(buyer.person)] == [[], []]


def test_the_file_that_a_person_takes_along_holds_both_rooms(community, buyer):
    request(community, person=buyer.person)
    Volunteer.objects.create(community=community, user=buyer, name="สมใจ", phone="0812345678")
    sections = personal_data.as_json(buyer.person)["sections"]
    assert sections["desk"]["help_cases"][0]["place"] == "ที่อยู่ ยายแก้ว"
    assert sections["volunteering"]["volunteering"][0]["name"] == "สมใจ"
    assert personal_data.as_tables(buyer.person)


def test_an_open_request_is_closed_before_the_name_goes(community, buyer, committee):
    case = request(community, person=buyer.person)
    with pytest.raises(Refused) as refused:
        erasures.carry_out(person=buyer.person, actor=committee)
    assert refused.value.code == "to_settle"
    closed(case, 1)
    erasures.carry_out(person=buyer.person, actor=committee)
    assert is_empty(case)


def test_a_sensitive_request_is_not_given_away_by_an_obstacle(community, buyer, committee):
    case = request(community, person=buyer.person, kind="abuse", is_sensitive=True)
    assert own_cases.obstacles(buyer.person) == []
    erasures.carry_out(person=buyer.person, actor=committee)
    assert is_empty(case)


def test_removing_a_name_leaves_code_kind_time_and_outcome(
    community, buyer, committee, django_capture_on_commit_callbacks
):
    case = closed(request(community, person=buyer.person), 3)
    path = case.files.get().path
    with django_capture_on_commit_callbacks(execute=True):
        erasures.carry_out(person=buyer.person, actor=committee)
    before = (case.code, case.kind, case.asked_at, case.closed_at, case.outcome)
    assert is_empty(case)
    assert (case.code, case.kind, case.asked_at, case.closed_at, case.outcome) == before
    assert case.events.last().facts == {"to": 1}
    assert not default_storage.exists(path)


def test_of_what_was_sent_for_somebody_else_name_and_place_stay(community, buyer, seller):
    case = request(community, asked_by=buyer, person=seller.person)
    strange = request(community, name="ป้าแดง")
    with transaction.atomic(), appendonly.lifted("welfare_caseevent"):
        own_cases.erase(buyer.person)
    case.refresh_from_db()
    assert (case.for_whom, case.place, case.words, case.phone) == ("ยายแก้ว", "ที่อยู่ ยายแก้ว", "", "")
    strange.refresh_from_db()
    assert (strange.words, strange.phone) == ("หกล้ม", "0812345670")


def test_what_told_the_same_is_emptied_with_it(community, buyer):
    case = request(community, person=buyer.person)
    same = request(community, name="ยายแก้วคนเดิม", merged_into=case)
    with transaction.atomic(), appendonly.lifted("welfare_caseevent"):
        own_cases.erase(buyer.person)
    assert is_empty(same)


@pytest.mark.parametrize(("days", "goes"), [(364, 0), (366, 1)])
def test_photos_and_voice_notes_go_a_year_after_it_was_closed(
    community, days, goes, django_capture_on_commit_callbacks
):
    case = closed(request(community), days)
    path = case.files.get().path
    with django_capture_on_commit_callbacks(execute=True):
        assert own_cases.forget_files() == goes
    assert own_cases.forget_files() == 0
    assert default_storage.exists(path) == (not goes)
    assert case.files.get().path == ("" if goes else path)


@pytest.mark.parametrize(
    ("days", "is_sensitive", "goes"),
    [(729, False, 0), (731, False, 1), (731, True, 0), (1824, True, 0), (1826, True, 1)],
)
def test_names_and_words_go_after_two_years_and_after_five_for_the_circle(
    community, days, is_sensitive, goes
):
    home = factories.household(community)
    fields = {"kind": "fraud", "is_sensitive": True} if is_sensitive else {}
    case = closed(request(community, household=home, **fields), days)
    assert own_cases.forget_words() == goes
    assert own_cases.forget_words() == 0
    assert has_nothing(case) == bool(goes)
    assert case.household == (None if goes else home)


def test_open_requests_keep_everything_however_old(community):
    case = request(community)
    HelpCase.objects.filter(pk=case.pk).update(asked_at=timezone.now() - dt.timedelta(days=4000))
    assert (own_cases.forget_files(), own_cases.forget_words()) == (0, 0)


def test_steps_stay_as_they_were_written(community):
    case = closed(request(community), 800)
    own_cases.forget_words()
    assert case.events.last().words == "โทรหาลูกสาว"


def test_the_daily_run_knows_the_three():
    names = {"own_cases.forget_files", "own_cases.forget_words", "files.delete_orphans"}
    assert {f"welfare.helpdesk.{name}" for name in names} <= set(retention.JOBS)
