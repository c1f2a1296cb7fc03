"""Programmes: who takes part since when, rounds in order, asking everybody, and who has answered."""

import datetime as dt

import pytest
from django.utils import timezone

from households import income_rows, programmes, rounds
from households.models import Household, Notice, Participation, RegisterEvent, RoundAsk
from lib.dates import month_start
from lib.errors import Refused
from tests import factories, incomes

LAST = income_rows.months_before(month_start(timezone.now()), 1)
BEFORE_LAST = income_rows.months_before(LAST, 1)


@pytest.fixture
def programme(community, officer):
    """The market of Ban Suan, which takes part and has not started."""
    return programmes.create(
        municipality=community.municipality, community=community, name="ตลาดบ้านสวน", about="", actor=officer
    )


@pytest.fixture
def baseline(programme, officer):
    """The last two months that are over."""
    return programmes.add_round(programme=programme, first_month=BEFORE_LAST, last_month=LAST, actor=officer)


def refusal(act, **given) -> str:
    with pytest.raises(Refused) as caught:
        act(**given)
    return caught.value.code


def test_a_name_is_given_once_in_a_municipality(programme, community, officer):
    again = {"municipality": community.municipality, "name": "ตลาดบ้านสวน", "about": "", "actor": officer}
    assert refusal(programmes.create, **again) == "name_taken"
    elsewhere = factories.community().municipality
    assert programmes.create(**{**again, "municipality": elsewhere}).name == "ตลาดบ้านสวน"


def test_a_committees_own_community_takes_part_at_once(programme, community):
    assert Participation.objects.get().community == community
    assert Participation.objects.get().started_on is None


def test_the_day_of_the_start_can_be_corrected(programme, community, committee):
    for day in (dt.date(2026, 1, 5), dt.date(2026, 1, 12)):
        programmes.take_part(programme=programme, community=community, started_on=day, actor=committee)
    assert Participation.objects.get().started_on == dt.date(2026, 1, 12)


def test_a_start_in_the_future_is_refused(programme, community, committee):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    given = {"programme": programme, "community": community, "actor": committee}
    assert refusal(programmes.take_part, started_on=tomorrow, **given) == "future"


def test_a_community_of_another_municipality_does_not_take_part(programme, officer):
    given = {"programme": programme, "community": factories.community(), "actor": officer}
    assert refusal(programmes.take_part, started_on=None, **given) == "elsewhere"


def test_rounds_are_numbered_from_the_baseline_on(programme, officer):
    months = [dt.date(2025, 7, 1), dt.date(2025, 10, 1), dt.date(2026, 1, 1)]
    for first in months:
        last = income_rows.months_before(first, -2)
        programmes.add_round(programme=programme, first_month=first, last_month=last, actor=officer)
    found = programme.rounds.order_by("number").values_list("number", "first_month", "last_month")
    assert list(found) == [
        (0, dt.date(2025, 7, 1), dt.date(2025, 9, 1)),
        (1, dt.date(2025, 10, 1), dt.date(2025, 12, 1)),
        (2, dt.date(2026, 1, 1), dt.date(2026, 3, 1)),
    ]


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (dt.date(2025, 9, 1), dt.date(2025, 12, 1), "overlap"),
        (dt.date(2025, 1, 1), dt.date(2025, 2, 1), "overlap"),
        (dt.date(2025, 12, 1), dt.date(2025, 11, 1), "order"),
        (dt.date(2025, 10, 1), dt.date(2026, 10, 1), "too_long"),
        (income_rows.months_before(LAST, -2), income_rows.months_before(LAST, -2), "future"),
    ],
)
def test_rounds_that_make_no_sense_are_refused(programme, officer, first, last, why):
    given = {"programme": programme, "actor": officer}
    programmes.add_round(first_month=dt.date(2025, 7, 1), last_month=dt.date(2025, 9, 1), **given)
    assert refusal(programmes.add_round, first_month=first, last_month=last, **given) == why
    assert programme.rounds.count() == 1


def test_a_running_round_is_taken(programme, officer):
    first = income_rows.months_before(LAST, -1)
    last = income_rows.months_before(LAST, -3)
    made = programmes.add_round(programme=programme, first_month=first, last_month=last, actor=officer)
    assert rounds.months_due(made) == []


def test_months_due_are_those_that_are_over(programme, officer):
    last = income_rows.months_before(LAST, -2)
    made = programmes.add_round(programme=programme, first_month=BEFORE_LAST, last_month=last, actor=officer)
    assert rounds.months_due(made) == [BEFORE_LAST, LAST]


def test_the_latest_round_is_taken_back_only_before_anybody_is_asked(baseline, community, officer):
    factories.representative(community)
    rounds.ask(round=baseline, communities=[community], actor=officer)
    assert refusal(programmes.remove_round, round=baseline, actor=officer) == "asked"
    next_round = programmes.add_round(
        programme=baseline.programme,
        first_month=income_rows.months_before(LAST, -1),
        last_month=income_rows.months_before(LAST, -1),
        actor=officer,
    )
    programmes.remove_round(round=next_round, actor=officer)
    assert list(baseline.programme.rounds.all()) == [baseline]


def test_every_active_household_is_asked_once(baseline, community, officer):
    for _number in range(3):
        factories.representative(community)
    moved = factories.household(community)
    Household.objects.filter(pk=moved.pk).update(status="moved")
    given = {"round": baseline, "communities": [community], "actor": officer}
    assert rounds.ask(**given) == 3
    assert rounds.ask(**given) == 0
    factories.representative(community)
    assert rounds.not_asked_count(baseline, community) == 1
    assert rounds.ask(**given) == 1
    assert RoundAsk.objects.count() == 4


def test_only_communities_that_take_part_are_asked(baseline, community, officer):
    other = factories.community(municipality=community.municipality)
    factories.representative(other)
    assert refusal(rounds.ask, round=baseline, communities=[other], actor=officer) == "not_taking_part"
    factories.representative(community)
    assert rounds.ask(round=baseline, communities=[community, other], actor=officer) == 1


def test_representatives_are_told_with_the_first_months_form(baseline, community, officer, work):
    user = factories.representative(community)
    home = Household.objects.of_member(user).get()
    factories.member(home)
    rounds.ask(round=baseline, communities=[community], actor=officer)
    work()
    notice = Notice.objects.get()
    assert notice.user == user
    assert notice.url == f"/household/month/{home.code}/{BEFORE_LAST.year}-{BEFORE_LAST.month}/"
    assert "ตลาดบ้านสวน" in notice.text


def test_more_households_than_a_task_holds_are_all_told_once(baseline, community, officer, work, monkeypatch):
    monkeypatch.setattr(rounds, "AT_A_TIME", 2)
    people = {factories.representative(community).pk for _number in range(5)}
    rounds.ask(round=baseline, communities=[community], actor=officer)
    work()
    assert sorted(Notice.objects.values_list("user_id", flat=True)) == sorted(people)


def asked_homes(baseline, community, officer, count):
    homes = incomes.homes(community, count)
    rounds.ask(round=baseline, communities=[community], actor=officer)
    return homes


def test_who_spoke_about_every_month_has_answered(baseline, community, officer):
    whole, half, refused, silent = asked_homes(baseline, community, officer, 4)
    incomes.tell(whole, [BEFORE_LAST, LAST], 9000)
    incomes.tell(half, [LAST], 9000)
    for month in (BEFORE_LAST, LAST):
        incomes.declare(refused, month, answer="refused")
    incomes.rollups.refresh(household=refused, months=[BEFORE_LAST, LAST])
    tally = rounds.tallies(baseline.programme)[baseline.pk, community.pk]
    assert tally == (4, 2, 1)
    assert tally.waiting == 2
    assert set(rounds.not_answered(baseline, community)) == {half, silent}


def test_the_next_month_to_enter_is_the_oldest_without_a_word(baseline, community, officer):
    first, second, both = asked_homes(baseline, community, officer, 3)
    incomes.tell(first, [BEFORE_LAST], 9000)
    incomes.tell(both, [BEFORE_LAST, LAST], 9000)
    found = rounds.open_months(baseline, [first, second, both])
    assert found == {first.pk: LAST, second.pk: BEFORE_LAST}


def test_who_moved_away_is_not_called_on(baseline, community, officer):
    home, _other = asked_homes(baseline, community, officer, 2)
    Household.objects.filter(pk=home.pk).update(status="moved")
    assert rounds.tallies(baseline.programme)[baseline.pk, community.pk].asked == 1
    assert home not in rounds.not_answered(baseline, community)


def test_reminders_go_to_those_who_have_not_answered(baseline, community, officer, committee, work):
    told, silent = asked_homes(baseline, community, officer, 2)
    incomes.tell(told, [BEFORE_LAST, LAST], 9000)
    work()
    Notice.objects.all().delete()
    assert rounds.remind(round=baseline, community=community, actor=committee) == 1
    work()
    assert [notice.user for notice in Notice.objects.all()] == [incomes.teller(silent)]


def test_reminders_come_at_most_weekly(baseline, community, officer, committee, monkeypatch):
    asked_homes(baseline, community, officer, 1)
    given = {"round": baseline, "community": community, "actor": committee}
    rounds.remind(**given)
    assert refusal(rounds.remind, **given) == "reminded_already"
    later = timezone.now() + dt.timedelta(days=7, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert rounds.remind(**given) == 1
    assert RegisterEvent.objects.filter(facts__reminded_round=baseline.pk).count() == 2


def test_nobody_is_reminded_before_the_first_month_is_over(programme, community, officer, committee):
    running = income_rows.months_before(LAST, -1)
    made = programmes.add_round(programme=programme, first_month=running, last_month=running, actor=officer)
    factories.representative(community)
    rounds.ask(round=made, communities=[community], actor=officer)
    assert refusal(rounds.remind, round=made, community=community, actor=committee) == "too_early"
