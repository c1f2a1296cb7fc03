"""What stands in a brought table stays text, and two people at once do not get in each other's way."""

import pytest

from households import imports
from households.imports import background, writing
from households.models import Household, Person, RegisterImport
from tests.hostile import PAYLOADS, made_by_payload
from tests.households.tables import FAMILY, HEADS, as_csv, as_xlsx
from tests.households.test_import_acts import bring  # noqa: F401


def test_what_stands_in_a_table_stays_text_on_every_page(client, community, committee, work):
    texts = [text for text in PAYLOADS if "\n" not in text and text.strip()]
    rows = [
        [f"{number}/1", text[:60], text, text, text, text, text, text, text]
        for number, text in enumerate(texts, 1)
    ]
    heads = [*HEADS[:-1], texts[0][:100]]
    batch = imports.upload(
        community=community, file=as_xlsx(rows, heads), name=f"{texts[1]}.xlsx", actor=committee
    )
    client.force_login(committee)
    address = f"/office/{community.code}/import/{batch.code}/"
    before = client.get(f"{address}columns/").content.decode()
    imports.match(batch=batch, places={"house_number": 0, "village": 1, "name": 2, "birth_year": 3, "relation": 5}, actor=committee)  # fmt: skip
    work()
    found = made_by_payload(before)
    shown = 0
    for path in ("", "rows/?show=bad", "rows/"):
        html = client.get(f"{address}{path}").content.decode()
        shown += html.count("pwned")
        found += made_by_payload(html)
    found += made_by_payload(client.get(f"/office/{community.code}/import/").content.decode())
    assert found == []
    assert shown > 20


def test_the_register_that_moves_while_a_table_is_prepared_is_looked_at_again(
    bring,  # noqa: F811
    community,
    committee,
    monkeypatch,
):
    """Somebody enters the same household between preparing and locking: the import stops and enters nothing twice."""
    batch = bring()
    imports.confirm(batch=batch, actor=committee)
    prepare = writing.prepare

    def prepared_slowly(batch):
        plan = prepare(batch)
        Household.objects.get_or_create(
            community=community, house_number="14", village="หมู่ 3", defaults={"name": "บ้านเพิ่งมา"}
        )
        return plan

    monkeypatch.setattr(writing, "prepare", prepared_slowly)
    background.write(batch.pk)
    batch.refresh_from_db()
    assert batch.status == RegisterImport.Status.CHECKED
    assert batch.fault
    assert Household.objects.filter(house_number="14").count() == 1
    assert not Person.objects.filter(name="สมศักดิ์ สมมุติ").exists()


def test_a_check_that_was_started_anew_stops_the_old_one(community, committee, work):
    batch = imports.upload(community=community, file=as_csv(FAMILY), name="a.csv", actor=committee)
    imports.match(batch=batch, places=batch.columns, actor=committee)
    work()
    imports.check_again(batch=batch, actor=committee)
    background.check(batch.pk, run=1)
    batch.refresh_from_db()
    assert (batch.status, batch.rows_checked) == (RegisterImport.Status.CHECKING, 0)
    work()
    batch.refresh_from_db()
    assert (batch.status, batch.rows_checked) == (RegisterImport.Status.CHECKED, 4)


@pytest.mark.parametrize("act", ["decide", "mend", "leave_out_bad", "match"])
def test_nothing_is_changed_while_the_table_is_entered(bring, committee, client, act):  # noqa: F811
    batch = bring()
    imports.confirm(batch=batch, actor=committee)
    client.force_login(committee)
    address = f"/office/{batch.community.code}/import/{batch.code}/"
    path, sent = {
        "decide": ("rows/2/decide/", {"choice": "skip"}),
        "mend": ("mend/", {"table": as_csv(FAMILY)}),
        "leave_out_bad": ("leave-out/", {}),
        "match": ("columns/save/", {"column0": "house_number", "column2": "name"}),
    }[act]
    if act == "mend":
        sent["table"].name = "x.csv"
    answer = client.post(f"{address}{path}", sent, follow=True)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    batch.refresh_from_db()
    assert batch.status == RegisterImport.Status.WRITING
    assert batch.rows.get(number=2).choice == "new"
