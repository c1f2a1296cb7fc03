"""Agreements by version, and consent by purpose."""

import pytest

from households import agreements
from households.models import Acceptance, Consent
from lib.errors import Refused
from tests import factories


def publish(community=None, kind="market", body="ตัวบท", **fields):
    return agreements.publish(
        kind=kind, community=community, summary="สั้น", body=body, adopted="ที่ประชุม", actor=None, **fields
    )


def test_an_empty_text_is_not_published(community):
    with pytest.raises(Refused):
        publish(community, body="  ")


def test_a_communitys_own_text_stands_before_the_sites(community):
    site = publish(None)
    assert agreements.current("market", community) == site
    own = publish(community)
    assert agreements.current("market", community) == own
    assert agreements.current("market", factories.community()) == site


def test_versions_count_up_for_each_document(community):
    assert [publish(community).number, publish(community).number, publish(None).number] == [1, 2, 1]


def test_a_new_version_asks_again(community, buyer):
    first = publish(community)
    agreements.accept(user=buyer, version=first, recorded_by=buyer)
    assert agreements.missing(buyer, "market", community) is None
    second = publish(community)
    assert agreements.missing(buyer, "market", community) == second


def test_an_old_version_can_no_longer_be_accepted(community, buyer):
    first = publish(community)
    publish(community)
    with pytest.raises(Refused):
        agreements.accept(user=buyer, version=first, recorded_by=buyer)


def test_accepting_twice_is_one_row(community, buyer):
    version = publish(community)
    agreements.accept(user=buyer, version=version, recorded_by=buyer)
    agreements.accept(user=buyer, version=version, recorded_by=buyer)
    assert Acceptance.objects.count() == 1


def test_the_page_shows_the_short_text_before_the_full_one(client, community):
    agreements.publish(
        kind="market", community=community, summary="ย่อย่อ", body="ยาวยาว", adopted="", actor=None
    )
    page = client.get("/agreements/market/", {"community": community.code}).content.decode()
    assert page.index("ย่อย่อ") < page.index("ยาวยาว")


def test_pressing_accept_leads_on(client, community, buyer):
    version = publish(community)
    client.force_login(buyer)
    assert client.get(agreements.accept_url(version, "/checkout/")).status_code == 200
    answer = client.post("/agreements/market/accept/", {"version": version.pk, "next": "/checkout/"})
    assert answer["Location"] == "/checkout/"
    assert Acceptance.objects.get().user == buyer


def test_accepting_never_leads_to_another_site(client, community, buyer):
    version = publish(community)
    client.force_login(buyer)
    form = {"version": version.pk, "next": "https://evil.example/"}
    assert client.post("/agreements/market/accept/", form)["Location"] == "/"


@pytest.mark.parametrize("form", [{}, {"version": "x"}, {"version": "999999"}])
def test_accepting_nothing_that_exists_is_not_found(client, community, buyer, form):
    publish(community)
    client.force_login(buyer)
    assert client.post("/agreements/market/accept/", form).status_code == 404


def test_a_version_of_another_kind_is_not_accepted_by_that_name(client, community, buyer):
    version = publish(community, kind="fund")
    client.force_login(buyer)
    assert client.post("/agreements/market/accept/", {"version": version.pk}).status_code == 404


def test_accepting_what_was_just_replaced_asks_with_the_new_text(client, community, buyer):
    old = publish(community)
    publish(community)
    client.force_login(buyer)
    answer = client.post("/agreements/market/accept/", {"version": old.pk, "next": "/checkout/"})
    assert answer["Location"].startswith("/agreements/market/?next=%2Fcheckout%2F")


def test_earlier_versions_stay_readable(client, community):
    publish(community, body="ของเดิม")
    publish(community, body="ของใหม่")
    page = client.get("/agreements/market/", {"community": community.code, "version": "1"}).content.decode()
    assert "ของเดิม" in page


@pytest.mark.parametrize(
    "path", ["/agreements/king/", "/agreements/market/?community=nowhere", "/agreements/fund/"]
)
def test_what_is_not_published_is_not_found(client, community, path):
    assert client.get(path).status_code == 404


def test_a_text_is_shown_as_text_and_never_as_code(client, community):
    publish(community, body="# <script>alert(1)</script>\n- <b>x</b>\nปกติ")
    page = client.get("/agreements/market/", {"community": community.code}).content.decode()
    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "&lt;b&gt;x" in page


def test_english_readers_get_the_translation_where_there_is_one(client, community, settings):
    publish(community, body="ภาษาไทย", body_en="In English")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "In English" in client.get("/agreements/market/", {"community": community.code}).content.decode()


def test_a_new_community_starts_with_all_three_texts_about_itself(community):
    published = agreements.publish_defaults(community=community, actor=None)
    assert [version.agreement.kind for version in published] == ["market", "privacy", "fund"]
    for version in published:
        for text in (version.summary, version.body, version.summary_en, version.body_en):
            assert "$" not in text
    assert "2 เปอร์เซ็นต์" in published[0].body
    assert community.name in published[1].body


def test_starting_again_publishes_nothing_twice(community):
    agreements.publish_defaults(community=community, actor=None)
    assert agreements.publish_defaults(community=community, actor=None) == []


@pytest.mark.parametrize("words", ["ใช้ทำอะไร", "ความยินยอม", "เก็บนานแค่ไหน", "ใครได้เห็น", "สิทธิ", "ติดต่อ"])
def test_the_privacy_notice_names_what_the_law_asks(community, words):
    notice = agreements.publish_defaults(community=community, actor=None)[1]
    assert words in notice.body


def test_nobody_has_consented_before_saying_so(buyer):
    assert not agreements.has_consent(buyer, "income")


def test_the_newest_answer_counts_and_the_earlier_ones_stay(client, buyer, privacy):
    client.force_login(buyer)
    client.post("/household/consent/save/", {"purpose": "income", "answer": "yes"})
    assert agreements.has_consent(buyer, "income")
    client.post("/household/consent/save/", {"purpose": "income", "answer": "no"})
    assert not agreements.has_consent(buyer, "income")
    answers = list(Consent.objects.order_by("id").values_list("is_given", "notice", "recorded_by"))
    assert answers == [(True, privacy.pk, buyer.pk), (False, privacy.pk, buyer.pk)]


def test_the_same_answer_twice_is_one_row(client, buyer):
    client.force_login(buyer)
    for _press in range(2):
        client.post("/household/consent/save/", {"purpose": "messages", "answer": "yes"})
    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    "form", [{"purpose": "spying", "answer": "yes"}, {"purpose": "income", "answer": "maybe"}, {}]
)
def test_an_answer_to_nothing_is_not_recorded(client, buyer, form):
    client.force_login(buyer)
    assert client.post("/household/consent/save/", form).status_code == 404
    assert not Consent.objects.exists()


def test_one_purpose_says_nothing_about_another(buyer):
    agreements.record_consent(user=buyer, purpose="income", is_given=True, recorded_by=buyer)
    assert not agreements.has_consent(buyer, "messages")
