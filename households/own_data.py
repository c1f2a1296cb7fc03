"""What this room holds about a person: entry in the register, account, answers, and the household's incomes."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Field, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from households.models import (
    Acceptance,
    Consent,
    EntryCode,
    ExpenseRecord,
    Household,
    ImportRow,
    IncomeLook,
    IncomeMonth,
    IncomeProposal,
    IncomeRecord,
    Membership,
    Notice,
    Person,
    Role,
    User,
)
from households.personal_data import Part

WHEN = _("When")


def collect(person: Person) -> list[Part]:
    """The entry in the register, and what hangs on the account."""
    user = person.user
    return [
        Part(
            "person",
            _("My entry in the register"),
            [person],
            ("code", "name", "phone", "birth_year", "sex", "activity", "occupation", "died_on"),
        ),
        Part(
            "account",
            _("My account"),
            [user] if user else [],
            ("code", "name", "email", "phone", "language", "wants_email", "date_joined"),
        ),
        Part(
            "memberships",
            _("Households I belong or belonged to"),
            person.memberships.select_related("household__community").order_by("pk"),
            (
                "household__name", "household__house_number", "household__community__name", "status", "relation",
                "is_representative", "is_deputy", "lives_here", "since", "until", "end_reason",
            ),
        ),
        Part(
            "needs",
            _("Needs for help"),
            person.situations.order_by("pk"),
            ("kind", "source", "since", "until", "recorded_at"),
        ),
        Part(
            "consents",
            _("What I allowed"),
            _mine(Consent, person).order_by("pk"),
            ("purpose", "is_given", "way", "given_by", "recorded_at"),
        ),
        Part(
            "acts",
            _("Acts in the register about me"),
            person.events.order_by("pk"),
            ("kind", "happened_on", "reason", "recorded_at"),
        ),
        Part(
            "spreadsheets",
            _("Rows of a spreadsheet that were taken for me"),
            ImportRow.objects.filter(same_person=person).order_by("pk"),
            (("cells", _("What the row says")),),
        ),
        *(_of_account(user) if user else []),
    ]  # fmt: skip


def collect_incomes(person: Person) -> list[Part]:
    """What the person's own household wrote down. The account book is only for those who enter it themselves."""
    homes = Household.objects.filter(memberships__in=person.memberships.active())
    of_month = ("month", "source", "answer", "gross", "costs", "note", "evidence", "origin", "recorded_at")
    parts = [
        Part(
            "incomes",
            _("Income of my household"),
            IncomeRecord.objects.filter(household__in=homes).order_by("month", "pk"),
            of_month,
        ),
        Part(
            "months",
            _("Answers of my household for whole months"),
            IncomeMonth.objects.filter(household__in=homes).order_by("month", "pk"),
            ("month", "answer", "members", "origin", "recorded_at"),
        ),
        Part(
            "proposals",
            _("Sales that the market proposed as income"),
            IncomeProposal.objects.filter(household__in=homes).order_by("month", "pk"),
            ("month", "gross", "document"),
        ),
        Part(
            "looks",
            _("Who looked at my household's income"),
            IncomeLook.objects.filter(household__in=homes).select_related("viewer").order_by("pk"),
            ("viewer__name", "reason", "seen_at"),
        ),
    ]
    if person.user_id is None:
        return parts
    expenses = ExpenseRecord.objects.filter(household__in=homes).order_by("month", "pk")
    return [
        *parts,
        Part(
            "expenses",
            _("Account book of my household"),
            expenses,
            ("month", "group", "amount", "recorded_at"),
        ),
    ]


def keep_incomes(person: Person) -> None:
    """Amounts stay with the household; `own_erasure` takes the words of a household that nobody is left in."""


class LogLine:
    """A line of the change log, with its fields named as forms name them."""

    ACTIONS = (_("was entered"), _("was changed"), _("was deleted"), _("was looked at"))

    def __init__(self, entry: LogEntry):
        self.timestamp, self.action, self.changes = entry.timestamp, entry.action, entry.changes or {}
        self._model = entry.content_type.model_class()

    def get_action_display(self) -> str:
        """What was done."""
        return str(self.ACTIONS[self.action])

    def get_changes_display(self) -> str:
        """Before and after, field by field; what was linked rather than written is left out."""
        fields = {field.name: field for field in self._model._meta.concrete_fields} if self._model else {}
        return ", ".join(
            f"{fields[name].verbose_name}: {' → '.join(_shown(fields[name], value) for value in values)}"
            for name, values in self.changes.items()
            if name in fields and not fields[name].is_relation and name != "id" and isinstance(values, list)
        )


def _shown(field: Field, value: object) -> str:
    """What the change log wrote down of a field, in words."""
    words = {"True": _("Yes"), "False": _("No"), "None": "–", "": "–"}
    return str(dict(field.flatchoices).get(value) or words.get(str(value), value))


def _of_account(user: User) -> list[Part]:
    return [
        Part(
            "emails",
            _("E-mail addresses"),
            EmailAddress.objects.filter(user=user),
            ("email", ("verified", _("Checked"))),
        ),
        Part(
            "other_doors",
            _("Connected accounts such as LINE"),
            SocialAccount.objects.filter(user=user),
            (
                ("provider", _("Service")),
                ("uid", _("Number there")),
                ("extra_data", _("What the service told us")),
            ),
        ),
        Part(
            "second_steps",
            _("Second steps at the door"),
            Authenticator.objects.filter(user=user),
            (("type", _("Kind")), ("created_at", WHEN)),
        ),
        Part(
            "sessions",
            _("Devices that are signed in"),
            list(sessions_of(user)),
            (("expire_date", _("Until")),),
        ),
        Part(
            "entry_codes",
            _("Entry codes on paper"),
            EntryCode.objects.filter(user=user).order_by("pk"),
            ("created_at", "expires_at", "used_at"),
        ),
        Part(
            "roles",
            _("Roles"),
            Role.objects.filter(user=user).order_by("pk"),
            ("kind", "community__name", "municipality__name", "since", "until"),
        ),
        Part(
            "agreements",
            _("Rules that I accepted"),
            Acceptance.objects.filter(user=user).select_related("version__agreement").order_by("pk"),
            ("version__agreement__kind", "version__number", "accepted_at"),
        ),
        Part(
            "notices",
            _("Messages to me"),
            Notice.objects.filter(user=user).order_by("pk"),
            ("text", "created_at", "read_at"),
        ),
        Part(
            "log",
            _("Changes to my entries"),
            [LogLine(entry) for entry in log_of(user).select_related("content_type").order_by("pk")],
            (("timestamp", WHEN), ("action", _("What was done")), ("changes", _("Before and after"))),
        ),
    ]


def _mine(model: type[Model], person: Person) -> QuerySet:
    rows = Q(person=person)
    return model._default_manager.filter(rows | Q(user=person.user) if person.user_id else rows)


def sessions_of(user: User) -> Iterator[Session]:
    """The sessions in which this account is signed in. Reads all of them: whose they are is inside."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            yield session


def log_of(user: User | None, person: Person | None = None) -> QuerySet[LogEntry]:
    """The change log of the account, of the person in the register, and of their places, roles and codes."""
    if person is None and user is not None:
        person = Person.objects.filter(user=user).first()
    own: list[tuple[type[Model], list[int]]] = []
    if user is not None:
        own += [(User, [user.pk]), (Role, _keys(user.roles)), (EntryCode, _keys(user.entry_codes))]
    if person is not None:
        own += [(Person, [person.pk]), (Membership, _keys(person.memberships))]
    rows = Q(pk__in=[])
    for model, keys in own:
        rows |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
    return LogEntry.objects.filter(rows)


def _keys(rows) -> list[int]:
    return list(rows.values_list("pk", flat=True))
