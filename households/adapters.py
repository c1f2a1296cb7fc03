"""How allauth's door fits our accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import agreements
from households.models import Agreement, Household, Role
from lib.network import client_ip

NO_EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"


def email_is_sent() -> bool:
    """Whether this site can send e-mail at all; without it nobody can prove an address."""
    return settings.EMAIL_BACKEND != NO_EMAIL_BACKEND


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail and password, and what happens after every way in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is switched off. Please ask the committee."),
        "duplicate_email": _("Your account uses this e-mail already."),
        "email_password_mismatch": _("The e-mail or the password is not right. Please check both."),
        "email_taken": _("Another account uses this e-mail."),
        "enter_current_password": _("Please type your present password."),
        "incorrect_code": _("This code is not right. Please check each figure."),
        "incorrect_password": _("This password is not right."),
        "invalid_or_expired_key": _("This code is too old. Please ask for a new one."),
        "invalid_password_reset": _("This code is too old. Please ask for a new one."),
        "rate_limited": _("Too many tries. Please wait five minutes, then try again."),
        "same_as_current": _("This is what you have already. Please write something new."),
        "too_many_login_attempts": _("Too many tries. Please wait five minutes, then try again."),
        "unverified_primary_email": _("Please confirm your e-mail first."),
    }

    def is_open_for_signup(self, request) -> bool:
        """By e-mail only where e-mail can be sent."""
        return email_is_sent()

    def get_client_ip(self, request) -> str:
        """Where tries are counted: the same address that the change log keeps."""
        return client_ip(request) or "unknown"

    def save_user(self, request, user, form, commit=True):
        """The name is on the account from its first row in the log."""
        user.name = form.cleaned_data.get("name", user.name)
        return super().save_user(request, user, form, commit)

    def get_login_redirect_url(self, request) -> str:
        """An officer comes for the reports, unless a household of one's own is the other reason."""
        user = request.user
        if Role.objects.held_by(user, Role.Kind.OFFICER).exists() and not (
            Household.objects.of_member(user).exists()
        ):
            return reverse("households:reports")
        return super().get_login_redirect_url(request)

    def post_login(self, request, user, **login):
        """After every way in: whoever has not accepted the privacy notice reads it first."""
        response = super().post_login(request, user, **login)
        version = agreements.missing(user, Agreement.Kind.PRIVACY)
        if version:
            response["Location"] = agreements.accept_url(version, response["Location"])
        return response


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts by LINE."""

    def get_app(self, request, provider, client_id=None):
        """LINE's channel; a site without one has no such pages."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error

    def is_open_for_signup(self, request, sociallogin) -> bool:
        """LINE vouches for its people, so no e-mail is needed."""
        return True

    def populate_user(self, request, sociallogin, data):
        """The name from LINE. No e-mail, and nothing made of LINE's id."""
        user = sociallogin.user
        user.name = (data.get("name") or "")[:120]
        user.email = None
        return user

    def get_signup_form_initial_data(self, sociallogin) -> dict:
        """The name from LINE, to keep or to change."""
        return {"name": sociallogin.user.name}


class MFAAdapter(DefaultMFAAdapter):
    """The second step at the door."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Your role needs a second step. Add another way first, then take this one away."
        ),
        "incorrect_code": _("This code is not right. Please check each figure."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """People with a trusted role keep at least one second step where it is required."""
        user = authenticator.user
        if not (settings.MFA_REQUIRED_FOR_ROLES and user.is_trusted):
            return True
        return (
            Authenticator.objects.filter(
                user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
            )
            .exclude(pk=authenticator.pk)
            .exists()
        )
