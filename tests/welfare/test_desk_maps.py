"""The centre's map: the picture of the village, two known points, requests on it, and who sees them."""

from decimal import Decimal as D
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from lib.errors import Refused
from tests import factories
from tests.market import files
from tests.welfare.places_builders import told
from welfare.forms.desk_maps import WIDTHS
from welfare.helpdesk import map_bases, map_pictures, maps
from welfare.models import CaseEvent, CircleMember, HelpCase, VillageMap

TEMPLE = {"x": 200, "y": 800, "latitude": D("18.70000"), "longitude": D("98.90000")}
LAST_HOUSE = {"x": 800, "y": 200, "latitude": D("18.71000"), "longitude": D("98.91000")}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def worker(community):
    return factories.with_role(community, "case_worker", name="ผู้ประสาน ตัวอย่าง")


@pytest.fixture
def village(community, committee):
    """A picture twice as wide as high."""
    path = map_pictures.PICTURES.take(files.photo(size=(800, 400)))
    return VillageMap.objects.create(
        community=community, picture=path, width=800, height=400, set_by=committee
    )


@pytest.fixture
def known(village, committee):
    """The same, with two known points."""
    for point in (TEMPLE, LAST_HOUSE):
        village = map_pictures.add_point(village=village, actor=committee, **point)
    return village


def entered(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(community, x, y, **facts) -> HelpCase:
    case = told(community, **facts)
    HelpCase.objects.filter(pk=case.pk).update(map_x=x, map_y=y)
    case.refresh_from_db()
    return case


def drawn(community, field=""):
    rows = HelpCase.objects.open().filter(community=community)
    return maps.marks(rows, map_bases.of(community, rows), field)


def page_of(community, name="desk_map"):
    return reverse(f"welfare:{name}", args=[community.code])


# The picture


def test_the_committee_keeps_a_picture_and_who_made_it(community, committee):
    page = page_of(community, "desk_map_picture")
    sent = {"village": files.photo(size=(800, 400)), "credit": "ครูแดง"}
    assert entered(committee).post(page, sent).url == page
    village = VillageMap.objects.get()
    assert (village.width, village.height, village.credit) == (800, 400, "ครูแดง")
    assert default_storage.open(village.picture).read()[:4] == b"RIFF"


def test_what_is_no_picture_is_answered_in_words_and_the_credit_stays(community, committee):
    answer = entered(committee).post(
        page_of(community, "desk_map_picture"), {"village": files.page(), "credit": "ครูแดง"}
    )
    assert "village" in answer.context["form"].errors
    assert "ครูแดง" in answer.content.decode()


def test_the_first_time_there_has_to_be_a_picture_later_the_words_alone_will_do(
    community, committee, village
):
    elsewhere = factories.community()
    other = factories.with_role(elsewhere, "committee")
    answer = entered(other).post(page_of(elsewhere, "desk_map_picture"), {"credit": "x"})
    assert "village" in answer.context["form"].errors
    entered(committee).post(page_of(community, "desk_map_picture"), {"credit": "ครูแดง"})
    village.refresh_from_db()
    assert village.credit == "ครูแดง"


def test_another_picture_takes_points_and_places_away(community, committee, known):
    case = at(community, 10, 20)
    map_pictures.put(community=community, file=files.photo(), credit="", actor=committee)
    case.refresh_from_db()
    assert (case.map_x, case.map_y) == (None, None)
    assert VillageMap.objects.get().points == []


def test_only_the_desk_the_circle_and_who_has_a_request_in_hand_see_the_picture(community, village, worker):
    address = page_of(community, "desk_map_file")
    member, helper = factories.user(), factories.with_role(community, "volunteer")
    CircleMember.objects.create(community=community, user=member, added_by=worker)
    statuses = [entered(user).get(address).status_code for user in (worker, member, helper, factories.user())]
    assert statuses == [200, 200, 404, 404]
    case = told(community)
    HelpCase.objects.filter(pk=case.pk).update(status="in_hand", assignee=helper)
    answer = entered(helper).get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("private")


def test_a_replaced_picture_is_thrown_away_after_a_week(community, committee, village):
    map_pictures.put(community=community, file=files.photo(colour=(1, 2, 3)), credit="", actor=committee)
    later = map_pictures.dt.datetime.now(map_pictures.dt.UTC) + map_pictures.dt.timedelta(days=8)
    assert map_pictures.delete_orphans(now=later) == 1
    assert default_storage.exists(VillageMap.objects.get().picture)


# The two known points


def test_both_points_land_where_they_were_pressed(known):
    x, y = map_bases.projection(known)
    for point in (TEMPLE, LAST_HOUSE):
        where = float(point["latitude"]), float(point["longitude"])
        assert (round(x.of(*where), 3), round(y.of(*where), 3)) == (point["x"], point["y"])


def test_the_earth_is_turned_and_scaled_alike_in_both_directions():
    """A map with north up and 1 cm for each 0.001 degree, worked out by hand on the equator."""
    points = [
        {"x": 0, "y": 500, "latitude": 0.0, "longitude": 0.0},
        {"x": 500, "y": 500, "latitude": 0.0, "longitude": 0.001},
    ]
    x, y = map_bases.projection(VillageMap(width=1000, height=1000, points=points))
    assert round(x.of(0.0005, 0.0005), 3) == 250
    # Half a thousandth of a degree to the north is a quarter of the picture up.
    assert round(y.of(0.0005, 0.0005), 3) == 250


def test_a_point_is_pressed_without_javascript(community, committee, village):
    page = page_of(community, "desk_map_point")
    sent = {"where": "๑๘.๗, 98.9", "middle.x": "240", "middle.y": "120"}
    assert entered(committee).post(page, sent).status_code == 302
    village.refresh_from_db()
    assert village.points == [{"x": 500, "y": 500, "latitude": 18.7, "longitude": 98.9}]


@pytest.mark.parametrize(
    "sent",
    [
        {"where": "18.7, 98.9"},
        {"where": "18.7, 98.9", "middle.x": "0", "middle.y": "0"},
        {"where": "ที่วัด", "middle.x": "5", "middle.y": "5"},
        {"where": "118.7, 98.9", "middle.x": "5", "middle.y": "5"},
    ],
)
def test_a_point_that_is_not_whole_is_asked_again_and_keeps_what_was_typed(
    community, committee, village, sent
):
    answer = entered(committee).post(page_of(community, "desk_map_point"), sent)
    assert answer.context["point_form"].errors
    assert sent["where"] in answer.content.decode()
    village.refresh_from_db()
    assert village.points == []


def test_two_points_too_near_and_a_third_one_are_refused(committee, village):
    map_pictures.add_point(village=village, actor=committee, **TEMPLE)
    near = {**LAST_HOUSE, "x": 210, "y": 790}
    with pytest.raises(Refused) as refused:
        map_pictures.add_point(village=village, actor=committee, **near)
    assert refused.value.code == "near"
    map_pictures.add_point(village=village, actor=committee, **LAST_HOUSE)
    with pytest.raises(Refused) as refused:
        map_pictures.add_point(village=village, actor=committee, **LAST_HOUSE)
    assert refused.value.code == "two"


# Requests on it


def test_a_request_is_put_where_the_picture_was_pressed(community, worker, village):
    case = told(community)
    page = reverse("welfare:case_place", args=[case.code])
    assert entered(worker).post(page, {"small.x": "70", "small.y": "35"}).status_code == 302
    case.refresh_from_db()
    assert (case.map_x, case.map_y) == (250, 250)
    assert case.events.filter(kind=CaseEvent.Kind.SORTED, actor=worker).count() == 1
    entered(worker).post(page, {"off": "1"})
    case.refresh_from_db()
    assert case.map_x is None


def test_whoever_cannot_press_says_it_in_hundredths(community, worker, village):
    case = told(community)
    entered(worker).post(reverse("welfare:case_place", args=[case.code]), {"across": "๑๐", "down": "90"})
    case.refresh_from_db()
    assert (case.map_x, case.map_y) == (100, 900)


def test_what_is_pressed_at_the_edge_stays_on_the_picture(community, worker, village):
    case = told(community)
    entered(worker).post(
        reverse("welfare:case_place", args=[case.code]), {"small.x": "281", "small.y": "141"}
    )
    case.refresh_from_db()
    assert (case.map_x, case.map_y) == (1000, 1000)


def test_a_request_in_no_hand_of_ones_own_is_not_moved(community, village):
    helper = factories.with_role(community, "volunteer")
    page = reverse("welfare:case_place", args=[told(community).code])
    assert entered(helper).post(page, {"small.x": "5", "small.y": "5"}).status_code == 404


def test_a_place_from_a_phone_is_drawn_by_the_two_points(community, known):
    told(community, latitude=D("18.70500"), longitude=D("98.90500"))
    [mark] = drawn(community).marks
    assert (mark.x, mark.y) == (500, 250)
    assert map_bases.of(community, None).place(mark.case) == (500, 250)


def test_what_was_pressed_counts_more_than_what_the_phone_said(community, known):
    case = told(community, latitude=D("18.70500"), longitude=D("98.90500"))
    HelpCase.objects.filter(pk=case.pk).update(map_x=100, map_y=100)
    [mark] = drawn(community).marks
    assert (mark.x, mark.y) == (100, 50)


def test_what_lies_outside_or_has_no_place_is_listed_instead(community, known, worker):
    far = told(community, latitude=D("13.75000"), longitude=D("100.50000"))
    unknown, placed = told(community), at(community, 5, 5)
    answer = entered(worker).get(page_of(community))
    assert {row["case"] for row in answer.context["without"]} == {far, unknown}
    assert [mark.case for mark in answer.context["drawn"].marks] == [placed]


def test_without_known_points_a_place_from_a_phone_is_listed(community, village, worker):
    case = told(community, latitude=D("18.70500"), longitude=D("98.90500"))
    answer = entered(worker).get(page_of(community))
    assert [row["case"] for row in answer.context["without"]] == [case]


def test_closed_ones_and_those_of_others_are_not_drawn(community, village):
    gone = at(community, 5, 5)
    HelpCase.objects.filter(pk=gone.pk).update(status="closed", outcome="helped", closed_at=gone.asked_at)
    at(factories.community(), 5, 5)
    assert drawn(community).marks == []


def test_too_many_are_counted_together_by_the_database(community, village, monkeypatch):
    monkeypatch.setattr(maps, "MOST_MARKS", 3)
    for x, y, urgency in ((10, 10, "later"), (60, 60, "danger"), (1000, 1000, "days"), (500, 10, "today")):
        at(community, x, y, urgency=urgency)
    found = drawn(community)
    assert found.is_grouped
    assert [(mark.field, mark.count, mark.urgency) for mark in found.marks] == [
        ("0-0", 2, "danger"),
        ("6-0", 1, "today"),
        ("11-11", 1, "days"),
    ]
    inside = drawn(community, "0-0")
    assert not inside.is_grouped
    assert [mark.case.map_x for mark in inside.marks] == [60, 10]


@pytest.mark.parametrize("field", ["", "x", "1", "1-99", "-1-2", "1-2-3", "๑-๒", "1-" + "9" * 5000])
def test_a_field_that_is_none_is_passed_over(community, village, worker, field):
    at(community, 5, 5)
    assert entered(worker).get(page_of(community), {"field": field}).status_code == 200
    assert maps.read_field(field) == ""


def test_filters_narrow_the_map_as_on_the_board(community, village, worker):
    one = at(community, 5, 5, kind="ride", area="หมู่ 1", urgency="danger")
    at(community, 9, 9, kind="food", area="หมู่ 2")
    for wanted in ({"kind": "ride"}, {"area": "หมู่ 1"}, {"urgency": "danger"}):
        answer = entered(worker).get(page_of(community), wanted)
        assert [mark.case for mark in answer.context["drawn"].marks] == [one]
    answer = entered(worker).get(page_of(community), {"pile": "in_hand"})
    assert answer.context["drawn"].marks == []


def test_a_sensitive_one_is_drawn_for_the_circle_alone(community, village, worker):
    case = at(community, 5, 5, kind="abuse")
    member = factories.user()
    CircleMember.objects.create(community=community, user=member, added_by=worker)
    assert entered(worker).get(page_of(community)).context["drawn"].marks == []
    [mark] = entered(member).get(page_of(community)).context["drawn"].marks
    assert mark.case == case


def test_without_a_picture_requests_stand_by_area(community, worker):
    told(community, area="หมู่ 2")
    told(community, area="หมู่ 1", latitude=D("18.7"), longitude=D("98.9"))
    answer = entered(worker).get(page_of(community))
    assert answer.context["base"] is None
    assert [row["area"] for row in answer.context["without"]] == ["หมู่ 1", "หมู่ 2"]
    assert "<image" not in answer.content.decode()


def test_outsiders_and_volunteers_find_no_map(community):
    for user in (
        factories.user(),
        factories.with_role(community, "volunteer"),
        factories.with_role(community, "treasurer"),
    ):
        assert entered(user).get(page_of(community)).status_code == 404


# Tiles


@pytest.fixture
def tiles(settings):
    settings.MAP_TILES_URL = "https://tiles.example/{z}/{x}/{y}.png"
    settings.MAP_TILES_CREDIT = "© tiles"


def test_tiles_lie_under_the_requests_where_a_server_is_set(community, worker, tiles):
    told(community, latitude=D("18.70500"), longitude=D("98.90500"))
    page = entered(worker).get(page_of(community))
    base = page.context["base"]
    assert len(page.context["drawn"].marks) == 1
    assert 1 <= len(base.pieces) <= 16
    assert "https://tiles.example/17/" in page.content.decode()


def test_tiles_have_the_numbers_of_the_web_map(tiles):
    """Against the worked example of the OpenStreetMap wiki: 13.75 N 100.5 E at depth 10 is tile 797/472."""
    assert tuple(int(part) for part in map_bases._tile(13.75, 100.5, 10)) == (797, 472)


def test_an_edge_lands_on_the_edge_of_the_grid(tiles):
    base = map_bases.tiles_around(south=18.70, north=18.72, west=98.90, east=98.93)
    for latitude, longitude in ((18.70, 98.90), (18.72, 98.93)):
        x, y = base.x.of(latitude, longitude), base.y.of(latitude, longitude)
        assert 0 < x < 1000
        assert 0 < y < 1000
    assert base.x.of(18.7, 98.90) < base.x.of(18.7, 98.93)
    assert base.y.of(18.72, 98.9) < base.y.of(18.70, 98.9)


def test_one_request_from_far_away_does_not_make_the_village_a_dot(community, tiles):
    for number in range(200):
        told(community, latitude=D("18.7") + D(number) / 100000, longitude=D("98.9"))
    told(community, latitude=D("13.75"), longitude=D("100.5"))
    rows = HelpCase.objects.open()
    assert (
        "/16/" in map_bases.of(community, rows).pieces[0].url
        or "/17/" in map_bases.of(community, rows).pieces[0].url
    )


def test_a_picture_is_preferred_to_tiles(community, village, tiles):
    assert map_bases.of(community, HelpCase.objects.none()).is_picture


def test_the_ends_of_the_earth_break_nothing(community, worker, tiles):
    for latitude, longitude in (("90", "180"), ("-90", "-180"), ("85", "180"), ("-85", "-180")):
        told(community, latitude=D(latitude), longitude=D(longitude))
    assert entered(worker).get(page_of(community)).status_code == 200


def test_ten_and_many_requests_take_as_many_questions(
    community, village, worker, django_assert_max_num_queries
):
    for number in range(80):
        at(community, number, number) if number % 2 else told(community, area=f"หมู่ {number % 7}")
    browser = entered(worker)
    with django_assert_max_num_queries(12):
        browser.get(page_of(community))


@pytest.mark.parametrize(("name", "width"), WIDTHS.items())
def test_the_picture_is_shown_as_wide_as_a_press_is_reckoned(name, width):
    css = (Path(django_settings.BASE_DIR) / "static/css/desk_map.css").read_text()
    assert f".map-press .map-press-{name} {{ inline-size: {width}px;" in css
