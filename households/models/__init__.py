"""Who lives here: accounts, communities, households, roles, agreements, notices and incomes."""

from auditlog.registry import auditlog

from households.models.agreements import Acceptance, Agreement, AgreementVersion, Consent
from households.models.communities import Community, EmergencyNumber, Municipality, Network
from households.models.entry import EntryCode
from households.models.households import Household, Membership, Person
from households.models.incomes import IncomeAnswer, IncomeProposal, IncomeRecord
from households.models.notices import Notice
from households.models.roles import Role
from households.models.users import User

__all__ = [
    "Acceptance",
    "Agreement",
    "AgreementVersion",
    "Community",
    "Consent",
    "EmergencyNumber",
    "EntryCode",
    "Household",
    "IncomeAnswer",
    "IncomeProposal",
    "IncomeRecord",
    "Membership",
    "Municipality",
    "Network",
    "Notice",
    "Person",
    "Role",
    "User",
]

# The change log of the registers: who did what to what, when, from where.
for model in (Household, Person, Membership, Role, Community, EmergencyNumber, Municipality, Network):
    auditlog.register(model)
auditlog.register(User, exclude_fields=["password", "last_login"])
auditlog.register(EntryCode, exclude_fields=["code_hash"])
