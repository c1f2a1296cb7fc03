"""Any order of acts on a month: the newest figures are what was last said, and each sale is counted at most once."""

from decimal import Decimal as D

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from households import incomes
from households.income_rows import months_before, months_open
from households.incomes import Figure
from households.models import Household, HouseholdMonth, IncomeAnswer, IncomeProposal, IncomeRecord
from lib.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db
SOURCES = ("wage", "farming", "trade", "other")
amounts = st.integers(0, 40).map(lambda tens: D(tens * 10))
figures = st.dictionaries(st.sampled_from(SOURCES), amounts, max_size=3)
acts = st.one_of(
    st.tuples(st.just("sell"), st.integers(-30, 40).map(lambda tens: D(tens * 10))),
    st.tuples(st.just("save"), figures, amounts, st.sampled_from(["ask", "same", "other"])),
    st.tuples(st.just("accept"), amounts),
    st.tuples(st.just("decline")),
    st.tuples(st.just("correct"), st.sampled_from(SOURCES), amounts),
    st.tuples(st.just("leave"), st.sampled_from(["dont_know", "refused"])),
)


class Walk:
    """A household's month, and beside it a plain account of what was said."""

    def __init__(self):
        self.user = factories.representative(factories.community())
        self.home = Household.objects.of_member(self.user).get()
        self.month = months_before(months_open()[1], 1)
        self.said: dict[str, tuple[D, D | None]] = {}
        self.waiting = D(0)
        self.sold = 0
        self.word = ""

    def who(self):
        return {"household": self.home, "month": self.month, "actor": self.user}

    def sell(self, gross):
        self.sold += 1
        key = f"{self.home.pk}-{self.sold}"
        incomes.propose(household=self.home, month=self.month, gross=gross, document="order x", key=key)
        self.waiting += gross

    def has_waiting(self) -> bool:
        return IncomeProposal.objects.unanswered().filter(household=self.home).exists()

    def market(self) -> D:
        return max(self.said.get("market", (D(0), None))[0] + self.waiting, D(0))

    def save(self, wanted, costs, about_same):
        has_market = self.has_waiting() or "market" in self.said
        market = self.market()
        given = {
            source: Figure(gross, D(0) if source in ("farming", "trade") else None)
            for source, gross in wanted.items()
        }
        separate = set(SOURCES) if about_same == "other" else set()
        try:
            incomes.save_month(figures=given, market_costs=costs, separate=separate, **self.who())
        except incomes.SameMoney as same:
            near = [s for s in wanted if s != "wage" and abs(wanted[s] - market) <= market * D("0.05")]
            if not set(same.sources) <= set(near):
                raise AssertionError("asked about other money") from same
            if about_same == "ask":
                return
            given = {source: figure for source, figure in given.items() if source not in same.sources}
            incomes.save_month(figures=given, market_costs=costs, **self.who())
        self.said = {
            source: (figure.gross, figure.costs) for source, figure in given.items() if figure.gross
        } | ({"market": (market, costs)} if has_market else {})
        self.waiting, self.word = D(0), "complete"

    def accept(self, costs):
        try:
            incomes.accept_month(costs=costs, **self.who())
        except Refused as refused:
            if refused.code != "nothing":
                raise
            return
        if self.sold and self.answered_by_accept:
            gross, before = self.said.get("market", (D(0), D(0)))
            self.said["market"] = (max(gross + self.waiting, D(0)), (before or D(0)) + costs)
        self.waiting = D(0)

    def decline(self):
        incomes.decline(**self.who())
        self.waiting = D(0)

    def correct(self, source, gross):
        record = IncomeRecord.objects.current().filter(household=self.home, source=source).first()
        if record is None:
            return
        incomes.correct(record=record, gross=gross, costs=record.costs, actor=self.user)
        self.said[source] = (gross, record.costs)

    def leave(self, answer):
        incomes.save_month(figures={}, answer=answer, **self.who())
        self.word = answer

    def act(self, name, *facts):
        self.answered_by_accept = self.has_waiting()
        getattr(self, name)(*facts)

    def check(self):
        rows = IncomeRecord.objects.filter(household=self.home)
        now = {row.source: (row.gross, row.costs) for row in rows.current() if row.gross}
        assert now == {source: pair for source, pair in self.said.items() if pair[0]}
        chains = rows.filter(replaces=None).count()
        assert chains == rows.current().count() == rows.values("source").distinct().count()
        proposals = IncomeProposal.objects.filter(household=self.home)
        answers = IncomeAnswer.objects.filter(proposal__household=self.home)
        assert answers.count() == answers.values("proposal").distinct().count()
        assert (proposals.unanswered().aggregate(sum=Sum("gross"))["sum"] or D(0)) == self.waiting
        total = HouseholdMonth.objects.filter(household=self.home).first()
        if self.word != "complete" or self.has_waiting():
            assert (total.answer if total else "") in {self.word, "partial", ""} - {"complete"}
        else:
            assert total.answer == "complete"
            kept = sum((gross - (costs or D(0)) for gross, costs in now.values()), D(0))
            zero_sales_costs = sum((row.costs or D(0)) for row in rows.current() if not row.gross)
            assert total.net == kept - zero_sales_costs


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(acts, max_size=9))
def test_the_newest_figures_are_what_was_last_said_and_no_sale_counts_twice(steps):
    walk = Walk()
    for step in steps:
        walk.act(*step)
        walk.check()
