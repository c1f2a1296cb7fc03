"""Whatever people do to their incomes, in whatever order: the sums are what the records come to."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from households import agreements, incomes, rollup_check, rollups
from households.models import Household, IncomeRecord
from lib.errors import Refused
from tests import factories
from tests.households import rollup_truth as truth

COUNT_OF_MONTHS = 5  # so that there is a whole quarter among them, whatever the day
KINDS = [
    *[
        "propose",
        "propose",
        "accept",
        "decline",
        "record",
        "record",
        "correct",
        "say_all",
        "say_years",
        "say_years",
    ],
    *["say_no", "join", "part", "agree"],
]
amounts = st.none() | st.integers(0, 2_000_000).map(lambda satang: D(satang) / 100)
steps = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 2),
        st.integers(0, COUNT_OF_MONTHS - 1),
        st.sampled_from(IncomeRecord.Source.values),
        amounts,
        amounts,
        st.booleans(),
    ),
    min_size=12,
    max_size=30,
)
walks = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def last_months():
    today = timezone.localdate()
    number = today.year * 12 + today.month - 1
    return [
        date((number - back) // 12, (number - back) % 12 + 1, 1) for back in range(1, COUNT_OF_MONTHS + 1)
    ]


class Life:
    """Three households that do things, with somebody of the committee who writes for them now and then."""

    def __init__(self, community, committee):
        self.users = [factories.representative(community, name=f"คน{number} ตัวอย่าง") for number in range(3)]
        self.homes = [Household.objects.of_member(user).get() for user in self.users]
        self.committee, self.months, self.count = committee, last_months(), 0
        for user in self.users:
            self.agree({}, "wage", D(0), None, user)

    def do(self, kind, number, month, source, gross, costs, is_committee):
        """One step; what the site refuses simply does not happen."""
        self.count += 1
        home = Household.objects.get(pk=self.homes[number].pk)
        asked = {"household": home, "month": self.months[month]}
        actor = self.committee if is_committee else self.users[number]
        try:
            with transaction.atomic():
                getattr(self, kind)(asked, source, gross, costs, actor)
        except Refused:
            pass

    def propose(self, asked, source, gross, costs, actor):
        amount = (gross or D(120)) if source != "other" else -(gross or D(40))
        incomes.propose(**asked, gross=amount, document="order", key=str(self.count))

    def accept(self, asked, source, gross, costs, actor):
        incomes.accept_month(**asked, costs=costs or D(0), gross=gross, actor=actor)

    def decline(self, asked, source, gross, costs, actor):
        incomes.decline(**asked, actor=actor)

    def record(self, asked, source, gross, costs, actor):
        said = {"answer": "dont_know"} if gross is None else {"gross": gross, "costs": costs}
        incomes.record(**asked, source=source, actor=actor, **said)

    def correct(self, asked, source, gross, costs, actor):
        row = IncomeRecord.objects.current().filter(**asked).order_by("-id").first()
        if row:
            said = {"answer": "refused"} if gross is None else {"gross": gross, "costs": costs}
            incomes.correct(record=row, actor=actor, **({"costs": None} | said))

    def say_all(self, asked, source, gross, costs, actor):
        figures = {} if gross is None or source == "market" else {source: incomes.Figure(gross, costs)}
        incomes.save_month(
            **asked,
            figures=figures,
            market_costs=costs,
            answer="complete",
            members=4,
            actor=actor,
            separate=IncomeRecord.Source.values,
        )

    def say_years(self, asked, source, gross, costs, actor):
        for month in self.months:
            self.say_all({**asked, "month": month}, source, gross, costs, actor)

    def say_no(self, asked, source, gross, costs, actor):
        word = "refused" if gross is None else "dont_know"
        incomes.save_month(**asked, figures={}, answer=word, members=None, actor=actor)

    def agree(self, asked, source, gross, costs, actor):
        agreements.record_consent(
            user=actor, purpose="income", is_given=gross is not None, recorded_by=self.committee
        )

    def join(self, asked, source, gross, costs, actor):
        gone = asked["household"]
        root = rollups.root_of(self.homes[(self.homes.index(gone) + 1) % 3])
        if gone.merged_into_id is None and root != gone:
            Household.objects.filter(pk=gone.pk).update(status="merged", merged_into=root)
            rollups.apply_merge(root=root, gone=gone)

    def part(self, asked, source, gross, costs, actor):
        gone = asked["household"]
        if root := gone.merged_into:
            Household.objects.filter(pk=gone.pk).update(status="active", merged_into=None)
            rollups.undo_merge(root=root, gone=gone)


def live(life, walk):
    """Walk, compare with the slow sums and with the check, forget."""
    with transaction.atomic():
        for number in range(2):
            life.do("say_years", number, 0, "wage", D(9000 + number), None, False)
        for step in walk:
            life.do(*step)
        right, written = truth.months(), truth.written()
        wrong = [finding.words for finding in rollup_check.check() if finding.is_wrong]
        community = life.homes[0].community
        quarters = {rollups.quarter_start(month) for month in life.months}
        lines = [(truth.quarter(community, first), rollups.quarter(community, first)) for first in quarters]
        transaction.set_rollback(True)
    assert written == right
    assert wrong == []
    for (count, median, total), row in lines:
        assert (row.households if row else 0) == count
        if median is not None:
            assert (truth.satang(row.median), truth.satang(row.total)) == (median, total)
    return len(right), sum(count for (count, _median, _total), _row in lines)


@pytest.fixture
def life(community, committee):
    return Life(community, committee)


def test_sums_follow_every_act(life):
    seen = []

    @walks
    @given(walk=steps)
    def all_hold(walk):
        seen.append(live(life, walk))

    all_hold()
    months, lines = (sum(counts) for counts in zip(*seen, strict=True))
    assert months > 150
    assert lines > 3


@pytest.mark.parametrize("name", ["refresh", "apply_merge"])
def test_an_act_that_forgets_the_sums_is_noticed(life, name, monkeypatch):
    monkeypatch.setattr(rollups, name, lambda **_words: None)

    @settings(walks, phases=[Phase.generate], report_multiple_bugs=False)
    @given(walk=steps)
    def all_hold(walk):
        live(life, walk)

    with pytest.raises(AssertionError):
        all_hold()


def test_rebuilding_gives_the_same_sums(life):
    for number, (kind, source) in enumerate(
        [
            ("propose", "wage"),
            ("record", "wage"),
            ("say_all", "farming"),
            ("join", "wage"),
            ("record", "trade"),
        ]
        * 3
    ):
        life.do(kind, number % 3, number % 4, source, D(number * 100), D(number), False)
    before = truth.written()
    assert before == truth.months() != {}
    assert rollups.rebuild() == len(before)
    assert truth.written() == before
