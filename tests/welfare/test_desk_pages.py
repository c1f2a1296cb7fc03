"""The desk over HTTP: the board, a request's page for the desk and for a volunteer, the steps, and writing down."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from households.models import Consent, Household, Membership, Person, Situation
from lib import paging
from tests import factories, pages
from tests.welfare import desk_builders as make
from welfare.helpdesk import board, files, merging, steps
from welfare.models import CaseSubject, HelpCase


@pytest.fixture
def worker(community):
    return make.worker(community)


@pytest.fixture
def volunteer(community):
    return make.volunteer(community)


@pytest.fixture
def case(community):
    return make.ask(community)


@pytest.fixture
def home(community):
    """A household in which somebody is ill for long."""
    home = factories.household(community, name="บ้านยายแก้ว")
    person = Person.objects.create(name="ตาแดง ตัวอย่าง")
    Membership.objects.create(person=person, household=home, status="active")
    actor = factories.with_role(community, "committee")
    consent = Consent.objects.create(
        person=person, purpose=Consent.Purpose.HEALTH, is_given=True, way="spoken", recorded_by=actor
    )
    Situation.objects.create(
        person=person, kind="bedridden", source="family", consent=consent, recorded_by=actor
    )
    return home


def at(name, *args):
    return reverse(f"welfare:{name}", args=args)


def enter(user):
    client = Client()
    client.force_login(user)
    return client


def read(user, url):
    return enter(user).get(url).content.decode()


def press(user, case, verb, **sent):
    return enter(user).post(at(f"case_{verb}", case.code), sent)


def test_the_board_shows_what_is_late_first_with_its_time_in_words(community, worker):
    late, soon = make.ask(community, for_whom="ตาสาย"), make.ask(community, for_whom="ตาหน้า")
    now = timezone.now()
    HelpCase.objects.filter(pk=late.pk).update(due_at=now - dt.timedelta(minutes=40, seconds=5))
    HelpCase.objects.filter(pk=soon.pk).update(due_at=now + dt.timedelta(minutes=20, seconds=30))
    response = enter(worker).get(at("desk", community.code))
    assert [card["case"] for card in response.context["cards"]] == [late, soon]
    text = response.content.decode()
    assert "40" in text
    assert text.index("ตาสาย") < text.index("ตาหน้า")
    assert [number for _name, _label, number in response.context["piles"]] == ["2", "0", "1"]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "now"), (20, "in 20 minutes"), (-40, "40 minutes late"), (-1, "1 minute late"), (119, "in 119 minutes"),
        (120, "in 2 hours"), (-47 * 60, "47 hours late"), (3 * 24 * 60, "in 3 days"), (-6 * 24 * 60, "6 days late"),
    ],
)  # fmt: skip
def test_time_in_words(minutes, words):
    now = timezone.now()
    with override("en"):
        assert board.due_words(now + dt.timedelta(minutes=minutes), now) == words
        assert "late since" in board.due_words(now - dt.timedelta(days=9), now)


def test_each_filter_leaves_out_the_others(community, worker):
    make.in_circle(community, worker)
    rows = {
        "plain": make.ask(community),
        "kind": make.ask(community, kind="food"),
        "urgency": make.ask(community, urgency="danger"),
        "area": make.ask(community, area="หมู่ 3"),
        "channel": make.ask(community, channel="phone", user=worker),
        "sensitive": make.ask(community, kind="abuse"),
        "q": make.ask(community, for_whom="ตาดำ ใจดี"),
        "assignee": make.ask(community),
        "reopened": make.ask(community),
        "closed": make.ask(community),
    }
    steps.take(case=rows["assignee"], actor=worker)
    for name in ("reopened", "closed"):
        steps.close(case=rows[name], outcome="helped", words="", actor=worker)
    steps.reopen(case=rows["reopened"], words="x", actor=worker)
    wanted = {
        "kind": "food", "urgency": "danger", "area": "หมู่ 3", "channel": "phone", "sensitive": "1", "q": "ตาดํา",
        "assignee": str(worker.pk), "reopened": "1",
    }  # fmt: skip
    client = enter(worker)
    for name, value in wanted.items():
        cards = client.get(at("desk", community.code), {name: value}).context["cards"]
        assert [card["case"] for card in cards] == [rows[name]], name
    shown = client.get(at("desk", community.code), {"pile": "closed"}).context["cards"]
    assert [card["case"] for card in shown] == [rows["closed"]]
    by_phone = client.get(at("desk", community.code), {"q": "081-234-5678"}).context["cards"]
    assert len(by_phone) == 9
    by_code = client.get(at("desk", community.code), {"q": rows["kind"].code}).context["cards"]
    assert [card["case"] for card in by_code] == [rows["kind"]]


def test_pages_of_the_board_follow_each_other(community, worker):
    made = make.many(community, 60)
    client, url, seen = enter(worker), at("desk", community.code), []
    while url is not None:
        context = client.get(url).context
        seen += [card["case"].pk for card in context["cards"]]
        url = at("desk", community.code) + context["next_url"] if context["next_url"] else None
    assert len(seen) == len(set(seen)) == len(made) + 1


@pytest.mark.parametrize("count", [10, 1000])
def test_the_board_takes_as_many_statements_for_a_thousand(
    community, worker, count, django_assert_num_queries
):
    home = factories.household(community)
    make.many(community, count, household=home)
    row = HelpCase.objects.earliest("due_at", "id")
    HelpCase.objects.filter(pk=row.pk).update(status="in_hand", assignee=worker)
    client = enter(worker)
    client.get(at("desk", community.code))
    with django_assert_num_queries(STATEMENTS):
        client.get(at("desk", community.code))


# Session, account, the frame's two, and of the board: the community, a page of requests, the piles, whose hands.
STATEMENTS = 8


@pytest.mark.parametrize(
    ("pile", "index"),
    [("", "case_open_by_due"), ("waiting", "case_open_by_due"), ("closed", "case_by_closing")],
)
def test_the_board_reads_along_an_index_and_sorts_nothing(community, worker, pile, index):
    make.many(community, 50)
    wanted = {"pile": pile}
    rows = paging.rows_after(board.cards(worker, community, wanted), board.order(wanted), None)
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # So few rows are read at once otherwise.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
            cursor.execute(f"EXPLAIN {sql}", values)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert index in plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan


def test_numbers_beyond_what_is_counted_carry_a_plus(community, worker, monkeypatch):
    monkeypatch.setattr(board, "MOST_COUNTED", 5)
    make.many(community, 10)
    HelpCase.objects.filter(pk__in=[row.pk for row in HelpCase.objects.all()[:3]]).update(
        due_at=timezone.now() - dt.timedelta(hours=1)
    )
    found = board.piles(worker, community)
    assert [found.shown(name) for name in ("waiting", "in_hand", "late")] == ["5+", "0+", "3"]


def test_outsiders_find_no_board_and_no_request(community, case, outsider, seller, treasurer, volunteer):
    far = make.worker(factories.community(name="ชุมชนไกล"))
    for user in (outsider, seller, treasurer, volunteer, far):
        client = enter(user)
        assert client.get(at("desk", community.code)).status_code == 404
        assert client.get(at("case", case.code)).status_code == 404
    assert "/accounts/login/" in Client().get(at("case", case.code)).url


def test_a_sensitive_one_shows_only_to_the_circle_and_is_marked(community, worker):
    member = make.in_circle(community)
    case = make.ask(community, kind="abuse", for_whom="หนูลับ")
    assert "หนูลับ" not in read(worker, at("desk", community.code))
    assert enter(worker).get(at("case", case.code)).status_code == 404
    text = read(member, at("desk", community.code))
    assert "หนูลับ" in text
    assert "คณะเล็ก" in text
    assert enter(member).get(at("case", case.code)).status_code == 200


def test_to_who_is_complained_about_it_does_not_exist(community, worker):
    case = make.ask(community, for_whom="ลุงร้อง", subjects=[worker])
    assert "ลุงร้อง" not in read(worker, at("desk", community.code))
    assert enter(worker).get(at("case", case.code)).status_code == 404
    assert press(worker, case, "take").status_code == 404


def test_the_desk_reads_everything(community, worker, home):
    case = make.ask(community, household=home)
    twice = make.ask(community)
    text = read(worker, at("case", case.code))
    for words in ("tel:+66812345678", "บ้านเลขที่ 7", "ไปโรงพยาบาล", "บ้านยายแก้ว", "ตาแดง", "ติดเตียง", twice.code):
        assert words in text, words


def test_a_volunteer_reads_only_what_the_work_needs(community, worker, volunteer, home):
    case = make.ask(community, household=home)
    twice = make.ask(community)
    steps.note(case=case, words="ครอบครัวมีหนี้", actor=worker)
    steps.give(case=case, to=volunteer, actor=worker, words="เคาะประตูหลัง")
    steps.tried(case=case, actor=worker)
    text = read(volunteer, at("case", case.code))
    for words in ("tel:+66812345678", "บ้านเลขที่ 7", "ไปโรงพยาบาล", "เคาะประตูหลัง"):
        assert words in text, words
    for words in (
        "ตาแดง",
        "ติดเตียง",
        "บ้านยายแก้ว",
        "หนี้",
        twice.code,
        at("case_sort", case.code),
        at("case_merge", case.code),
    ):
        assert words not in text, words


def test_out_of_the_hand_the_page_is_gone(community, case, worker, volunteer):
    steps.give(case=case, to=volunteer, actor=worker)
    assert case.for_whom in read(volunteer, at("desk_mine"))
    response = press(volunteer, case, "put_back", words="รถเสีย")
    assert response.url == at("desk_mine")
    assert enter(volunteer).get(at("case", case.code)).status_code == 404
    assert case.for_whom not in read(volunteer, at("desk_mine"))


@pytest.mark.parametrize("verb", ["sort", "give", "take", "link", "merge", "unmerge", "reopen"])
def test_a_volunteer_takes_no_steps_of_the_desk(case, worker, volunteer, verb):
    steps.give(case=case, to=volunteer, actor=worker)
    assert press(volunteer, case, verb, words="x").status_code == 404


def test_each_step_through_its_form(community, case, worker, volunteer, home):
    client = enter(worker)

    def send(verb, **sent):
        response = client.post(at(f"case_{verb}", case.code), sent)
        assert response.status_code == 302, (verb, response.content.decode()[:2000])
        case.refresh_from_db()

    send("sort", kind="medicine", urgency="days", area="หมู่ 2", household="", words="")
    assert (case.kind, case.urgency, case.area) == ("medicine", "days", "หมู่ 2")
    page = client.get(at("case", case.code), {"home": "ยายแก้ว"})
    assert home.code in dict(page.context["sort_form"].fields["household"].choices)
    send("sort", kind="medicine", urgency="days", household=home.code, home="ยายแก้ว")
    assert case.household == home
    send("take")
    assert case.assignee == worker
    send("give", to=volunteer.pk, words="ซื้อยา")
    assert case.assignee == volunteer
    send("put_back", words="")
    assert case.status == "waiting"
    send("tried")
    assert case.tries == 1
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    send("call", when="day", day=f"{tomorrow.day}/{tomorrow.month}/{tomorrow.year + 543}", clock="14:30")
    assert timezone.localtime(case.call_at).strftime("%d %H:%M") == f"{tomorrow.day:02} 14:30"
    send("note", words="บ้านมีหมา")
    send("tell", words="ยามาพรุ่งนี้")
    send("link", kind="order", code="abcd-3467")
    assert case.links.get().document == "order abcd3467"
    other = make.ask(community)
    client.post(at("case_merge", other.code), {"code": case.code.upper()})
    assert case.merged.get() == other
    client.post(at("case_unmerge", other.code))
    assert not case.merged.exists()
    send("close", outcome="passed_on", words="ส่งต่อ รพ.สต.")
    assert case.status == "closed"
    send("reopen", words="ยาไม่ครบ")
    assert case.status == "waiting"
    assert client.get(at("case", case.code)).status_code == 200


@pytest.mark.parametrize(
    ("verb", "sent", "field"),
    [
        ("close", {"outcome": "", "words": "พิมพ์ไว้"}, "outcome"),
        ("close", {"outcome": "not_possible", "words": ""}, "words"),
        ("give", {"to": "", "words": "พิมพ์ไว้"}, "to"),
        ("give", {"to": "999999", "words": "พิมพ์ไว้"}, "to"),
        ("sort", {"kind": "war", "urgency": "today", "words": "พิมพ์ไว้"}, "kind"),
        ("sort", {"kind": "violence", "urgency": "today", "words": "พิมพ์ไว้"}, None),
        ("call", {"when": "day", "day": "", "words": "พิมพ์ไว้"}, "day"),
        ("call", {"when": "day", "day": "1/1/2560", "words": "พิมพ์ไว้"}, None),
        ("call", {"when": "day", "day": "1/1/2600", "clock": "25:99", "words": "พิมพ์ไว้"}, "clock"),
        ("note", {"words": ""}, "words"),
        ("tell", {"words": " "}, "words"),
        ("link", {"kind": "aid", "code": "abcd3467"}, None),
        ("merge", {"code": "abcd3467"}, "code"),
    ],
)
def test_what_is_wrong_stands_on_the_page_with_what_was_typed(case, worker, verb, sent, field):
    response = press(worker, case, verb, **sent)
    form = response.context["begun"][verb]
    assert response.status_code == 200
    assert (field or "__all__") in form.errors
    if sent.get("words", "").strip():
        assert "พิมพ์ไว้" in response.content.decode()
    assert case.events.count() == 1


def test_two_who_press_take_the_second_reads_who_has_it(case, worker, committee):
    press(worker, case, "take")
    client = enter(committee)
    response = client.post(at("case_take", case.code), follow=True)
    assert worker.name in str(next(iter(response.context["messages"])))


def test_one_that_went_into_the_circle_leads_back_to_the_board(community, case, worker):
    make.in_circle(community)
    response = press(worker, case, "sort", kind="violence", urgency="today")
    assert response.url == at("desk", community.code)


def test_the_page_of_one_counted_elsewhere_leads_there(community, case, worker):
    into = make.ask(community)
    merging.merge(case=case, into=into, actor=worker)
    text = read(worker, at("case", case.code))
    assert at("case", into.code) in text
    assert at("case_unmerge", case.code) in text
    assert at("case_close", case.code) not in text
    assert at("case", case.code) in read(worker, at("case", into.code))


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_takes_no_more_statements_for_a_long_history(
    case, worker, count, django_assert_max_num_queries
):
    for number in range(count):
        steps.note(case=case, words=f"ครั้งที่ {number}", actor=worker)
    client = enter(worker)
    with django_assert_max_num_queries(24):
        client.get(at("case", case.code))


def fill(client, url, **typed):
    form = next(
        form
        for form in pages.forms(client.get(url).content.decode())
        if form.method == "post" and any(name == "key" for name, _value in form.fields)
    )
    given = {"kind": "food", "for_whom": "ตาคำ", "place": "หลังวัด", "urgency": "today", "channel": "phone"}
    return client.post(at("desk_enter", url.split("/")[2]), {**dict(form.fields), **given, **typed})


def test_written_down_it_waits_and_the_next_one_can_be_written(community, worker):
    client = enter(worker)
    response = fill(client, at("desk_enter", community.code), phone="081-234-5678", channel="counter")
    case = HelpCase.objects.get()
    assert (case.channel, case.entered_by, case.asked_by, case.phone) == (
        "counter",
        worker,
        None,
        "0812345678",
    )
    text = client.get(response.url).content.decode()
    assert case.code in text
    assert 'value="counter" selected' in text


def test_pressed_twice_it_is_written_once(community, worker):
    client, url = enter(worker), at("desk_enter", community.code)
    for _twice in range(2):
        fill(client, url, key="a-key-of-sixteen-1")
    assert HelpCase.objects.count() == 1


@pytest.mark.parametrize("missing", ["kind", "for_whom", "place", "urgency", "channel"])
def test_what_is_missing_is_said_and_nothing_is_lost(community, worker, missing):
    response = fill(enter(worker), at("desk_enter", community.code), **{missing: "", "words": "น้ำหมด"})
    assert missing in response.context["form"].errors
    assert "น้ำหมด" in response.content.decode()


def test_the_household_is_found_and_its_place_is_there(community, worker, home):
    client, url = enter(worker), at("desk_enter", community.code)
    assert home.code in client.get(url, {"q": "ยายแก้ว"}).content.decode()
    page = client.get(url, {"household": home.code})
    assert page.context["form"].initial["for_whom"] == home.name
    fill(client, f"{url}?household={home.code}")
    assert HelpCase.objects.get().household == home


def test_what_looks_alike_is_said_at_once(community, worker):
    before = make.ask(community)
    client = enter(worker)
    response = fill(client, at("desk_enter", community.code), phone=before.phone)
    assert at("case", before.code) in client.get(response.url).content.decode()


def test_a_volunteer_writes_down_but_looks_up_no_household(community, volunteer, home):
    client, url = enter(volunteer), at("desk_enter", community.code)
    assert home.code not in client.get(url, {"q": "ยายแก้ว"}).content.decode()
    response = fill(client, url, channel="visit", household=home.code)
    case = HelpCase.objects.get()
    assert (case.channel, case.household) == ("visit", None)
    assert case.for_whom not in client.get(response.url).content.decode()


def test_nobody_else_writes_down(community, outsider, seller, treasurer):
    url = at("desk_enter", community.code)
    for user in (outsider, seller, treasurer):
        assert enter(user).get(url).status_code == 404
        assert enter(user).post(url, {}).status_code == 404


def test_no_household_of_another_community_is_taken(community, worker):
    far = factories.household(factories.community(name="ชุมชนไกล"))
    assert enter(worker).get(at("desk_enter", community.code), {"household": far.code}).status_code == 404


def test_in_ones_own_hand_the_most_pressing_stands_first(community, worker, volunteer):
    later = make.ask(community, urgency="later", for_whom="ยายรอ")
    now = make.ask(community, urgency="danger", for_whom="ตาด่วน")
    for case in (later, now):
        steps.give(case=case, to=volunteer, actor=worker)
    text = read(volunteer, at("desk_mine"))
    assert text.index("ตาด่วน") < text.index("ยายรอ")
    response = press(volunteer, now, "tried", back="mine")
    assert response.url == at("desk_mine")
    assert HelpCase.objects.get(pk=now.pk).tries == 1


@pytest.mark.parametrize("count", [10, 300])
def test_ones_own_list_takes_as_many_statements_for_hundreds(
    community, volunteer, count, django_assert_num_queries
):
    make.many(community, count, status="in_hand", assignee=volunteer)
    client = enter(volunteer)
    client.get(at("desk_mine"))
    with django_assert_num_queries(MINE):
        client.get(at("desk_mine"))


# Session, account, the frame's two, the requests, the boards, the places where one writes down.
MINE = 7


def test_the_office_counts_what_waits_but_not_what_is_for_the_circle(community, committee):
    make.ask(community)
    make.ask(community, kind="abuse")
    assert board.count_waiting(community) == 1
    assert at("desk", community.code) in read(committee, reverse("households:office", args=[community.code]))


def test_a_request_of_a_closed_household_keeps_it(community, worker, home):
    case = make.ask(community, household=home)
    Household.objects.filter(pk=home.pk).update(status="moved")
    press(worker, case, "sort", kind="food", urgency="today", household=home.code)
    case.refresh_from_db()
    assert (case.kind, case.household) == ("food", home)


def test_complained_about_later_it_leaves_the_hand_too(case, worker, volunteer):
    steps.give(case=case, to=volunteer, actor=worker)
    CaseSubject.objects.create(case=case, user=volunteer)
    assert enter(volunteer).get(at("case", case.code)).status_code == 404


def test_a_photo_opens_for_who_works_on_it_and_for_nobody_else(
    community, case, worker, volunteer, outsider, buyer
):
    image = BytesIO()
    Image.new("RGB", (40, 30), "#0b4a6f").save(image, "PNG")
    image.seek(0)
    kept = files.add(case=case, taken=[files.take_photo(image)], user=None)[0]
    url = at("case_file", kept.code)
    assert url in read(worker, at("case", case.code))
    assert enter(worker).get(url)["Content-Type"].startswith("image/")
    for user in (volunteer, outsider, buyer):
        assert enter(user).get(url).status_code == 404
    steps.give(case=case, to=volunteer, actor=worker)
    assert enter(volunteer).get(url).status_code == 200
