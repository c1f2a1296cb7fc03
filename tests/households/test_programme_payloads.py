"""Whatever is typed about programmes, visits and prices stays text on the pages that show it."""

from django.test import Client
from django.utils import timezone

from households.models import Notice, PriceTable, Programme
from tests import world as worlds
from tests.hostile import MARK, PAYLOADS, made_by_payload


def test_texts_about_programmes_visits_and_prices_become_no_markup(db, work):
    world, found = worlds.build(), {}
    people, visit = world.people, world.arguments["visit"]
    town, code = world.arguments["community"].municipality.code, world.arguments["community"].code
    officer, committee = Client(), Client()
    officer.force_login(people["officer"])
    committee.force_login(people["committee"])
    visit_page = f"/office/{code}/samples/{visit.sample.code}/{visit.pk}/"
    told = {"status": "not_met", "visited_on": timezone.localdate().isoformat()}
    table = {"municipality": town, "base_year": "2566", "lines": "1/2567 100"}
    for number, text in enumerate(PAYLOADS):
        # Some become the same once what is invisible is taken out; a name is given once.
        naming = {"place": f"town:{town}", "name": f"{text} {number}", "about": text}
        sent = [
            officer.post("/reports/programmes/new/", naming),
            committee.post(f"{visit_page}save/", {**told, "note": text}),
            officer.post("/reports/prices/save/", {**table, "source": text}),
        ]
        assert [answer.status_code for answer in sent] == [302] * 3, text
        programme = f"/reports/programmes/{Programme.objects.latest('pk').code}/"
        assert MARK in PriceTable.objects.latest("pk").source
        pages = [
            (officer, programme),
            (committee, f"{programme}communities/{code}/"),
            (committee, visit_page),
            (officer, f"/reports/prices/{PriceTable.objects.latest('pk').pk}/"),
        ]
        wrong = officer.post(
            "/reports/prices/check/", {**table, "source": text, "lines": f"1/2567 100\n{text}"}
        )
        bodies = [client.get(path).content.decode() for client, path in pages] + [wrong.content.decode()]
        assert all(MARK in body for body in bodies), text
        if made := [one for body in bodies for one in made_by_payload(body)]:
            found[text] = made
    lists = [
        (officer, "/reports/programmes/"),
        (committee, f"/office/{code}/rounds/"),
        (officer, "/reports/prices/"),
    ]
    found |= {
        path: made for client, path in lists if (made := made_by_payload(client.get(path).content.decode()))
    }
    assert found == {}


def test_a_programmes_name_stays_text_in_the_message_to_households(db, work):
    world = worlds.build()
    programme, seller = world.arguments["programme"], Client()
    seller.force_login(world.people["seller"])
    committee = Client()
    committee.force_login(world.people["committee"])
    Programme.objects.filter(pk=programme.pk).update(name="{0.__class__} %(x)s <b pwned>")
    committee.post(f"/office/{world.arguments['community'].code}/rounds/{programme.code}/0/ask/")
    work()
    assert (
        "{0.__class__} %(x)s <b pwned>"
        in Notice.objects.filter(user=world.people["seller"]).latest("pk").text
    )
    assert made_by_payload(seller.get("/inbox/").content.decode()) == []
