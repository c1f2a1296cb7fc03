"""`manage.py start_community`: from an empty database to a person of the committee in the admin."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from households import agreements
from households.models import Agreement, Community, Municipality, Role, User
from market.models import Category, Unit
from tests import factories

GIVEN = {
    "municipality": "เทศบาลทดลอง",
    "community": "ชุมชนทดลอง",
    "code": "thotlong",
    "share": "2.5",
    "name": "มะลิ ตัวอย่าง",
    "email": "mali@example.com",
}


def start(**changes) -> str:
    out = StringIO()
    call_command("start_community", **{**GIVEN, **changes}, no_input=True, stdout=out)
    return out.getvalue()


def printed_code(text: str) -> str:
    return re.search(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", text)[0]


def test_the_printed_code_lets_the_first_committee_member_in_and_into_the_admin(db, client):
    code = printed_code(start())
    client.post("/accounts/code/", {"entry_code": code})
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    assert client.get("/admin/").status_code == 200


def test_everything_a_market_needs_is_there(db):
    start()
    community = Community.objects.get()
    assert (community.name, community.share_percent, community.municipality.name) == (
        "ชุมชนทดลอง",
        2.5,
        "เทศบาลทดลอง",
    )
    assert [number.phone for number in community.emergency_numbers.all()] == ["191", "1669", "199", "1300"]
    assert all(agreements.current(kind, community) for kind in Agreement.Kind.values)
    assert Category.objects.filter(code="vegetables").exists()
    assert Unit.objects.filter(code="kg").exists()
    assert Role.objects.get().kind == "chair"


def test_no_password_is_set_or_shown(db):
    start()
    assert not User.objects.get().has_usable_password()


def test_the_next_steps_are_told_in_both_languages(db):
    text = start()
    assert "พร้อมแล้ว" in text
    assert "is ready" in text


def test_a_code_that_is_taken_changes_nothing(db):
    start()
    with pytest.raises(CommandError, match="there already"):
        start(community="อีกชุมชน", email="other@example.com")
    assert Community.objects.get().name == "ชุมชนทดลอง"
    assert User.objects.count() == 1


def test_a_second_community_joins_its_municipality_and_known_people_keep_their_account(db):
    start()
    text = start(community="ชุมชนที่สอง", code="second")
    assert Municipality.objects.count() == 1
    assert User.objects.count() == 1
    assert "has an account already" in text


def test_an_account_that_never_confirmed_its_e_mail_is_given_no_role(db):
    stranger = factories.user(email="mali@example.com")
    stranger.emailaddress_set.update(verified=False)
    with pytest.raises(CommandError, match="not confirmed"):
        start()
    assert not Community.objects.exists()


@pytest.mark.parametrize(
    ("option", "text", "sentence"),
    [
        ("code", "ชุมชน", "English letters"),
        ("code", "a", "English letters"),
        ("share", "51", "from 0 to 50"),
        ("share", "-1", "from 0 to 50"),
        ("share", "สอง", "from 0 to 50"),
        ("share", "NaN", "from 0 to 50"),
        ("email", "mali", "not an e-mail"),
        ("email", "", "needs an e-mail"),
        ("phone", "12345", "not a Thai telephone"),
        ("name", " ", "2 to 120"),
        ("municipality", "ก" * 121, "2 to 120"),
        ("community", None, "Missing: --community"),
    ],
)
def test_wrong_answers_are_named_and_change_nothing(db, option, text, sentence):
    with pytest.raises(CommandError, match=sentence):
        start(**{option: text})
    assert not Community.objects.exists()
    assert not User.objects.exists()


def test_thai_figures_are_read(db):
    start(share="๒.๕", phone="๐๘๑ ๒๓๔ ๕๖๗๘")
    assert Community.objects.get().share_percent == 2.5
    assert User.objects.get().phone == "0812345678"


def test_whoever_sits_at_the_keyboard_is_asked_again_until_the_answer_fits(db, monkeypatch):
    answers = iter(
        ["เทศบาลทดลอง", "", "ชุมชนทดลอง", "ไทย", "thotlong", "3", "มะลิ ตัวอย่าง", "mali@example.com", ""]
    )
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    errors = StringIO()
    call_command("start_community", stdout=StringIO(), stderr=errors)
    assert "English letters" in errors.getvalue()
    assert Community.objects.get().code == "thotlong"
