"""The inbox."""

import pytest

from households.models import Notice


@pytest.fixture
def notice(buyer):
    return Notice.objects.create(user=buyer, text="คำสั่งซื้อใหม่", url="/orders/")


def test_opening_a_message_marks_it_read_and_leads_on(client, buyer, notice):
    client.force_login(buyer)
    assert client.get(f"/inbox/{notice.pk}/")["Location"] == "/orders/"
    notice.refresh_from_db()
    assert notice.read_at


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_a_message_never_leads_to_another_site(client, buyer, url):
    notice = Notice.objects.create(user=buyer, text="x", url=url)
    client.force_login(buyer)
    assert client.get(f"/inbox/{notice.pk}/")["Location"] == "/inbox/"


def test_somebody_elses_message_does_not_exist(client, seller, notice):
    client.force_login(seller)
    assert client.get(f"/inbox/{notice.pk}/").status_code == 404
    assert notice.text not in client.get("/inbox/").content.decode()


def test_all_are_marked_read_but_only_ones_own(client, buyer, seller, notice):
    other = Notice.objects.create(user=seller, text="x")
    client.force_login(buyer)
    client.post("/inbox/read/")
    notice.refresh_from_db()
    other.refresh_from_db()
    assert notice.read_at
    assert other.read_at is None


def test_a_full_inbox_comes_in_pages_newest_first(client, buyer):
    Notice.objects.bulk_create([Notice(user=buyer, text=f"ข้อความ-{number:03}-") for number in range(30)])
    client.force_login(buyer)
    first = client.get("/inbox/")
    page = first.content.decode()
    assert "ข้อความ-029-" in page
    assert "ข้อความ-005-" not in page
    older = client.get(f"/inbox/{first.context['next_url']}").content.decode()
    assert "ข้อความ-005-" in older
    assert "ข้อความ-029-" not in older


@pytest.mark.parametrize("rows", [10, 200])
def test_the_inbox_takes_the_same_few_statements_however_full(
    client, buyer, rows, django_assert_max_num_queries
):
    Notice.objects.bulk_create([Notice(user=buyer, text="x", url="/") for _number in range(rows)])
    client.force_login(buyer)
    with django_assert_max_num_queries(8):
        client.get("/inbox/")
