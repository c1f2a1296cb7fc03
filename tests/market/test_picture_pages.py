import pytest
from django.urls import reverse

from market import pictures
from market.pictures import Taken
from tests.market import files

A, B, C = (Taken(letter * 32, 640, 480) for letter in "abc")


@pytest.fixture
def selling(client, seller):
    client.force_login(seller)
    return client


@pytest.fixture(params=["shops", "listings"])
def owner(request, shop, listing):
    return shop if request.param == "shops" else listing


def at(owner, name, *args):
    return reverse(f"market:sell_{name}", args=[owner._meta.model_name + "s", owner.code, *args])


def order(owner):
    return "".join(row.digest[0] for row in owner.pictures.all())


def test_several_pictures_are_added_at_once(selling, owner):
    selling.post(at(owner, "picture_add"), {"pictures": [files.photo(), files.photo("b.jpg", "red")]})
    assert owner.pictures.count() == 2
    assert {(row.width, row.height) for row in owner.pictures.all()} == {(640, 480)}


def test_the_same_picture_is_there_once(selling, owner):
    selling.post(at(owner, "picture_add"), {"pictures": [files.photo(), files.photo()]})
    selling.post(at(owner, "picture_add"), {"pictures": [files.photo()]})
    assert owner.pictures.count() == 1


def test_a_bad_file_is_refused_by_name_while_the_good_one_is_kept(selling, owner):
    response = selling.post(
        at(owner, "picture_add"), {"pictures": [files.bomb("bomb.png"), files.photo()]}, follow=True
    )
    assert "bomb.png" in response.content.decode()
    assert owner.pictures.count() == 1


def test_the_name_of_a_refused_file_is_no_markup(selling, owner):
    response = selling.post(
        at(owner, "picture_add"), {"pictures": [files.page("<img src=x onerror=alert(1)>.jpg")]}, follow=True
    )
    assert "<img src=x" not in response.content.decode()


def test_a_ninth_picture_is_left_out_and_said_so(selling, owner):
    pictures.add(owner=owner, taken=[Taken(f"{number:032x}", 640, 480) for number in range(7)])
    response = selling.post(
        at(owner, "picture_add"), {"pictures": [files.photo(), files.photo("b.jpg", "red")]}, follow=True
    )
    assert owner.pictures.count() == 8
    assert "message-error" in response.content.decode()


def test_files_beyond_the_limit_are_not_opened(monkeypatch):
    opened = []
    monkeypatch.setattr(pictures.pictures, "renditions", lambda file: opened.append(file))
    selection = pictures.take([files.photo()], before=[A, B], most=2)
    assert not opened
    assert selection.taken == [A, B]
    assert selection.refusals


@pytest.mark.parametrize(
    ("digest", "to", "result"),
    [
        (C.digest, "first", "cab"),
        (C.digest, "earlier", "acb"),
        (A.digest, "later", "bac"),
        (A.digest, "earlier", "abc"),
        (C.digest, "later", "abc"),
        ("d" * 32, "first", "abc"),
        (A.digest, "away", "abc"),
    ],
)
def test_pictures_change_places(selling, owner, digest, to, result):
    pictures.add(owner=owner, taken=[A, B, C])
    selling.post(at(owner, "picture_move", digest), {"to": to})
    assert order(owner) == result


def test_eight_pictures_change_places_too(selling, owner):
    pictures.add(owner=owner, taken=[Taken(letter * 32, 640, 480) for letter in "abcdef01"])
    selling.post(at(owner, "picture_move", "1" * 32), {"to": "first"})
    assert order(owner) == "1abcdef0"


def test_words_stay_with_their_picture(selling, owner):
    pictures.add(owner=owner, taken=[A, B])
    url = at(owner, "picture_describe", B.digest)
    selling.post(url, {f"{B.digest[:8]}-alt": "ยายบุญกับครกหิน"})
    selling.post(at(owner, "picture_move", B.digest), {"to": "first"})
    assert [row.alt for row in owner.pictures.all()] == ["ยายบุญกับครกหิน", ""]


def test_a_removed_picture_comes_back_with_one_press(selling, owner):
    pictures.add(owner=owner, taken=[A, B])
    response = selling.post(at(owner, "picture_remove", A.digest), follow=True)
    assert order(owner) == "b"
    (message,) = response.context["messages"]
    selling.post(message.extra_tags.removeprefix("undo:"))
    assert order(owner) == "ba"


def test_a_forged_restore_brings_nothing(selling, owner):
    selling.post(at(owner, "picture_restore", "forged"))
    assert owner.pictures.count() == 0


def test_a_change_of_pictures_is_noticed_by_what_is_kept_rendered(shop, listing):
    version, changed_at = shop.version, listing.changed_at
    pictures.add(owner=shop, taken=[A])
    pictures.add(owner=listing, taken=[A])
    shop.refresh_from_db()
    listing.refresh_from_db()
    assert shop.version > version
    assert listing.changed_at > changed_at


def test_somebody_else_finds_no_pictures(client, buyer, owner):
    pictures.add(owner=owner, taken=[A])
    client.force_login(buyer)
    assert client.get(at(owner, "pictures")).status_code == 404
    for name in ("picture_move", "picture_describe", "picture_remove"):
        assert client.post(at(owner, name, A.digest)).status_code == 404
    assert client.post(at(owner, "picture_add"), {"pictures": [files.photo()]}).status_code == 404
    assert client.post(at(owner, "picture_restore", pictures.keep([B]))).status_code == 404
    assert order(owner) == "a"


def test_the_page_shows_every_picture(selling, owner):
    pictures.add(owner=owner, taken=[A, B])
    words = selling.get(at(owner, "pictures")).content.decode()
    assert A.digest in words
    assert B.digest in words
