"""Files of the media storage: found below a folder, deleted when they are old."""

import datetime as dt
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from lib.stored_files import delete, delete_old, files_below


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def kept(name, days_old=0):
    path = default_storage.save(name, ContentFile(b"x"))
    day = (timezone.now() - dt.timedelta(days=days_old)).timestamp()
    os.utime(default_storage.path(path), (day, day))
    return path


def test_files_are_found_at_every_depth_of_the_folder_and_nowhere_else():
    inside = {kept("private/a/one.webp"), kept("private/a/2026/05/two.webp")}
    kept("private/b/three.webp")
    assert set(files_below("private/a")) == inside


def test_a_folder_that_is_not_there_holds_nothing():
    assert list(files_below("private/a")) == []


def test_files_are_deleted():
    first, second = kept("a/one.webp"), kept("a/two.webp")
    delete([first])
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)


def test_only_files_older_than_a_week_go():
    fresh, old = kept("a/one.webp", days_old=6), kept("a/two.webp", days_old=8)
    assert delete_old([fresh, old]) == 1
    assert (default_storage.exists(fresh), default_storage.exists(old)) == (True, False)


def test_the_day_can_be_said():
    path = kept("a/one.webp")
    assert delete_old([path], timezone.now() + dt.timedelta(days=8)) == 1
    assert not default_storage.exists(path)
