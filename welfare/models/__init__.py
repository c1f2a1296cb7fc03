"""Care: the fund and its books, money that comes and goes, the help desk, volunteers and their college."""

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
from welfare.models.cases import CaseEvent, CaseFile, CaseLink, CaseSubject, HelpCase
from welfare.models.college import Certificate, Course, CourseSession, Enrolment, Lesson, Question
from welfare.models.contributions import Contribution, ContributionRule, FundMember, Handover
from welfare.models.desks import CircleMember, TargetTime, VillageMap
from welfare.models.donations import Donation, MatchingArrival, MatchingPledge, MatchingSource
from welfare.models.goods import GoodsKind, Lot, LotMove, Purchase, Quote, Store
from welfare.models.ledger import Account, AccountMonth, Balance, Fund, Transfer
from welfare.models.missions import CallOut, Hours, Mission, Shift, SignUp
from welfare.models.papers import Paper
from welfare.models.periods import Countersign, Period, PeriodAct
from welfare.models.receipts import Receipt, ReceiptBook, ReceiptCancellation
from welfare.models.shares import SharePayment, ShareReminder
from welfare.models.slips import Slip
from welfare.models.volunteers import Skill, Volunteer, VolunteerSkill

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
    "CallOut",
    "Campaign",
    "CampaignPicture",
    "CampaignUpdate",
    "CaseEvent",
    "CaseFile",
    "CaseLink",
    "CaseSubject",
    "CashCount",
    "Certificate",
    "CircleMember",
    "ConflictOfInterest",
    "Contribution",
    "ContributionRule",
    "Countersign",
    "Course",
    "CourseSession",
    "Donation",
    "EmergencyOrder",
    "Enrolment",
    "Finding",
    "FindingAnswer",
    "Fund",
    "FundMember",
    "GoodsKind",
    "Handover",
    "HelpCase",
    "Hours",
    "Lesson",
    "Lot",
    "LotMove",
    "MatchingArrival",
    "MatchingPledge",
    "MatchingSource",
    "Mission",
    "Paper",
    "Payout",
    "Period",
    "PeriodAct",
    "Purchase",
    "Question",
    "Quote",
    "Receipt",
    "ReceiptBook",
    "ReceiptCancellation",
    "SharePayment",
    "ShareReminder",
    "Shift",
    "SignUp",
    "Skill",
    "Slip",
    "Store",
    "TargetTime",
    "TenureStep",
    "Transfer",
    "VillageMap",
    "Volunteer",
    "VolunteerSkill",
]

# Registers whose changes matter to everybody. The books, decisions and moves are append-only and need no log.
auditlog.register(Fund, mask_fields=["promptpay_id"], exclude_fields=["last_number", "last_hash"])
auditlog.register(Campaign)
auditlog.register(FundMember)
auditlog.register(MatchingPledge)
auditlog.register(CircleMember)
auditlog.register(TargetTime)
auditlog.register(Skill)
auditlog.register(Course)
