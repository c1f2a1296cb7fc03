"""How allauth's door fits our accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail and password."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts by LINE."""
