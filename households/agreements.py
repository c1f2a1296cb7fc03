"""Rules and notices in versions, who accepted which, and consent by purpose."""

from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import rollups
from households.default_texts import read
from households.models import Acceptance, Agreement, AgreementVersion, Community, Consent, Person, User
from lib.errors import Refused


def current(kind: str, community: Community | None = None) -> AgreementVersion | None:
    """The version that holds now: the community's own, else the site's; None when nothing is published."""
    for place in dict.fromkeys([community, None]):
        version = (
            AgreementVersion.objects.filter(agreement__kind=kind, agreement__community=place)
            .select_related("agreement__community")
            .order_by("-number")
            .first()
        )
        if version:
            return version
    return None


def missing(user: User, kind: str, community: Community | None = None) -> AgreementVersion | None:
    """The version that holds now, when this person has not accepted it yet."""
    version = current(kind, community)
    if version is None or not user.is_authenticated:
        return version
    return None if Acceptance.objects.filter(version=version, user=user).exists() else version


def accept_url(version: AgreementVersion, next_url: str) -> str:
    """The page that asks a person to accept `version`, and then leads on to `next_url`."""
    query = {"next": next_url}
    if version.agreement.community:
        query["community"] = version.agreement.community.code
    return f"{reverse('households:agreement', args=[version.agreement.kind])}?{urlencode(query)}"


@transaction.atomic
def publish(
    *,
    kind: str,
    community: Community | None,
    summary: str,
    body: str,
    adopted: str,
    actor: User | None,
    summary_en: str = "",
    body_en: str = "",
) -> AgreementVersion:
    """A new version of a document. Everyone is asked again; earlier versions stay readable."""
    if not summary.strip() or not body.strip():
        raise Refused(_("Write both the short and the full text."), code="empty")
    Agreement.objects.get_or_create(kind=kind, community=community)
    agreement = Agreement.objects.select_for_update().get(kind=kind, community=community)
    number = (agreement.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        summary=summary,
        body=body,
        summary_en=summary_en,
        body_en=body_en,
        adopted=adopted,
        published_by=actor,
    )


def publish_defaults(*, community: Community, actor: User | None) -> list[AgreementVersion]:
    """First texts for a new community, and the site's privacy notice, wherever nothing is published yet."""
    published = []
    for kind in Agreement.Kind.values:
        if current(kind, community):
            continue
        thai, english = read(kind, "th", community), read(kind, "en", community)
        published.append(
            publish(
                kind=kind,
                community=None if kind == Agreement.Kind.PRIVACY else community,
                summary=thai.summary,
                body=thai.body,
                summary_en=english.summary,
                body_en=english.body,
                adopted="",
                actor=actor,
            )
        )
    return published


@transaction.atomic
def accept(*, user: User, version: AgreementVersion, recorded_by: User) -> Acceptance:
    """Record that a person accepted a version; the first time counts. Raises Refused for an old version."""
    newest = current(version.agreement.kind, version.agreement.community)
    if newest != version:
        raise Refused(_("There is a newer version. Please read that one."), code="superseded")
    return Acceptance.objects.get_or_create(
        version=version, user=user, defaults={"recorded_by": recorded_by}
    )[0]


@transaction.atomic
def record_consent(*, user: User, purpose: str, is_given: bool, recorded_by: User) -> Consent:
    """Add a person's yes or no to one purpose. The newest answer counts; earlier ones stay on record."""
    if purpose not in Consent.Purpose.values:
        raise Refused(_("There is no such purpose."), code="unknown_purpose")
    made = Consent.objects.create(
        user=user,
        purpose=purpose,
        is_given=is_given,
        notice=current(Agreement.Kind.PRIVACY),
        recorded_by=recorded_by,
    )
    if purpose == Consent.Purpose.INCOME:
        rollups.mark_stale(people=Person.objects.filter(user=user))
    return made


@transaction.atomic
def record_person_consent(
    *,
    person: Person,
    purpose: str,
    is_given: bool,
    way: str,
    recorded_by: User,
    given_by: str = "",
) -> Consent:
    """Add the yes or no of somebody in the register, who may have no account. Raises Refused.

    `way` says how it was given (`Consent.Way`), `given_by` who answered where the person cannot. What a no to health
    ends is the business of `households.consents`.
    """
    if purpose not in Consent.Purpose.values:
        raise Refused(_("There is no such purpose."), code="unknown_purpose")
    if way not in Consent.Way.values:
        raise Refused(_("Please choose how the answer was given."), code="unknown_way")
    made = Consent.objects.create(
        user=person.user,
        person=person,
        purpose=purpose,
        is_given=is_given,
        way=way,
        given_by=given_by,
        notice=current(Agreement.Kind.PRIVACY),
        recorded_by=recorded_by,
    )
    if purpose == Consent.Purpose.INCOME:
        rollups.mark_stale(people=Person.objects.filter(pk=person.pk))
    return made


def answers_of(whose: User | Person) -> QuerySet[Consent]:
    """All answers of this account or person, also those from before there was an account, newest first."""
    user = whose.user if isinstance(whose, Person) else whose
    rows = Q(person=whose) if isinstance(whose, Person) else Q()
    if user is not None:
        rows |= Q(user=user) | Q(user__isnull=True, person__user=user)
    return Consent.objects.filter(rows).order_by("-id")


def has_consent(whose: User | Person, purpose: str) -> bool:
    """Whether the newest answer of this account or person to this purpose is yes."""
    newest = answers_of(whose).filter(purpose=purpose).first()
    return newest is not None and newest.is_given
