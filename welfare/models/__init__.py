"""Care: the fund, its books, money that comes and goes, requests for help, goods, and the proofs of it all."""

from auditlog.registry import auditlog

from welfare.models.aid import (
    AidDecision,
    AidRequest,
    Appeal,
    ConflictOfInterest,
    EmergencyOrder,
    Payout,
)
from welfare.models.audits import AuditSample, AuditVisit, Finding, FindingAnswer
from welfare.models.bank import BankLayout, BankLine, BankMatch, BankStatement, CashCount
from welfare.models.benefits import Benefit, BenefitRules, TenureStep
from welfare.models.campaigns import Campaign, CampaignPicture, CampaignUpdate
from welfare.models.contributions import Contribution, ContributionRule, FundMember, Handover
from welfare.models.donations import Donation, MatchingArrival, MatchingPledge, MatchingSource
from welfare.models.goods import GoodsKind, Lot, LotMove, Purchase, Quote, Store
from welfare.models.ledger import Account, AccountMonth, Balance, Fund, Transfer
from welfare.models.papers import Paper
from welfare.models.periods import Countersign, Period, PeriodAct
from welfare.models.receipts import Receipt, ReceiptBook, ReceiptCancellation
from welfare.models.shares import SharePayment, ShareReminder
from welfare.models.slips import Slip

__all__ = [
    "Account",
    "AccountMonth",
    "AidDecision",
    "AidRequest",
    "Appeal",
    "AuditSample",
    "AuditVisit",
    "Balance",
    "BankLayout",
    "BankLine",
    "BankMatch",
    "BankStatement",
    "Benefit",
    "BenefitRules",
    "Campaign",
    "CampaignPicture",
    "CampaignUpdate",
    "CashCount",
    "ConflictOfInterest",
    "Contribution",
    "ContributionRule",
    "Countersign",
    "Donation",
    "EmergencyOrder",
    "Finding",
    "FindingAnswer",
    "Fund",
    "FundMember",
    "GoodsKind",
    "Handover",
    "Lot",
    "LotMove",
    "MatchingArrival",
    "MatchingPledge",
    "MatchingSource",
    "Paper",
    "Payout",
    "Period",
    "PeriodAct",
    "Purchase",
    "Quote",
    "Receipt",
    "ReceiptBook",
    "ReceiptCancellation",
    "SharePayment",
    "ShareReminder",
    "Slip",
    "Store",
    "TenureStep",
    "Transfer",
]

# Registers whose changes matter to everybody. The books, decisions and moves are append-only and need no log.
auditlog.register(Fund, mask_fields=["promptpay_id"], exclude_fields=["last_number", "last_hash"])
auditlog.register(Campaign)
auditlog.register(FundMember)
auditlog.register(MatchingPledge)
