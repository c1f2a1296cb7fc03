"""A campaign with money, for tests of campaigns and of what is followed."""

import datetime as dt
from decimal import Decimal as D

from django.utils import timezone

from welfare import campaigns, ledger
from welfare.models import Account, Campaign

Kind = Account.Kind


def promises(**changes):
    """What a campaign promises."""
    today = timezone.localdate()
    return {
        "name": "หลังคาบ้านป้าคำ",
        "story": "ลมพัดหลังคาไป ขอเงินซื้อสังกะสี",
        "goal": D(1000),
        "starts_on": today,
        "ends_on": today + dt.timedelta(days=30),
        "leftover": Campaign.Leftover.FUND,
        "leftover_campaign": None,
    } | changes


def opened(community, writer, opener, **changes):
    """An open campaign."""
    draft = campaigns.write(community=community, actor=writer, **promises(**changes))
    return campaigns.open_to_gifts(campaign=draft, actor=opener)


def give(campaign, amount, kind=Kind.BANK, key="gift"):
    """Money that arrived for it."""
    return _post(campaign, kind, Kind.DONATION, amount, key, f"donation {key}")


def spend(campaign, amount, kind=Kind.BANK, key="spent", document="purchase roof"):
    """Money that was spent on it."""
    return _post(campaign, Kind.PROCUREMENT, kind, amount, key, document)


def _post(campaign, debit, credit, amount, key, document):
    place, code = campaign.community, campaign.code
    return ledger.post(
        key=f"{code}:{key}",
        community=place,
        debit=ledger.account(place, debit, purpose=code),
        credit=ledger.account(place, credit, purpose=code),
        amount=D(amount),
        document=document,
    )
