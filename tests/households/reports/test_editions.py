"""What is shown between two looks, and what is published."""

import copy
import dataclasses
from decimal import Decimal

import pytest

from households.models import PriceTable, ReportEdition, ReportSnapshot
from households.reports import editions, snapshots
from households.reports.places import Period
from lib.errors import Refused
from tests.households.reports.test_figures import HIDDEN, parameters
from tests.incomes import BASELINE, FOLLOWUP, homes, tell


@pytest.fixture
def ten(community):
    made = homes(community, 10)
    for number, home in enumerate(made):
        tell(home, BASELINE, 5000 + 100 * number)
        tell(home, FOLLOWUP, 6000 + 100 * number)
    return made


def grow(community, count: int) -> None:
    for home in homes(community, count):
        tell(home, BASELINE + FOLLOWUP, 8000)


def test_the_second_look_reads_what_the_first_worked_out(community, ten, monkeypatch):
    first = snapshots.look(parameters(community))
    monkeypatch.setattr(snapshots.figures, "work_out", None)
    assert snapshots.look(parameters(community)).result == first.result


def test_a_few_late_answers_change_nothing_yet(community, ten):
    snapshots.look(parameters(community))
    grow(community, 4)
    look = snapshots.look(parameters(community))
    assert look.result["headline"]["n"] == 10
    assert look.is_settling


def test_enough_late_answers_are_counted(community, ten):
    snapshots.look(parameters(community))
    grow(community, 5)
    look = snapshots.look(parameters(community))
    assert look.result["headline"]["n"] == 15
    assert not look.is_settling


def test_many_answers_of_which_few_reach_the_panel_change_nothing_yet(community, ten):
    snapshots.look(parameters(community))
    grow(community, 1)
    for home in homes(community, 6):
        tell(home, FOLLOWUP, 8000)
    assert snapshots.look(parameters(community)).result["headline"]["n"] == 10


def test_a_large_place_is_worked_out_by_the_worker(community, ten, monkeypatch, work):
    monkeypatch.setattr(snapshots, "AT_ONCE", 5)
    assert snapshots.look(parameters(community)).result is None
    assert snapshots.look(parameters(community)).result is None
    assert work() == 1
    assert snapshots.look(parameters(community)).result["headline"]["n"] == 10


def test_a_published_report_stays_as_it_was(community, ten, committee):
    edition = editions.publish(parameters=parameters(community), title="ไตรมาส", actor=committee)
    before = copy.deepcopy(edition.result)
    grow(community, 12)
    edition.refresh_from_db()
    assert edition.result == before
    assert editions.worked_out_again(edition) == edition.result


def test_a_report_is_published_once(community, ten, committee):
    editions.publish(parameters=parameters(community), title="ไตรมาส", actor=committee)
    with pytest.raises(Refused) as refused:
        editions.publish(parameters=parameters(community), title="อีกครั้ง", actor=committee)
    assert refused.value.code == "exists"


def correct(community, former, committee, words="มีคนตอบเพิ่ม"):
    return editions.publish(
        parameters=parameters(community), title="ไตรมาส", actor=committee, corrects=former, what_changed=words
    )


def test_a_correction_is_a_new_edition_that_says_what_changed(community, ten, committee):
    first = editions.publish(parameters=parameters(community), title="ไตรมาส", actor=committee)
    with pytest.raises(Refused) as refused:
        correct(community, first, committee, " ")
    assert refused.value.code == "unsaid"
    grow(community, 6)
    second = correct(community, first, committee)
    assert (second.number, second.corrects, second.result["headline"]["n"]) == (2, first, 16)
    with pytest.raises(Refused) as refused:
        correct(community, first, committee)
    assert refused.value.code == "corrected"


def test_two_editions_never_differ_by_a_few_households(community, ten, committee):
    first = editions.publish(parameters=parameters(community), title="ไตรมาส", actor=committee)
    grow(community, 4)
    with pytest.raises(Refused) as refused:
        correct(community, first, committee)
    assert refused.value.code == "unchanged"


def test_a_correction_with_other_prices_keeps_the_households_that_stand_in_the_former(
    community, ten, committee, officer
):
    first = editions.publish(parameters=parameters(community), title="ไตรมาส", actor=committee)
    grow(community, 4)
    table = PriceTable.objects.create(
        municipality=community.municipality, base_year=2023, source="ตัวอย่าง", entered_by=officer
    )
    with pytest.raises(Refused) as refused:
        editions.publish(
            parameters=parameters(community, prices=table),
            title="ไตรมาส",
            actor=committee,
            corrects=first,
            what_changed="ใช้ดัชนีราคาใหม่",
        )
    assert refused.value.code == "few_changed"


def test_a_report_of_too_few_is_not_published(community, committee):
    grow(community, 4)
    with pytest.raises(Refused) as refused:
        editions.publish(parameters=parameters(community), title="ไตรมาส", actor=committee)
    assert refused.value.code == "small"
    assert not ReportEdition.objects.exists()


def test_who_reads_which_edition(community, ten, committee, officer, outsider, buyer):
    grow(community, 1)
    inside = editions.publish(parameters=parameters(community), title="ก", actor=committee)
    public = editions.publish(parameters=parameters(community, audience="public"), title="ข", actor=committee)
    for person in (committee, officer):
        assert set(editions.visible_to(person)) == {inside, public}
    for person in (outsider, buyer):
        assert set(editions.visible_to(person)) == {public}


def test_a_snapshot_is_kept_for_each_set_of_parameters(community, ten):
    snapshots.look(parameters(community))
    snapshots.look(parameters(community, audience="public"))
    assert ReportSnapshot.objects.count() == 2


def test_a_mean_is_hidden_where_another_report_would_be_subtracted_from_it(community, ten):
    """The fiscal year's households are the quarter's less two: the two means together would tell about those two."""
    assert snapshots.look(parameters(community)).result["headline"]["mean_change"] != HIDDEN
    half = dataclasses.replace(
        parameters(community),
        kind="month",
        baseline=Period(BASELINE[0], BASELINE[0]),
        followup=Period(FOLLOWUP[0], FOLLOWUP[0]),
    )
    for home in homes(community, 2):
        tell(home, [BASELINE[0], FOLLOWUP[0]], 8000)
    months = [
        dataclasses.replace(half, baseline=Period(a, a), followup=Period(b, b))
        for a, b in zip(BASELINE, FOLLOWUP, strict=True)
    ]
    shown = [snapshots.look(one).result["headline"]["mean_change"] != HIDDEN for one in months]
    assert shown == [True, True, False] or shown == [False, True, True]
    assert all(snapshots.look(one).result["headline"]["median_change"]["value"] for one in months)


def test_means_that_were_hidden_do_not_count_as_seen(community, ten):
    chosen = parameters(community)
    first = snapshots.refresh(chosen)
    assert first.inputs["shows_means"]
    ReportSnapshot.objects.update(inputs={**first.inputs, "shows_means": False})
    grow(community, 2)
    other = dataclasses.replace(chosen, line=Decimal(2000))
    assert snapshots.look(other).result["headline"]["mean_change"] != HIDDEN
