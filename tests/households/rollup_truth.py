"""What the records come to, slowly: every row of the tables, one after the other, in whole satang.

Written from the rules in words, with nothing from `households.rollups`, `rollup_sql` or `rollup_check`.
"""

import statistics
from collections import Counter
from fractions import Fraction

from households.models import (
    Consent,
    Household,
    HouseholdMonth,
    IncomeAnswer,
    IncomeMonth,
    IncomeProposal,
    IncomeRecord,
    Membership,
)

SOURCES = ["market", "wage", "farming", "trade", "welfare", "remittance", "other"]
SOLD = {"market", "farming", "trade"}


def satang(amount):
    return None if amount is None else int(amount * 100)


def way_up(home, joined):
    """The entry itself, then those it was joined into, one after the other."""
    way = [home]
    while joined[way[-1]] is not None:
        way.append(joined[way[-1]])
    return way


def standing(model):
    """Rows that no later row replaces."""
    rows = {}
    for row in model.objects.order_by("id"):
        rows.pop(row.replaces_id, None)
        rows[row.id] = row
    return rows.values()


def months():
    """(household that stays, month) → what the sums must be."""
    joined = dict(Household.objects.values_list("id", "merged_into_id"))
    said, words, waits = {}, {}, set()

    def nearer(place, row):
        rank = (len(way_up(row.household_id, joined)), row.household_id)
        if rank < place[0]:
            place[:] = [rank, row]

    for row in standing(IncomeRecord):
        key = (way_up(row.household_id, joined)[-1], row.month)
        nearer(said.setdefault(key, {}).setdefault(row.source, [(99, 0), None]), row)
    for row in standing(IncomeMonth):
        key = (way_up(row.household_id, joined)[-1], row.month)
        nearer(words.setdefault(key, [(99, 0), None]), row)
    answered = set(IncomeAnswer.objects.values_list("proposal_id", flat=True))
    for row in IncomeProposal.objects.all():
        if row.id not in answered:
            waits.add((way_up(row.household_id, joined)[-1], row.month))
    return {
        key: month(
            {source: place[1] for source, place in said.get(key, {}).items()},
            words[key][1] if key in words else None,
            key in waits,
        )
        for key in {*said, *words}
    }


def month(records, word, waits):
    sums = dict.fromkeys(SOURCES)
    declared = word is not None and word.answer == "complete"
    unknown = waits
    for source in SOURCES:
        if source not in records:
            sums[source] = 0 if declared else None
            continue
        row = records[source]
        if row.answer == "amount" and (source not in SOLD or row.gross == 0 or row.costs is not None):
            sums[source] = satang(row.gross) - (satang(row.costs) or 0)
        else:
            unknown = True
    if waits:
        sums["market"] = None
    answer = "partial"
    if word is not None and word.answer in ("dont_know", "refused"):
        answer = word.answer
    elif declared and not unknown:
        answer = "complete"
    whole = answer == "complete"
    speakers = {"the committee" if row.origin == "committee" else "they" for row in records.values()}
    if word is not None:
        speakers.add("the committee" if word.origin == "committee" else "they")
    return {
        **sums,
        "answer": answer,
        "origin": "" if len(speakers) > 1 else "committee" if "the committee" in speakers else "household",
        "questions": word.questions if word else 1,
        "members": word.members if word else None,
        "gross": sum(satang(row.gross) for row in records.values()) if whole else None,
        "net": sum(sums.values()) if whole else None,
    }


def written():
    """What the table of sums holds, in the same form."""
    amounts = [*SOURCES, "gross", "net"]
    return {
        (row.household_id, row.month): {
            **{name: satang(getattr(row, name)) for name in amounts},
            "answer": row.answer,
            "origin": row.origin,
            "questions": row.questions,
            "members": row.members,
        }
        for row in HouseholdMonth.objects.all()
    }


def quarter(community, first):
    """(households, median in satang, total in satang) of those that were complete in all three months."""
    places = dict(Household.objects.values_list("id", "community_id"))
    answers = {row.user_id: row.is_given for row in Consent.objects.filter(purpose="income").order_by("id")}
    theirs = {}
    for seat in Membership.objects.select_related("person"):
        theirs.setdefault(seat.household_id, []).append(answers.get(seat.person.user_id))
    totals, seen = Counter(), Counter()
    for (home, day), row in months().items():
        inside = day.year == first.year and 0 <= day.month - first.month < 3
        if True not in theirs.get(home, []) or False in theirs[home]:
            continue
        if places[home] == community.pk and inside and row["answer"] == "complete":
            totals[home] += row["net"]
            seen[home] += 1
    sums = [totals[home] for home, count in seen.items() if count == 3]
    if not sums:
        return 0, None, None
    median = statistics.median([Fraction(amount, 3) for amount in sums])
    away_from_zero = int(abs(median) + Fraction(1, 2))
    return len(sums), away_from_zero if median >= 0 else -away_from_zero, sum(sums)
