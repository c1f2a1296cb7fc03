"""What was written down without a net: sent later, once, by the account that typed it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lib.errors import Refused
from tests import factories, pages
from welfare.helpdesk import cases, offline
from welfare.models import HelpCase

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def volunteer(community):
    return factories.with_role(community, "volunteer", name="จิตอาสา ตัวอย่าง")


@pytest.fixture
def browser(volunteer):
    client = Client()
    client.force_login(volunteer)
    return client


@pytest.fixture
def page(community):
    return reverse("welfare:desk_offline", args=[community.code])


@pytest.fixture
def post(browser, community, volunteer):
    """Send an entry as the page's script does."""

    def post(client=browser, **changes):
        entry = {
            "kind": "food",
            "for_whom": "ยายแก้ว ตัวอย่าง",
            "place": "บ้าน 12",
            "urgency": "today",
            "phone": "081-234-5678",
            "key": KEY,
            "mark": offline.mark_of(volunteer),
            "typed_at": (timezone.now() - dt.timedelta(hours=3)).isoformat(),
            **changes,
        }
        address = reverse("welfare:desk_offline_send", args=[community.code])
        return client.post(address, entry, headers={"Accept": "application/json"})

    return post


def test_an_entry_arrives_with_the_time_at_which_it_was_typed(post, volunteer):
    answer = post()
    case = HelpCase.objects.get()
    assert answer.json() == {"received": case.code}
    assert (case.channel, case.entered_by, case.phone) == ("visit", volunteer, "0812345678")
    assert timezone.now() - case.typed_at > dt.timedelta(hours=2)


def test_sent_again_it_is_the_same_one(post):
    first = post().json()
    assert post(words="another try").json() == first
    assert HelpCase.objects.count() == 1


def test_two_entries_are_two(post):
    post()
    post(key=KEY[::-1])
    assert HelpCase.objects.count() == 2


def test_the_same_key_of_another_account_is_another_entry(post, community):
    post()
    other = factories.with_role(community, "case_worker")
    client = Client()
    client.force_login(other)
    assert post(client, mark=offline.mark_of(other)).status_code == 200
    assert HelpCase.objects.count() == 2


def test_what_is_wrong_comes_back_as_a_reason_in_words(post):
    answer = post(for_whom="", phone="12")
    assert answer.status_code == 422
    assert "received" not in answer.json()
    assert len(answer.json()["refused"]) > 20
    assert not HelpCase.objects.exists()


def test_an_entry_of_somebody_else_on_the_same_phone_waits(post, community):
    client = Client()
    client.force_login(factories.with_role(community, "volunteer"))
    answer = post(client)
    assert (answer.status_code, answer.json()["signed_out"]) == (409, True)
    assert not HelpCase.objects.exists()


def test_signed_out_it_is_told_to_wait(post):
    answer = post(Client())
    assert (answer.status_code, answer.json()) == (401, {"signed_out": True})


def test_whoever_is_no_volunteer_any_more_is_refused(post):
    client, user = Client(), factories.user()
    client.force_login(user)
    answer = post(client, mark=offline.mark_of(user))
    assert answer.status_code == 404
    assert answer.json()["refused"]


@pytest.mark.parametrize(
    "typed_at", ["", "x", "2026-13-45T00:00", "9" * 500, "2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z"]
)
def test_a_time_that_cannot_be_is_left_out(post, typed_at):
    assert post(typed_at=typed_at).status_code == 200
    assert HelpCase.objects.get().typed_at is None


@pytest.mark.parametrize("key", ["short", "../../../../../../x", "A" * 20, "a" * 33])
def test_a_key_that_no_page_of_ours_gives_is_refused(post, key):
    assert post(key=key).status_code == 422


def test_a_sensitive_one_goes_to_the_circle_from_here_too(post):
    post(kind="violence")
    assert HelpCase.objects.get().is_sensitive


def test_without_javascript_it_is_a_plain_form(browser, page):
    html = browser.get(page).content.decode()
    form = next(form for form in pages.forms(html) if "mark" in dict(form.fields))
    told = {**dict(form.fields), "kind": "food", "for_whom": "ยายแก้ว", "place": "บ้าน 12"}
    assert browser.post(form.action, told).url == page
    assert HelpCase.objects.get().for_whom == "ยายแก้ว"


def test_a_plain_form_with_a_fault_keeps_what_was_typed(browser, page, community):
    html = browser.get(page).content.decode()
    form = next(form for form in pages.forms(html) if "mark" in dict(form.fields))
    answer = browser.post(
        form.action, {**dict(form.fields), "kind": "food", "for_whom": "ยายแก้ว", "place": ""}
    )
    assert "place" in answer.context["form"].errors
    assert "ยายแก้ว" in answer.content.decode()


def test_the_worker_governs_the_page_alone(browser, page, community):
    address = reverse("welfare:desk_offline_worker", args=[community.code])
    assert address.rsplit("/", 1)[0] + "/" == page
    answer = browser.get(address)
    assert answer["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in answer
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_only_the_desk_and_volunteers_open_the_page(page, community):
    for role, status in (("case_worker", 200), ("committee", 200), ("treasurer", 404)):
        client = Client()
        client.force_login(factories.with_role(community, role))
        assert client.get(page).status_code == status


def test_signing_out_empties_the_browser_and_nothing_else_does(browser, page):
    assert "Clear-Site-Data" not in browser.get("/accounts/logout/")
    assert browser.post("/accounts/logout/")["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in browser.post("/accounts/logout/")


def test_a_room_that_closes_by_itself_keeps_what_was_typed(page, committee, settings):
    client = Client()
    client.force_login(committee)
    client.get(page)
    session = client.session
    session["touched_at"] = 1
    session.save()
    answer = client.get(page)
    assert answer.status_code == 302
    assert "Clear-Site-Data" not in answer


def test_another_account_is_refused_below_the_page_too(community, volunteer):
    asked = cases.Asked(kind="food", for_whom="ยายแก้ว", place="บ้าน 12", urgency="today")
    with pytest.raises(Refused) as refused:
        offline.send(community=community, asked=asked, key=KEY, user=volunteer, mark="x", typed_at="")
    assert refused.value.code == "other_account"
