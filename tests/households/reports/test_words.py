"""What a report says in words, case by case."""

import copy

import pytest
from django.utils import translation

from households import report_words

SPAN = {"value": "640", "low": "310", "high": "980"}
HIDDEN = {"hidden": True}
RESULT = {
    "method": "1",
    "is_shown": True,
    "parameters": {
        "kind": "quarter",
        "baseline": {"first": "2025-07-01", "last": "2025-09-01"},
        "followup": {"first": "2026-07-01", "last": "2026-09-01"},
        "threshold": 5,
        "line": "2803.00",
    },
    "headline": {"n": 86, "median_change": SPAN, "baseline_median": "9000"},
    "comparison": None,
    "leavers": {"count": 0, "baseline_median": None},
    "warnings": [],
    "left_out": 0,
    "prices": None,
}


@pytest.fixture(autouse=True)
def in_thai():
    with translation.override("th"):
        yield


def result(**changes) -> dict:
    return {**copy.deepcopy(RESULT), **changes}


def with_change(value, low, high) -> dict:
    span = {"value": value, "low": low, "high": high}
    return result(headline={"n": 86, "median_change": span, "baseline_median": "9000"})


def compared(value, low, high, slopes=None) -> dict:
    span = {"value": value, "low": low, "high": high}
    return result(
        comparison={"n_started": 40, "n_later": 40, "did": span, "did_median": span, "earlier_slopes": slopes}
    )


def test_a_sure_rise_is_one_sentence_with_its_bounds():
    sentence = report_words.headline(result())
    assert str(sentence) == "ครัวเรือนตรงกลางมีรายได้เพิ่มขึ้น 640 บาทต่อเดือน (อยู่ระหว่าง 310 ถึง 980 บาท)"
    assert sentence.figure == "640 บาทต่อเดือน"


def test_a_sure_fall_says_less_and_names_the_smaller_bound_first():
    words = str(report_words.headline(with_change("-640", "-980", "-310")))
    assert words == "ครัวเรือนตรงกลางมีรายได้ลดลง 640 บาทต่อเดือน (อยู่ระหว่าง 310 ถึง 980 บาท)"


@pytest.mark.parametrize(("low", "high"), [("-80", "310"), ("0", "310"), ("-80", "0")])
def test_bounds_around_zero_say_that_nobody_can_tell(low, high):
    words = str(report_words.headline(with_change("120", low, high)))
    assert words.startswith("ยังบอกไม่ได้ว่ารายได้เปลี่ยนไปหรือไม่")
    assert "มีรายได้เพิ่มขึ้น" not in words


def test_no_change_at_all_is_said_so():
    assert str(report_words.headline(with_change("0", "0", "0"))) == "ครัวเรือนตรงกลางมีรายได้เท่าเดิม"


def test_a_change_without_an_interval_says_that_sureness_is_unknown():
    words = str(report_words.headline(with_change("640", None, None)))
    assert "เพิ่มขึ้น 640 บาทต่อเดือน" in words
    assert "ยังบอกไม่ได้ว่าแน่ใจแค่ไหน" in words


def test_a_hidden_report_says_why():
    words = str(report_words.headline(result(is_shown=False, headline=None)))
    assert "ไม่ถึง 5 ครัวเรือน" in words
    assert "640" not in words


def test_a_comparison_that_is_sure_speaks_of_more_than_elsewhere():
    words = str(report_words.headline(compared("420", "150", "690")))
    assert words == ("รายได้ในชุมชนที่เริ่มแล้วขยับขึ้นมากกว่าชุมชนที่ยังไม่เริ่ม 420 บาทต่อเดือน (อยู่ระหว่าง 150 ถึง 690 บาท)")


def test_a_comparison_that_went_worse_says_less():
    words = str(report_words.headline(compared("-420", "-690", "-150")))
    assert "น้อยกว่าชุมชนที่ยังไม่เริ่ม 420 บาทต่อเดือน (อยู่ระหว่าง 150 ถึง 690 บาท)" in words


@pytest.mark.parametrize("span", [("420", "-10", "690"), ("420", None, None)])
def test_a_comparison_that_is_not_sure_says_so(span):
    assert str(report_words.headline(compared(*span))).startswith("ยังบอกไม่ได้")


def test_a_hidden_comparison_falls_back_to_what_changed():
    hidden = result(comparison=HIDDEN)
    assert str(report_words.headline(hidden)) == str(report_words.changed(result()))
    assert "กลุ่มที่จะเทียบเล็กเกินไป" in report_words.why(hidden)


@pytest.mark.parametrize("one", [result(), result(comparison=HIDDEN), compared("420", "150", "690")])
def test_no_sentence_says_that_something_was_the_cause(one):
    words = " ".join(
        [str(report_words.headline(one)), str(report_words.changed(one)), report_words.how_sure(one)]
    )
    assert not any(word in words for word in ("ทำให้", "เพราะตลาด", "ผลของตลาด"))


def test_without_a_comparison_the_report_says_that_reasons_are_unknown():
    assert "ไม่มีกลุ่มให้เทียบ" in report_words.why(result())


def test_the_earlier_trend_of_both_groups_is_named():
    slopes = {"started": "50", "later": "-40", "difference": "90", "quarters": 4}
    words = report_words.why(compared("420", "150", "690", slopes))
    assert "+50" in words
    assert "−40" in words


@pytest.mark.parametrize(
    "code",
    [
        "few_matched",
        "many_missing",
        "mixed_origin",
        "different_questions",
        "no_prices",
        "prices_missing_months",
    ],
)
def test_every_warning_is_a_sentence(code):
    (words,) = report_words.warnings(result(warnings=[code]))
    assert len(words) > 30
    assert code not in words


def test_communities_that_are_left_out_are_counted():
    assert report_words.warnings(result(left_out=2)) == ["มี 2 ชุมชนที่เทียบได้น้อยครัวเรือนเกินไป จึงไม่รวมในภาพรวม"]


def test_who_is_missing_stands_with_what_they_had():
    words = report_words.leavers(result(leavers={"count": 10, "baseline_median": "8580"}))
    assert "10 ครัวเรือน" in words
    assert "8,580" in words
    assert "9,000" in words


def test_a_hidden_number_of_missing_is_not_given_away():
    words = report_words.leavers(result(leavers={"count": HIDDEN, "baseline_median": HIDDEN}))
    assert not any(character.isdigit() for character in words)


def test_the_notes_name_draws_seed_threshold_and_line():
    notes = " ".join(words for _name, words in report_words.notes(result()))
    for piece in ("2,000", "20260101", "2,803", "ไม่ถึง 5 ครัวเรือน", "100 บาทต่อเดือน"):
        assert piece in notes


def test_prices_say_the_index_and_its_year():
    prices = {
        "source": "กระทรวงพาณิชย์",
        "base_year": 2023,
        "missing": [],
        "baseline": "100.5",
        "followup": "102",
    }
    words = report_words.baht_words(result(prices=prices))
    assert "กระทรวงพาณิชย์" in words
    assert "2566 = 100" in words
