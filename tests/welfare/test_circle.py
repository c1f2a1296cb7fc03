"""The small circle: who is in it, whom a request complains about, and that nothing reaches those."""

import datetime as dt

import pytest
from auditlog.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from households.models import Notice
from lib.errors import Refused
from tests import factories
from welfare.helpdesk import cases, circle, merging
from welfare.models import CircleMember, HelpCase


@pytest.fixture
def chair(community):
    """Who appoints the circle."""
    return factories.with_role(community, "chair", name="ประธาน ตัวอย่าง")


@pytest.fixture
def two(community, chair):
    """Two people of the community in the circle."""
    users = [factories.representative(community, name=f"วงเล็ก{number} ตัวอย่าง") for number in "12"]
    for user in users:
        circle.add(community=community, user=user, actor=chair)
    return users


def told(user) -> list[str]:
    """Links in the person's inbox."""
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("url", flat=True))


def receive(community, key="case-key-000000001", kind="fraud", **more) -> HelpCase:
    """A request that somebody without an account sent."""
    asked = cases.Asked(kind=kind, for_whom="ลูกบ้าน", place="บ้าน 9", urgency="days", phone="0899999991")
    return cases.receive(community=community, asked=asked, key=key, user=None, **more)


def test_the_chair_lets_somebody_in_who_is_told_and_it_is_logged(community, chair, buyer, work):
    member = circle.add(community=community, user=buyer, actor=chair)
    work()
    assert (member.since, member.until, member.added_by) == (timezone.localdate(), None, chair)
    assert told(buyer) == [reverse("welfare:circle", args=[community.code])]
    assert LogEntry.objects.get_for_object(member).count() == 1


@pytest.mark.parametrize("role", ["committee", "treasurer", "case_worker", "auditor"])
def test_nobody_but_the_chair_appoints(community, buyer, role):
    with pytest.raises(Refused) as refused:
        circle.add(community=community, user=buyer, actor=factories.with_role(community, role))
    assert refused.value.code == "not_theirs"


def test_the_chair_of_another_community_does_not_appoint(community, buyer):
    other = factories.with_role(factories.community(), "chair")
    with pytest.raises(Refused):
        circle.add(community=community, user=buyer, actor=other)


def test_somebody_of_elsewhere_is_not_let_in(community, chair, outsider):
    with pytest.raises(Refused) as refused:
        circle.add(community=community, user=outsider, actor=chair)
    assert refused.value.code == "unknown"


def test_nobody_is_in_the_circle_twice(community, chair, buyer):
    circle.add(community=community, user=buyer, actor=chair)
    with pytest.raises(Refused) as refused:
        circle.add(community=community, user=buyer, actor=chair)
    assert refused.value.code == "there"


def test_it_is_ready_with_two(community, chair, buyer, seller):
    assert not circle.is_ready(community)
    circle.add(community=community, user=buyer, actor=chair)
    assert not circle.is_ready(community)
    circle.add(community=community, user=seller, actor=chair)
    assert circle.is_ready(community)


def test_who_is_let_go_reads_nothing_from_that_moment(community, chair, two, work):
    case = receive(community)
    assert HelpCase.objects.handled_by(two[0]).filter(pk=case.pk).exists()
    member = circle.end(member=CircleMember.objects.get(user=two[0]), actor=chair)
    work()
    assert member.until == timezone.localdate() - dt.timedelta(days=1)
    assert not HelpCase.objects.handled_by(two[0]).exists()
    assert told(two[0])[-1] == "/inbox/"
    circle.add(community=community, user=two[0], actor=chair)
    assert CircleMember.objects.filter(user=two[0]).count() == 2


def test_what_was_in_the_hand_of_who_is_let_go_waits_again(community, chair, two):
    case = receive(community)
    HelpCase.objects.filter(pk=case.pk).update(status="in_hand", assignee=two[0])
    circle.end(member=CircleMember.objects.get(user=two[0]), actor=chair)
    case.refresh_from_db()
    assert (case.status, case.assignee) == ("waiting", None)
    assert case.events.last().kind == "left"
    assert not HelpCase.objects.workable_by(two[0]).exists()


def test_without_a_circle_the_chair_is_told_to_appoint_one_and_nobody_reads_it(
    community, chair, committee, work
):
    case = receive(community)
    work()
    assert told(chair) == [reverse("welfare:circle", args=[community.code])]
    assert told(committee) == []
    assert not any(HelpCase.objects.handled_by(user).exists() for user in (chair, committee))
    assert case.status == "waiting"


def test_a_chair_who_is_complained_about_is_not_told(community, chair, work):
    receive(community, subjects=[chair])
    work()
    assert told(chair) == []
    assert not circle.is_waiting(community, chair)


def test_the_circle_is_told_and_the_chair_is_not(community, chair, two, work):
    case = receive(community)
    work()
    assert [told(user)[-1] for user in two] == [reverse("welfare:case", args=[case.code])] * 2
    assert told(chair) == []


def test_who_is_complained_about_loses_sight_notices_and_numbers(community, chair, two, work):
    case = receive(community)
    url = reverse("welfare:case", args=[case.code])
    work()
    circle.add_subject(case=case, user=two[1], actor=two[0])
    assert url not in told(two[1])
    assert url in told(two[0])
    assert not HelpCase.objects.workable_by(two[1]).exists()
    assert not circle.is_waiting(community, two[1])
    assert circle.is_waiting(community, two[0])


def test_a_notice_on_its_way_does_not_arrive_either(community, two, work):
    case = receive(community)
    circle.add_subject(case=case, user=two[1], actor=two[0])
    work()
    url = reverse("welfare:case", args=[case.code])
    assert url not in told(two[1])
    assert url in told(two[0])


def test_what_is_in_the_hand_of_who_is_complained_about_waits_again(community, two):
    case = receive(community)
    HelpCase.objects.filter(pk=case.pk).update(status="in_hand", assignee=two[1])
    circle.add_subject(case=case, user=two[1], actor=two[0])
    case.refresh_from_db()
    assert (case.status, case.assignee) == ("waiting", None)


def test_both_steps_are_on_record_once(community, two, buyer):
    case = receive(community)
    for _time in range(2):
        circle.add_subject(case=case, user=buyer, actor=two[0])
    for _time in range(2):
        circle.remove_subject(case=case, user=buyer, actor=two[0])
    facts = [event.facts for event in case.events.filter(kind="note")]
    assert facts == [{"subject": act, "account": buyer.code} for act in ("added", "removed")]
    assert circle.subjects_of(case) == []


def test_when_nobody_of_the_circle_may_read_it_the_chair_is_told(community, chair, two, work):
    case = receive(community, subjects=[two[0]])
    work()
    assert told(chair) == []
    circle.add_subject(case=case, user=two[1], actor=two[1])
    work()
    assert told(chair) == [reverse("welfare:circle", args=[community.code])]


@pytest.mark.parametrize("role", ["committee", "chair", "case_worker"])
def test_the_desk_does_not_write_down_whom_a_request_is_about(community, buyer, role):
    case = receive(community, kind="food")
    with pytest.raises(Refused) as refused:
        circle.add_subject(case=case, user=buyer, actor=factories.with_role(community, role))
    assert refused.value.code == "not_theirs"


def test_the_page_is_for_the_chair_and_the_circle(client, community, chair, two, committee, buyer):
    page = reverse("welfare:circle", args=[community.code])
    for user, status in ((chair, 200), (two[0], 200), (committee, 404), (buyer, 404)):
        client.force_login(user)
        assert client.get(page).status_code == status, user
    for name in ("circle/add/", "circle/end/"):
        assert name in _page(client, chair, page, q="สมใจ")
        assert name not in _page(client, two[0], page, q="สมใจ")


def test_the_page_says_what_is_missing_and_finds_people(client, community, chair, seller):
    page = reverse("welfare:circle", args=[community.code])
    receive(community)
    words = _page(client, chair, page, q="บุญ")
    assert "1300" in words
    assert "บุญ ใจดี" in words
    client.post(reverse("welfare:circle_add", args=[community.code]), {"user": seller.code})
    assert [member.user for member in circle.members(community)] == [seller]
    client.post(reverse("welfare:circle_end", args=[community.code]), {"user": seller.code})
    assert circle.members(community) == []


def test_a_search_of_one_letter_says_that_it_is_too_short(client, community, chair):
    words = _page(client, chair, reverse("welfare:circle", args=[community.code]), q="บ")
    assert "field-error" in words


def test_a_name_is_written_down_and_taken_back_on_the_page(client, community, two, seller):
    case = receive(community)
    page = reverse("welfare:case_subjects", args=[case.code])
    assert "บุญ ใจดี" in _page(client, two[0], page, q="บุญ")
    client.post(reverse("welfare:case_subject_add", args=[case.code]), {"user": seller.code})
    assert [subject.user for subject in circle.subjects_of(case)] == [seller]
    client.post(reverse("welfare:case_subject_remove", args=[case.code]), {"user": seller.code})
    assert circle.subjects_of(case) == []


def test_who_writes_down_the_own_name_is_led_away(client, community, two):
    case = receive(community)
    client.force_login(two[0])
    address = reverse("welfare:case_subject_add", args=[case.code])
    assert client.post(address, {"user": two[0].code}).url == reverse("households:inbox")
    assert client.post(address, {"user": two[0].code}).status_code == 404


def test_nobody_chosen_is_said_in_words(client, community, chair):
    client.force_login(chair)
    for name in ("circle_add", "circle_end"):
        answer = client.post(reverse(f"welfare:{name}", args=[community.code]), {"user": "x y"}, follow=True)
        assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def _page(client, user, address, **query) -> str:
    client.force_login(user)
    return client.get(address, query).content.decode()


def test_those_that_told_the_same_are_hidden_too(community, two):
    case, same = receive(community), receive(community, key="case-key-000000002")
    merging.merge(case=same, into=case, actor=two[0])
    circle.add_subject(case=case, user=two[1], actor=two[0])
    assert list(HelpCase.objects.workable_by(two[1])) == []
    circle.remove_subject(case=same, user=two[1], actor=two[0])
    assert HelpCase.objects.workable_by(two[1]).count() == 2


def test_what_is_counted_as_one_hides_both_from_whom_one_is_about(community, two):
    case = receive(community, subjects=[two[1]])
    other = receive(community, key="case-key-000000002")
    assert list(HelpCase.objects.workable_by(two[1])) == [other]
    merging.merge(case=case, into=other, actor=two[0])
    assert list(HelpCase.objects.workable_by(two[1])) == []


def test_the_page_of_the_request_names_them_for_the_circle_alone(client, community, two, seller):
    case = receive(community, kind="safety")
    worker = factories.with_role(community, "case_worker")
    both = factories.with_role(community, "case_worker", name="ทั้งสอง ตัวอย่าง")
    CircleMember.objects.create(community=community, user=both, added_by=worker)
    circle.add_subject(case=case, user=seller, actor=both)
    page = reverse("welfare:case", args=[case.code])
    about = reverse("welfare:case_subjects", args=[case.code])
    assert about in _page(client, both, page)
    assert "บุญ ใจดี" in _page(client, both, page)
    assert about not in _page(client, worker, page)
    assert "บุญ ใจดี" not in _page(client, worker, page)
