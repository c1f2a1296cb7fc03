"""What `manage.py retention` throws away, and what it leaves."""

import datetime as dt
import io
import os

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from households import notices, retention
from households.models import EntryCode, ImportRow, IncomeLook, Notice, RegisterImport, ReportSnapshot
from lib import pictures
from market import picture_files
from market.models import ShopPicture
from tests import factories
from welfare import own_data, papers, slips
from welfare.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def ago(days):
    return timezone.now() - dt.timedelta(days=days)


def dated(row, **fields):
    """The row with times that are set by themselves otherwise."""
    type(row).objects.filter(pk=row.pk).update(**fields)
    return row


def aged(path, days):
    moment = ago(days).timestamp()
    os.utime(default_storage.path(path), (moment, moment))


def test_sessions_that_ran_out_go(db):
    for number, days in enumerate([-1, 1]):
        Session.objects.create(session_key=f"key{number}", session_data="", expire_date=ago(days))
    assert retention.sessions() == 1
    assert Session.objects.get().session_key == "key0"


@pytest.mark.parametrize(
    ("used", "expires", "goes"),
    [(None, 31, True), (None, 29, False), (31, 25, True), (29, 40, False), (None, -5, False)],
)
def test_entry_codes_go_a_month_after_they_were_used_or_ran_out(buyer, committee, used, expires, goes):
    EntryCode.objects.create(
        user=buyer,
        code_hash="x",
        created_by=committee,
        expires_at=ago(expires),
        used_at=ago(used) if used else None,
    )
    assert retention.entry_codes() == goes


@pytest.mark.parametrize(
    ("status", "finished", "uploaded", "goes"),
    [
        ("done", 31, 40, True),
        ("done", 29, 40, False),
        ("dropped", None, 31, True),
        ("dropped", None, 29, False),
        ("checked", None, 400, False),
    ],
)
def test_rows_of_spreadsheets_go_a_month_after_the_import_is_over(
    community, committee, status, finished, uploaded, goes
):
    batch = RegisterImport.objects.create(
        community=community, file_name="x", status=status, uploaded_by=committee
    )
    dated(batch, uploaded_at=ago(uploaded), finished_at=ago(finished) if finished else None)
    ImportRow.objects.create(batch=batch, number=2)
    assert retention.import_rows() == goes
    assert RegisterImport.objects.filter(pk=batch.pk).exists()


def test_messages_go_a_year_after_they_were_read(buyer):
    for read in (ago(366), ago(360), None):
        dated(Notice.objects.create(user=buyer, text="ข่าว"), read_at=read, created_at=ago(500))
    assert retention.notices() == 1


def test_reports_that_nobody_had_worked_out_for_long_go(db):
    for days in (91, 89):
        dated(ReportSnapshot.objects.create(key=str(days)), made_at=ago(days))
    assert retention.snapshots() == 1
    assert ReportSnapshot.objects.get().key == "89"


def test_finished_work_goes_and_waiting_work_stays(buyer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for _number in range(3):
            notices.send(to=buyer, text="ข่าว", url="/inbox/")
    done, lately, waiting = DBTaskResult.objects.order_by("enqueued_at")[:3]
    dated(done, status="SUCCESSFUL", finished_at=ago(15))
    dated(lately, status="FAILED", finished_at=ago(13))
    dated(waiting, enqueued_at=ago(100))
    before = DBTaskResult.objects.count()
    assert retention.tasks() == 1
    assert DBTaskResult.objects.count() == before - 1


def taken(colour):
    content = io.BytesIO()
    Image.new("RGB", (700, 500), colour).save(content, "JPEG")
    return SimpleUploadedFile("x.jpg", content.getvalue(), "image/jpeg")


def test_pictures_that_nothing_shows_go_after_a_week(shop):
    shown, lost, fresh = (pictures.renditions(taken(colour)) for colour in ("red", "blue", "green"))
    for made in (shown, lost, fresh):
        pictures.store(made)
        for width in made.files:
            aged(pictures.path(made.digest, width), 1 if made is fresh else 8)
    ShopPicture.objects.create(shop=shop, digest=shown.digest, width=shown.width, height=shown.height)
    assert picture_files.delete_orphans() == len(lost.files)
    assert default_storage.exists(pictures.path(shown.digest, 320))
    assert default_storage.exists(pictures.path(fresh.digest, 320))
    assert not default_storage.exists(pictures.path(lost.digest, 320))


def test_an_old_picture_that_is_sent_again_counts_as_fresh():
    made = pictures.renditions(taken("red"))
    pictures.store(made)
    for width in made.files:
        aged(pictures.path(made.digest, width), 100)
    pictures.store(made)
    assert picture_files.delete_orphans() == 0


def test_pictures_of_slips_that_were_never_shown_go_after_a_week(buyer):
    kept, lost = (slips.take(taken(colour)).path for colour in ("red", "blue"))
    slips.show(bank="014", reference="0123456789ABCDEF", picture=kept, document="x", user=buyer)
    aged(kept, 30)
    assert own_data.delete_orphans() == 0
    aged(lost, 8)
    assert own_data.delete_orphans() == 1
    assert default_storage.exists(kept)


def test_papers_of_forms_that_were_never_finished_go_after_a_week(community, buyer):
    kept, lost, fresh = (papers.take(taken(colour)) for colour in ("red", "blue", "green"))
    papers.add(community=community, document="cost x", kind=Paper.Kind.RECEIPT, path=kept, actor=buyer)
    aged(kept, 30)
    aged(lost, 8)
    aged(fresh, 6)
    assert papers.delete_orphans() == 1
    assert [default_storage.exists(path) for path in (kept, lost, fresh)] == [True, False, True]


def test_the_daily_run_knows_the_papers():
    assert "welfare.papers.delete_orphans" in retention.JOBS


def test_other_files_are_left_alone():
    path = default_storage.save("pictures/ab/note.txt", ContentFile(b"x"))
    aged(path, 100)
    assert picture_files.delete_orphans() == 0


def test_who_looked_at_incomes_stays(community, committee):
    IncomeLook.objects.create(household=factories.household(community), viewer=committee, reason="register")
    retention.run()
    assert IncomeLook.objects.count() == 1


def test_the_command_prints_a_number_for_each_kind(capsys):
    Session.objects.create(session_key="old", session_data="", expire_date=ago(1))
    call_command("retention")
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert ["1", "sessions that have run out"] in lines
    assert len(lines) == len(retention.JOBS) == 10
