"""Every role at every page of the help desk: a phone, a place, a sensitive request, a vulnerability."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from households.models import Household, Situation
from tests import factories
from tests.welfare import desk_builders, who_sees_what
from welfare.helpdesk import cases, circle, steps
from welfare.models import HelpCase

DOCUMENT = Path(__file__).parents[2] / "docs" / "who-sees-what.md"
# Texts by which a fact is known. The code of the sensitive one is added where it is made.
MARKS = {
    "phone": ["0812340007", "081-234-0007", "081 234 0007", "tel:+66812340007"],
    "place": ["ซอยต้นไทร"],
    "need": ["เลี้ยงลูกคนเดียว", "raises children alone"],
    "secret": ["0899990003", "089-999-0003", "หลังตลาดเก่า", "น้องฝน", "มีคนเบียดบังเงิน"],
}


@pytest.fixture(scope="module")
def swept(django_db_setup, django_db_blocker):
    """The sweep, done once: {role: {fact: pages on which it stands}}."""
    with django_db_blocker.unblock(), transaction.atomic():
        community = factories.community(name="ชุมชนบ้านสวน", code="bansuan")
        people = cast(community)
        plain, secret = requests(community, people)
        deliver()
        pages = addresses(community, plain, secret)
        seen = {role: look(person, pages, plain, secret) for role, person in people.items()}
        transaction.set_rollback(True)
    return seen


def cast(community) -> dict:
    """One person of each role. Who is complained about sits on the committee and in the circle."""
    roles = ("volunteer", "case_worker", "committee", "chair", "treasurer", "auditor", "rider")
    people = {role: factories.with_role(community, role, name=f"{role} ตัวอย่าง") for role in roles}
    people |= {
        "visitor": None,
        "outsider": factories.user(name="คนนอก ตัวอย่าง"),
        "buyer": factories.representative(community, name="สมใจ ตัวอย่าง"),
        "seller": factories.representative(community, name="บุญ ใจดี"),
        "volunteer_with_it": factories.with_role(community, "volunteer", name="มือว่าง ตัวอย่าง"),
        "circle": factories.representative(community, name="วงเล็ก ตัวอย่าง"),
        "complained": factories.with_role(community, "committee", name="ถูกร้อง ตัวอย่าง"),
        "officer": factories.officer(community.municipality),
    }
    for name in ("circle", "complained"):
        circle.add(community=community, user=people[name], actor=people["chair"])
    return people


def requests(community, people) -> tuple[HelpCase, HelpCase]:
    """A plain request of a household in which somebody raises children alone, in a volunteer's hand; and a sensitive one."""
    granny = factories.representative(community, name="ยายแก้ว ตัวอย่าง")
    home = Household.objects.of_member(granny).get()
    Situation.objects.create(
        person=granny.person, kind="single_parent", source="family", recorded_by=people["committee"]
    )
    plain = desk_builders.ask(
        community, household=home, for_whom="ยายแก้ว ตัวอย่าง", place="ซอยต้นไทร", phone="0812340007"
    )
    steps.give(case=plain, to=people["volunteer_with_it"], actor=people["case_worker"])
    late = timezone.now() - dt.timedelta(hours=1)
    HelpCase.objects.filter(pk=plain.pk).update(map_x=500, map_y=500)
    secret = desk_builders.ask(
        community,
        kind="fraud",
        for_whom="น้องฝน",
        place="หลังตลาดเก่า",
        phone="0899990003",
        words="มีคนเบียดบังเงิน",
        subjects=[people["complained"]],
    )
    HelpCase.objects.filter(pk=secret.pk).update(due_at=late)
    return plain, secret


def deliver() -> None:
    """The messages arrive."""
    from django_tasks_db.models import DBTaskResult

    while task := DBTaskResult.objects.ready().first():
        task.task.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
        task.delete()


def addresses(community, plain, secret) -> dict[str, list[str]]:
    """Where each page of the table is."""
    here = [community.code]
    desk, office = reverse("welfare:desk", args=here), "/admin/welfare/helpcase/"
    pages = {
        "help": [
            reverse("welfare:help"),
            reverse("welfare:case_ask", args=here),
            reverse("welfare:case_form", args=here),
        ],
        "board": [desk, f"{desk}?pile=in_hand", f"{desk}?pile=waiting", f"{desk}?sensitive=1"],
        "late": [f"{desk}?pile=late&kind=ride", f"{desk}?pile=late&q=x"],
        "closed": [f"{desk}?pile=closed"],
        "find": [f"{desk}?q=ยายแก้ว"],
        "mine": [reverse("welfare:desk_mine")],
        "inbox": [reverse("households:inbox")],
        "admin": [office, f"{office}?is_sensitive__exact=1", f"{office}?q={plain.code}"],
        "admin_case": [f"{office}{plain.pk}/change/", f"{office}{plain.pk}/history/"],
        "admin_sensitive": [f"{office}{secret.pk}/change/", f"{office}{secret.pk}/history/"],
        "case": [reverse("welfare:case", args=[plain.code])],
        "sensitive": [reverse("welfare:case", args=[secret.code])],
        "about": [reverse("welfare:case_subjects", args=[secret.code])],
        "follow": [reverse("welfare:case_follow", args=[plain.code])],
        "follow_sensitive": [reverse("welfare:case_follow", args=[secret.code])],
    }
    for name in ("enter", "map", "screen", "list", "offline"):
        pages[name] = [reverse(f"welfare:desk_{name}", args=here)]
    return pages | {"circle": [reverse("welfare:circle", args=here)]}


def look(person, pages, plain, secret) -> dict[str, set[str]]:
    """What this person reads where."""
    client, seen = Client(), {fact: set() for fact in MARKS}
    if person:
        client.force_login(person)
    for page, paths in pages.items():
        for path in paths:
            answer = client.get(path, follow=page == "help")
            assert answer.status_code < 500, path
            words = answer.content.decode() if answer.status_code == 200 else ""
            for fact in facts_in(words, page, secret):
                seen[fact].add(page)
    return seen


def facts_in(words: str, page: str, secret: HelpCase) -> set[str]:
    """The facts that stand on a page. Its own code, on the page that is opened with it, tells nothing new."""
    marks = {**MARKS, "secret": MARKS["secret"] + ([] if page.startswith("follow") else [secret.code])}
    return {fact for fact, texts in marks.items() if any(text in words for text in texts)}


@pytest.mark.parametrize("role", who_sees_what.ROLES)
def test_each_role_reads_what_is_written_down_and_no_more(swept, role):
    assert swept[role] == who_sees_what.table()[role]


def test_every_role_and_page_of_the_table_was_looked_at(community):
    case = desk_builders.ask(community)
    assert set(addresses(community, case, case)) == set(who_sees_what.PAGES)
    assert set(who_sees_what.SEEN) <= set(who_sees_what.ROLES)


def test_the_marks_are_found_where_they_stand(community):
    """The control: a page that shows all of it is noticed."""
    case = desk_builders.ask(community)
    for fact, texts in MARKS.items():
        for text in texts:
            assert facts_in(f"<p>{text}</p>", "board", case) == {fact}
    assert facts_in(case.code, "board", case) == {"secret"}
    assert facts_in(case.code, "follow", case) == set()


def test_the_document_says_the_same():
    assert DOCUMENT.read_text() == who_sees_what.as_markdown()


def test_the_numbers_of_a_board_do_not_count_what_is_about_oneself(client, community):
    chair = factories.with_role(community, "chair")
    two = [factories.representative(community) for _number in range(2)]
    for user in two:
        circle.add(community=community, user=user, actor=chair)
    asked = cases.Asked(kind="abuse", for_whom="x", place="y", urgency="danger")
    cases.receive(community=community, asked=asked, key="a-key-of-sixteen-1", user=None, subjects=two[:1])
    piles = {}
    for user in two:
        client.force_login(user)
        board = client.get(reverse("welfare:desk", args=[community.code]))
        piles[user.pk] = [number for _name, _label, number in board.context["piles"]]
    assert piles == {two[0].pk: ["0", "0", "0"], two[1].pk: ["1", "0", "0"]}
