"""Accounts: one for each person who enters the site."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.querysets import UserQuerySet
from lib.codes import new_code
from lib.errors import Refused


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes accounts. An account may have no e-mail: LINE and the paper code do not need one."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields) -> "User":
        """A new account made by somebody responsible, so its e-mail counts as checked.

        Without a password it cannot enter by password.
        """
        user = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        if user.email:
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """The technician's account: sees every community in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, is_trusted=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        """E-mail addresses are the same in upper and lower case."""
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who can enter the site. Who that is in the register is `Person`."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("th", _("Thai")), ("en", _("English"))], default="th"
    )
    wants_email = models.BooleanField(_("also send news to my e-mail"), default=True)
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_trusted = models.BooleanField(
        _("sees other people's money or incomes"),
        default=False,
        editable=False,
        help_text=_("Kept by the roles: needs a second step at the door and a short session."),
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_any_case",
                violation_error_message=_("Another account uses this e-mail."),
            )
        ]

    def __str__(self) -> str:
        return self.name or str(_("someone without a name"))

    def save(self, *args, **kwargs) -> None:
        """An empty e-mail is no e-mail: many accounts have none, and it is unique."""
        self.email = self.email or None
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Nobody is deleted: what a person did keeps its name. Accounts are switched off instead."""
        raise Refused(_("Accounts are never deleted. Switch the account off instead."), code="never_deleted")

    def clean(self) -> None:
        """Lower-case the e-mail; an empty one is no e-mail."""
        super().clean()
        self.email = self.email.lower() if self.email else None

    def get_full_name(self) -> str:
        """The name shown to others."""
        return self.name

    def get_short_name(self) -> str:
        """The first word of the name."""
        return self.name.split(" ")[0]
