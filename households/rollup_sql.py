"""The statements behind `rollups`, the same on both databases. The first works out what a month's answers come to.

Rules, in the order of the statement:

- A household speaks with all entries that were joined into it (`merged_into`, to the end of the chain). Where two of
  them answered the same question for the same month, the entry nearest to the one that stays counts, then the older.
- Only the newest version of an answer counts.
- A source is known when its answer is an amount and, for something sold, its costs are known too. Market sales
  that wait for an answer make the market's part unknown. What was not recorded is zero only where the household
  said that it told everything.
- The month is complete when the household said so and nothing is unknown. Only then it has a sum.
- Amounts are whole satang; nothing is rounded.
"""

from functools import cache

from households.models import IncomeRecord

SOURCES = tuple(IncomeRecord.Source.values)
SELLING = ", ".join(f"'{source}'" for source in IncomeRecord.SELLING)

# CROSS JOIN: SQLite then starts from the few households, as it should; PostgreSQL takes it for any join.
# {homes}: which households that stay; {months}: which months of a table called `t`.
_FACTS = """
WITH RECURSIVE family (id, root, depth) AS (
    SELECT h.id, h.id, 0 FROM households_household h WHERE h.merged_into_id IS NULL AND {homes}
    UNION ALL
    SELECT h.id, f.root, f.depth + 1 FROM households_household h JOIN family f ON h.merged_into_id = f.id
),
records AS (
    SELECT f.root, t.month, t.source, t.answer, t.gross, t.costs,
           CASE t.origin WHEN 'market' THEN 'household' ELSE t.origin END AS origin,
           ROW_NUMBER() OVER (PARTITION BY f.root, t.month, t.source ORDER BY f.depth, f.id) AS turn
    FROM family f CROSS JOIN households_incomerecord t
    WHERE t.household_id = f.id AND {months} AND NOT EXISTS (SELECT 1 FROM households_incomerecord n WHERE n.replaces_id = t.id)
),
words AS (
    SELECT f.root, t.month, t.answer, t.members, t.questions,
           CASE t.origin WHEN 'market' THEN 'household' ELSE t.origin END AS origin,
           ROW_NUMBER() OVER (PARTITION BY f.root, t.month ORDER BY f.depth, f.id) AS turn
    FROM family f CROSS JOIN households_incomemonth t
    WHERE t.household_id = f.id AND {months} AND NOT EXISTS (SELECT 1 FROM households_incomemonth n WHERE n.replaces_id = t.id)
),
facts AS (
    SELECT root, month, 'word' AS kind, answer AS word, members, questions, origin,
           '' AS source, NULL AS gross, NULL AS net
    FROM words WHERE turn = 1
    UNION ALL
    SELECT root, month, 'cell', NULL, NULL, NULL, origin, source, gross,
           CASE WHEN answer <> 'amount' OR (source IN ({selling}) AND gross > 0 AND costs IS NULL) THEN NULL
                ELSE gross - COALESCE(costs, 0) END
    FROM records WHERE turn = 1
    UNION ALL
    SELECT f.root, t.month, 'wait', NULL, NULL, NULL, NULL, '', NULL, NULL
    FROM family f CROSS JOIN households_incomeproposal t
    WHERE t.household_id = f.id AND {months} AND NOT EXISTS (SELECT 1 FROM households_incomeanswer n WHERE n.proposal_id = t.id)
),
sums AS (
    SELECT root, month, MAX(word) AS word, MAX(members) AS members, COALESCE(MAX(questions), 1) AS questions,
           CASE WHEN MIN(origin) = MAX(origin) THEN MIN(origin) ELSE '' END AS origin,
           SUM(CASE kind WHEN 'cell' THEN 1 ELSE 0 END) AS cells, COUNT(net) AS known,
           MAX(CASE kind WHEN 'wait' THEN 1 ELSE 0 END) AS waits, SUM(gross) AS gross, SUM(net) AS net,
           {sums}
    FROM facts GROUP BY root, month HAVING MAX(CASE kind WHEN 'wait' THEN 0 ELSE 1 END) = 1
),
months AS (
    SELECT s.*, CASE WHEN word IN ('dont_know', 'refused') THEN word
                     WHEN word = 'complete' AND cells = known AND waits = 0 THEN 'complete'
                     ELSE 'partial' END AS answer
    FROM sums s
)
"""
_WRITE = """
INSERT INTO households_householdmonth
    (household_id, community_id, month, answer, origin, questions, members, gross, net, {columns})
SELECT m.root, h.community_id, m.month, m.answer, m.origin, m.questions, m.members,
       CASE m.answer WHEN 'complete' THEN COALESCE(m.gross, 0) END,
       CASE m.answer WHEN 'complete' THEN COALESCE(m.net, 0) END,
       {values}
FROM months m JOIN households_household h ON h.id = m.root
WHERE TRUE
ON CONFLICT (household_id, month) DO UPDATE SET
    community_id = excluded.community_id, answer = excluded.answer, origin = excluded.origin,
    questions = excluded.questions, members = excluded.members, gross = excluded.gross, net = excluded.net,
    {updates}
"""


@cache
def write_sums(*, homes: str, months: int) -> str:
    """The statement for the households that `homes` picks (SQL about `h`), and so many months (0: all).

    Its parameters are those of `homes`, then the months three times.
    """
    chosen = f"t.month IN ({', '.join(['%s'] * months)})" if months else "TRUE"
    facts = _FACTS.format(homes=homes, months=chosen, selling=SELLING, sums=_sums())
    return facts + _WRITE.format(
        columns=", ".join(SOURCES),
        values=",\n       ".join(_value(source) for source in SOURCES),
        updates=", ".join(f"{source} = excluded.{source}" for source in SOURCES),
    )


def _sums() -> str:
    return ",\n           ".join(
        f"MAX(CASE source WHEN '{source}' THEN net END) AS {source}, "
        f"SUM(CASE source WHEN '{source}' THEN 1 ELSE 0 END) AS has_{source}"
        for source in SOURCES
    )


def _value(source: str) -> str:
    waits = "WHEN m.waits = 1 THEN NULL " if source == IncomeRecord.Source.MARKET else ""
    return f"CASE {waits}WHEN m.has_{source} > 0 THEN m.{source} WHEN m.word = 'complete' THEN 0 END"


# One row for each household that has a complete month in the period; {places}: the communities.
_PERIODS = """
SELECT household_id, MIN(community_id), COUNT(*), CAST(SUM(net) AS bigint), CAST(SUM(gross) AS bigint),
       CAST(SUM(members) AS double precision) / COUNT(members),
       CASE WHEN MIN(origin) = MAX(origin) THEN MIN(origin) ELSE '' END,
       CASE WHEN MIN(questions) = MAX(questions) THEN MIN(questions) ELSE 0 END,
       {sums}
FROM households_householdmonth
WHERE community_id IN ({places}) AND month BETWEEN %s AND %s AND answer = 'complete'
GROUP BY household_id ORDER BY household_id
"""


@cache
def read_periods(*, places: int) -> str:
    """The statement for so many communities. Its parameters are they, then the first and the last month."""
    return _PERIODS.format(
        places=", ".join(["%s"] * places),
        sums=", ".join(f"CAST(SUM({source}) AS bigint)" for source in SOURCES),
    )


# One row for each household and quarter with three complete months; {cases}: the number of a month's quarter.
_QUARTERS = """
SELECT household_id, number, CAST(SUM(net) AS bigint) FROM (
    SELECT household_id, net, CASE month {cases} END AS number FROM households_householdmonth
    WHERE community_id IN ({places}) AND month IN ({months}) AND answer = 'complete'
) months GROUP BY household_id, number HAVING COUNT(*) = 3
"""


@cache
def read_quarters(*, places: int, months: int) -> str:
    """The statement for so many communities and months.

    Its parameters are each month with the number of its quarter, then the communities, then the months.
    """
    return _QUARTERS.format(
        cases=" ".join(["WHEN %s THEN CAST(%s AS integer)"] * months),
        places=", ".join(["%s"] * places),
        months=", ".join(["%s"] * months),
    )
