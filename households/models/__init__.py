"""Who lives here: accounts, communities, households, roles, agreements, notices, incomes and reports on them."""

from auditlog.registry import auditlog

from households.models.agreements import Acceptance, Agreement, AgreementVersion, Consent
from households.models.communities import Community, EmergencyNumber, Municipality, Network
from households.models.entry import EntryCode
from households.models.households import Household, Membership, Person
from households.models.imports import ImportRow, RegisterImport
from households.models.incomes import (
    ExpenseRecord,
    IncomeAnswer,
    IncomeMonth,
    IncomeProposal,
    IncomeRecord,
    Origin,
)
from households.models.notices import Notice
from households.models.privacy import Erasure, IncomeLook
from households.models.programmes import (
    Participation,
    Programme,
    Round,
    RoundAsk,
    Verification,
    VerificationSample,
)
from households.models.register import Merge, RegisterEvent, Situation
from households.models.reports import (
    CommunityQuarter,
    HouseholdMonth,
    Price,
    PriceTable,
    ReportEdition,
    ReportSnapshot,
)
from households.models.roles import Role
from households.models.users import User

__all__ = [
    "Acceptance",
    "Agreement",
    "AgreementVersion",
    "Community",
    "CommunityQuarter",
    "Consent",
    "EmergencyNumber",
    "EntryCode",
    "Erasure",
    "ExpenseRecord",
    "Household",
    "HouseholdMonth",
    "ImportRow",
    "IncomeAnswer",
    "IncomeLook",
    "IncomeMonth",
    "IncomeProposal",
    "IncomeRecord",
    "Membership",
    "Merge",
    "Municipality",
    "Network",
    "Notice",
    "Origin",
    "Participation",
    "Person",
    "Price",
    "PriceTable",
    "Programme",
    "RegisterEvent",
    "RegisterImport",
    "ReportEdition",
    "ReportSnapshot",
    "Role",
    "Round",
    "RoundAsk",
    "Situation",
    "User",
    "Verification",
    "VerificationSample",
]

# The change log of the registers: who did what to what, when, from where.
for model in (
    Household,
    Person,
    Membership,
    Role,
    Community,
    EmergencyNumber,
    Municipality,
    Network,
    Programme,
    Participation,
):
    auditlog.register(model)
auditlog.register(User, exclude_fields=["password", "last_login"])
auditlog.register(EntryCode, exclude_fields=["code_hash"])
