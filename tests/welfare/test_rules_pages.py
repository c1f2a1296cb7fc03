"""The rules over HTTP: read by everybody, drafted and adopted by the committee."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.welfare.requests_builders import put, village_rules
from welfare import benefit_rules
from welfare.models import BenefitRules


def enter(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def rules(community):
    return village_rules(community)


def text(address, client=None):
    return (client or Client()).get(address).content.decode()


def test_everybody_reads_what_the_fund_pays_for(community, rules):
    page = text(reverse("welfare:rules", args=[community.code]))
    for words in ("นอนโรงพยาบาล", "฿200 ต่อคืน", "ครั้งหนึ่งไม่เกิน ฿600", "ปีหนึ่งไม่เกิน ฿1,000", "มติที่ประชุม 1/2563"):
        assert words in page
    assert "฿30,000" in page


def test_a_fund_without_rules_says_so(community):
    assert "ยังไม่มีกติกา" in text(reverse("welfare:rules", args=[community.code]))


def test_every_version_stays_readable(community, committee, rules):
    draft = benefit_rules.draft(community=community, actor=committee)
    put(draft, committee, "birth", "1500")
    other = factories.with_role(community, "committee")
    today = dt.date(2025, 1, 1)
    benefit_rules.adopt(rules=draft, resolution="มติ 2", adopted_on=today, valid_from=today, actor=other)
    assert "฿1,000 ต่อครั้ง" in text(reverse("welfare:rules_version", args=[community.code, 1]))
    assert "฿1,500 ต่อครั้ง" in text(reverse("welfare:rules", args=[community.code]))


def test_a_draft_is_no_public_version(community, committee, rules):
    draft = benefit_rules.draft(community=community, actor=committee)
    address = reverse("welfare:rules_version", args=[community.code, draft.number])
    assert enter(committee).get(address).status_code == 404


def test_the_committee_drafts_and_another_adopts(community, committee):
    writer, code = enter(committee), community.code
    writer.post(reverse("welfare:rules_begin", args=[code]))
    step = {"amount": "3,000", "per": "event", "months_needed": "๖", "months_0": "60", "amount_0": "10000"}
    assert writer.post(reverse("welfare:rules_benefit", args=[code, "death"]), step).status_code == 302
    resolution = {"resolution": "มติ", "adopted_on": "1/5/2568", "valid_from": "1/6/2568"}
    adopt = reverse("welfare:rules_adopt", args=[code])
    assert writer.post(adopt, resolution).status_code == 200
    chair = factories.with_role(community, "chair")
    assert enter(chair).post(adopt, resolution).status_code == 302
    rules = BenefitRules.objects.get()
    assert (rules.status, rules.valid_from, rules.adopted_by) == ("adopted", dt.date(2025, 6, 1), chair)
    assert list(rules.benefits.get().steps.values_list("months", "amount")) == [(60, 10000)]


def test_half_a_step_is_asked_for_again_and_nothing_is_lost(community, committee):
    client = enter(committee)
    client.post(reverse("welfare:rules_begin", args=[community.code]))
    address = reverse("welfare:rules_benefit", args=[community.code, "death"])
    response = client.post(
        address, {"amount": "3000", "per": "event", "months_0": "60", "papers": "ใบมรณบัตร"}
    )
    assert "amount_0" in response.context["form"].errors
    assert "ใบมรณบัตร" in response.content.decode()


def test_the_limits_are_saved_in_the_draft(community, committee):
    client = enter(committee)
    client.post(reverse("welfare:rules_begin", args=[community.code]))
    limits = {
        "one_up_to": "๑,๐๐๐", "two_up_to": "5000", "emergency_up_to": "0", "ratify_days": "7", "appeal_days": "30",
        "quotes_above": "5000",
    }  # fmt: skip
    address = reverse("welfare:rules_limits", args=[community.code])
    wrong = client.post(address, {**limits, "two_up_to": "10"})
    assert wrong.context["form"].non_field_errors()
    assert client.post(address, limits).status_code == 302
    assert BenefitRules.objects.get().one_up_to == 1000
