"""The cast: a small named community that every test can start from."""

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config import catalogues
from households import notices
from lib import remember
from tests import factories
from tests.walking import Clock


@pytest.fixture(autouse=True)
def fresh_memory(monkeypatch):
    """No test sees what the process remembers of another one, nor forgets it halfway on a slow machine."""
    monkeypatch.setattr(remember, "SECONDS", 60 * 60)
    remember.forget_all()


def pytest_configure():
    """Pages are tested in Thai, so the catalogue has to be there in its compiled form."""
    catalogues.compile_all()


@pytest.fixture
def work(db):
    """Run what the worker would run now. Returns how many tasks it ran."""

    def run_all() -> int:
        count = 0
        while task := DBTaskResult.objects.ready().first():
            task.task.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
            task.delete()
            count += 1
        return count

    return run_all


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """A random walk's own time. Nobody is told anything meanwhile: that is tested elsewhere, and takes long."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    monkeypatch.setattr(notices, "send", lambda **_words: None)
    return clock


@pytest.fixture
def community(db):
    """Ban Suan, where 2 percent of each sale goes to the fund."""
    return factories.community(name="ชุมชนบ้านสวน", code="bansuan", share_percent=2)


@pytest.fixture
def seller(community):
    """Boon, who represents the household that keeps the shop."""
    return factories.representative(community, name="บุญ ใจดี")


@pytest.fixture
def shop(seller):
    """Boon's verified shop, with cash and PromptPay, pickup and delivery."""
    return factories.shop(seller, name="ครัวยายบุญ", verified_at=timezone.now())


@pytest.fixture
def buyer(community):
    """Somjai, a member of another household, who buys."""
    return factories.representative(community, name="สมใจ ตัวอย่าง")


@pytest.fixture
def outsider(db):
    """Somebody with an account and nothing else."""
    return factories.user(name="คนนอก ตัวอย่าง")


@pytest.fixture
def committee(community):
    """Mali, on the committee."""
    return factories.with_role(community, "committee", name="มะลิ ตัวอย่าง")


@pytest.fixture
def treasurer(community):
    """Prasert, who keeps the fund's money."""
    return factories.with_role(community, "treasurer", name="ประเสริฐ ตัวอย่าง")


@pytest.fixture
def officer(community):
    """Wichai, of the municipality."""
    return factories.officer(community.municipality, name="วิชัย ตัวอย่าง")


@pytest.fixture
def listing(shop):
    """Chilli paste at 45 baht a jar, ten in stock."""
    return factories.listing(shop, name="น้ำพริกหนุ่ม", price="45", stock="10")
