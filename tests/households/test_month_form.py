"""The monthly form on a phone without JavaScript: few boxes, nothing lost, the same money once."""

from decimal import Decimal as D
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from households import incomes
from households.income_rows import months_before, months_open
from households.incomes import Figure
from households.models import IncomeLook, IncomeMonth, IncomeProposal, IncomeRecord
from tests import factories


@pytest.fixture
def address(shop_home, month):
    def address(name="month"):
        return reverse(f"households:{name}", args=[shop_home.code, month.year, month.month])

    return address


@pytest.fixture
def sold(shop_home, month):
    def sold(gross, key="a"):
        return incomes.propose(household=shop_home, month=month, gross=D(gross), document="order x", key=key)

    return sold


@pytest.fixture
def page(client, seller, address):
    client.force_login(seller)
    return lambda: client.get(address())


@pytest.fixture
def send(client, address, page):
    """Fill in the page as it stands and press the large button."""

    def send(to="month_save", **typed):
        form = page().context["form"]
        return client.post(
            address(to), {"seen": form["seen"].value(), "shown": form["shown"].value(), **typed}
        )

    return send


def text(response):
    return response.content.decode()


class Boxes(HTMLParser):
    """The boxes for numbers that stand in sight: not inside a closed `<details>`."""

    def __init__(self, page):
        super().__init__()
        self.closed, self.names = [], []
        self.feed(text(page))

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "details":
            self.closed.append("open" not in facts)
        if tag == "input" and facts.get("inputmode") in ("decimal", "numeric") and not any(self.closed):
            self.names.append(facts["name"])

    def handle_endtag(self, tag):
        if tag == "details":
            self.closed.pop()


def standing():
    rows = IncomeRecord.objects.current()
    return {row.source: (row.answer, row.gross, row.costs) for row in rows}


def test_a_new_household_sees_six_boxes(page):
    assert Boxes(page()).names == ["wage", "farming", "farming_costs", "welfare", "remittance", "other"]


def test_with_sales_in_the_market_there_are_still_six_boxes(page, sold):
    sold("4500")
    assert Boxes(page()).names == [
        "market_costs", "wage", "farming", "farming_costs", "welfare", "remittance",
    ]  # fmt: skip


def test_later_only_the_sources_of_the_last_year_stand_in_sight(page, shop_home, month, seller):
    used, old = months_before(month, 11), months_before(month, 14)
    incomes.record(household=shop_home, month=used, source="trade", gross=D(1), costs=D(0), actor=seller)
    incomes.record(household=shop_home, month=old, source="wage", gross=D(1), actor=seller)
    assert Boxes(page()).names == ["trade", "trade_costs"]


def test_a_household_with_every_source_sees_six_boxes(page, shop_home, month, seller, sold):
    sold("45")
    for source in ("wage", "farming", "trade", "welfare", "remittance", "other"):
        day = months_before(month, 1)
        incomes.record(household=shop_home, month=day, source=source, gross=D(1), costs=D(0), actor=seller)
    assert len(Boxes(page()).names) == 6


def test_the_form_writes_thai_figures(send):
    assert send(wage="๙,๐๐๐", farming="฿2,000", farming_costs="600 บาท", members="๔").status_code == 302
    assert standing() == {"wage": ("amount", D(9000), None), "farming": ("amount", D(2000), D(600))}
    assert IncomeMonth.objects.get().members == 4


def test_an_empty_form_says_that_nothing_came_in(send):
    send()
    assert IncomeMonth.objects.get().answer == "complete"
    assert not IncomeRecord.objects.exists()


def test_market_sales_are_there_and_only_their_costs_are_asked(send, sold, page):
    sold("4500")
    assert "฿4,500" in text(page())
    send(market_costs="1500")
    assert standing() == {"market": ("amount", D(4500), D(1500))}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"wage": "มาก"}, "wage"),
        ({"wage": "-5"}, "wage"),
        ({"farming": "2000"}, "farming_costs"),
        ({"farming_costs": "600"}, "farming"),
        ({"wage": "9000", "wage_why": "refused"}, "wage"),
        ({"farming_costs": "600", "farming_why": "dont_know"}, "farming_costs"),
        ({"members": "0"}, "members"),
        ({"market_costs": ""}, "market_costs"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(send, sold, typed, wrong):
    sold("4500")
    answer = send(**{"market_costs": "10", "welfare": "๖๐๐", **typed})
    assert list(answer.context["form"].errors) == [wrong]
    assert 'value="๖๐๐"' in text(answer)
    assert wrong in Boxes(answer).names
    assert not IncomeRecord.objects.exists()


@pytest.mark.parametrize("why", ["dont_know", "refused"])
def test_a_source_can_be_answered_without_a_number(send, why):
    send(wage_why=why, welfare="600")
    assert standing()["wage"] == (why, None, None)


def test_what_came_in_can_be_known_without_its_costs(send):
    send(farming="2000", farming_why="dont_know")
    assert standing()["farming"] == ("amount", D(2000), None)


def test_costs_of_market_sales_can_be_unknown(send, sold):
    sold("4500")
    send(market_unknown="on")
    assert standing()["market"] == ("amount", D(4500), None)


def test_correcting_is_the_same_form_with_what_stands_there(send, page, sold):
    sold("4500")
    send(market_costs="1500", wage="9000", trade="500", trade_costs="100", members="4")
    form = page().context["form"]
    shown = {name: form[name].value() for name in ("market_costs", "wage", "trade", "trade_costs", "members")}
    assert shown == {
        "market_costs": "1500",
        "wage": "9000",
        "trade": "500",
        "trade_costs": "100",
        "members": 4,
    }
    send(market_costs="1500", wage="9500", trade="500", trade_costs="100", members="4")
    assert standing()["wage"][1] == D(9500)
    assert IncomeRecord.objects.count() == 4


def test_the_same_money_is_asked_about_and_written_once(send, sold, page):
    sold("4500")
    typed = {"market_costs": "1500", "trade": "4500", "trade_costs": "1500"}
    asked = send(**typed)
    assert "trade_same" in text(asked)
    assert not IncomeRecord.objects.exists()
    send(**typed, trade_same="same")
    assert standing() == {"market": ("amount", D(4500), D(1500))}


def test_other_money_is_written_beside_the_markets(send, sold):
    sold("4500")
    send(market_costs="1500", trade="4500", trade_costs="1500", trade_same="other")
    assert standing()["trade"] == ("amount", D(4500), D(1500))


def test_an_answer_about_the_same_money_does_not_swallow_another_sum(send, sold):
    sold("4500")
    send(market_costs="1500", trade="9000", trade_costs="100", trade_same="same")
    assert standing()["trade"] == ("amount", D(9000), D(100))


def test_a_sum_that_changed_is_shown_anew_and_the_next_press_counts(client, address, page, sold):
    sold("45")
    old = page().context["form"]
    sold("30", "b")
    typed = {"market_costs": "10", "wage": "9000"}
    answer = client.post(
        address("month_save"), {"seen": old["seen"].value(), "shown": old["shown"].value(), **typed}
    )
    assert "฿75" in text(answer)
    assert 'value="9000"' in text(answer)
    assert not IncomeRecord.objects.exists()
    fresh = answer.context["form"]
    client.post(
        address("month_save"), {"seen": fresh["seen"].value(), "shown": fresh["shown"].value(), **typed}
    )
    assert standing()["market"] == ("amount", D(75), D(10))


def test_pressing_twice_writes_once(client, address, page, sold):
    sold("45")
    form = page().context["form"]
    sent = {"seen": form["seen"].value(), "shown": form["shown"].value(), "market_costs": "10"}
    for _press in range(2):
        assert client.post(address("month_save"), sent).status_code == 302
    assert (IncomeRecord.objects.count(), IncomeMonth.objects.count()) == (1, 1)


def test_a_draft_is_kept_as_it_was_typed_and_counts_nowhere(send, page):
    assert send("month_keep", wage="ประมาณ 9 พัน", farming="๒๐๐๐", members="4").status_code == 302
    form = page().context["form"]
    assert (form["wage"].value(), form["farming"].value()) == ("ประมาณ 9 พัน", "๒๐๐๐")
    assert not IncomeRecord.objects.exists()
    assert not IncomeMonth.objects.exists()


def test_a_draft_is_gone_once_the_month_is_written(send, page):
    send("month_keep", wage="9000")
    send(wage="9500")
    assert page().context["form"]["wage"].value() == "9500"


def test_only_few_drafts_of_little_text_are_kept(client, shop_home, seller, month):
    client.force_login(seller)
    for count in range(8):
        day = months_before(month, count)
        client.post(
            reverse("households:month_keep", args=[shop_home.code, day.year, day.month]), {"wage": "9" * 5000}
        )
    drafts = client.session["month_drafts"]
    assert len(drafts) == 4
    assert max(len(draft["wage"]) for draft in drafts.values()) == 40


@pytest.mark.parametrize("answer", ["dont_know", "refused"])
def test_the_whole_month_can_be_left_open(send, answer):
    assert send("month_skip", answer=answer).status_code == 302
    assert IncomeMonth.objects.get().answer == answer


def test_another_answer_for_the_month_is_none(send):
    assert send("month_skip", answer="complete").status_code == 404
    assert not IncomeMonth.objects.exists()


def test_last_months_figures_are_hidden_behind_a_line(page, shop_home, month, seller):
    incomes.record(
        household=shop_home, month=months_before(month, 1), source="wage", gross=D(8765), actor=seller
    )
    whole = text(page())
    assert whole.count("8,765") == 1
    before = whole[: whole.index("8,765")]
    assert before.rindex("<details>") > before.rindex("</details>")


def test_the_usual_share_of_costs_is_a_hint_and_not_filled_in(page, shop_home, month, seller, sold):
    # 300 of 1,000 and 100 of 1,000 in two earlier months: 20 of every 100.
    for count, costs in ((1, 300), (2, 100)):
        day = months_before(month, count)
        incomes.record(
            household=shop_home, month=day, source="market", gross=D(1000), costs=D(costs), actor=seller
        )
    sold("4500")
    shown = page()
    assert "฿900" in text(shown)
    assert shown.context["form"]["market_costs"].value() is None


def test_what_was_written_stands_on_the_next_page_with_its_history(client, send, address):
    send(wage="9000", members="4")
    send(wage="9500", members="4")
    written = text(client.get(address("month_written")))
    assert "฿9,500" in written
    assert "฿9,000" in written
    assert address() in written


def test_the_due_month_is_the_last_that_ended(client, seller, shop_home, month):
    client.force_login(seller)
    answer = client.get(reverse("households:month_due"))
    assert answer["Location"] == reverse("households:month", args=[shop_home.code, month.year, month.month])


@pytest.mark.parametrize("count", [-1, 25])
def test_a_month_out_of_reach_has_no_page(client, seller, shop_home, count):
    client.force_login(seller)
    day = months_before(months_open()[1], count)
    assert (
        client.get(reverse("households:month", args=[shop_home.code, day.year, day.month])).status_code == 404
    )


def test_the_committee_writes_for_the_household_without_seeing_the_month_before(
    client, committee, shop_home, month, seller, address
):
    incomes.record(
        household=shop_home, month=months_before(month, 1), source="wage", gross=D(8765), actor=seller
    )
    client.force_login(committee)
    assert "8,765" not in text(client.get(address()))
    client.post(address("month_save"), {"wage": "9000"})
    assert IncomeRecord.objects.get(month=month).origin == "committee"
    assert IncomeLook.objects.get(household=shop_home).reason == "entry"


@pytest.mark.parametrize("who", ["buyer", "officer", "treasurer", "outsider"])
@pytest.mark.parametrize("name", ["month", "month_written"])
def test_nobody_else_opens_the_form(request, client, address, who, name):
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(name)).status_code == 404


def test_the_committee_of_another_community_finds_no_form(client, address):
    client.force_login(factories.with_role(factories.community(name="ชุมชนไกล"), "committee"))
    assert client.get(address()).status_code == 404


def test_sales_are_answered_once_whoever_was_first(shop_home, month, seller, send, sold):
    sold("45")
    incomes.accept_month(household=shop_home, month=month, costs=D(5), actor=seller)
    send(market_costs="7", wage="1")
    assert standing()["market"] == ("amount", D(45), D(7))
    assert not IncomeProposal.objects.unanswered().exists()


def test_a_form_of_a_known_month_costs_the_same_for_one_record_and_for_many(
    page, shop_home, month, seller, django_assert_num_queries, django_assert_max_num_queries
):
    def fill(sources):
        figures = {source: Figure(D(1), D(0)) for source in sources}
        incomes.save_month(household=shop_home, month=month, figures=figures, actor=seller)

    fill(["wage"])
    page()
    with django_assert_max_num_queries(28) as few:
        page()
    count = len(few)
    fill(["wage", "farming", "trade", "welfare", "remittance", "other"])
    page()
    with django_assert_num_queries(count):
        page()
