"""All settings, from the environment. Development needs none of them; production names what is missing."""

import os
import sys
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import databases

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

TESTING = "pytest" in sys.modules
# DEBUG=1 means "a developer's or a demo machine": no secrets needed, no HTTPS forced, /styleguide/ is there.
DEVELOPMENT = env.bool("DEBUG", default=TESTING)
# DEMO=1 adds invented people who can be entered with one press. Never together with production.
DEMO = env.bool("DEMO", default=False)
if DEMO and not DEVELOPMENT:
    raise ImproperlyConfigured(
        "DEMO=1 opens accounts without a password, so it refuses to start unless DEBUG=1."
    )
# The demo shows people's own error pages, not a developer's.
DEBUG = DEVELOPMENT and not DEMO and not TESTING


def required(name: str, development_value: str) -> str:
    """The value of an environment variable that production cannot do without."""
    value = env.str(name, default="")
    if value:
        return value
    if DEVELOPMENT:
        return development_value
    raise ImproperlyConfigured(f"Set {name} in the environment. Production does not start without it.")


SECRET_KEY = required("SECRET_KEY", "development-only-key-that-protects-nothing-0123456789")
SITE_URL = required("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = [h for h in required("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",") if h]
IS_HTTPS = SITE_URL.startswith("https://")
if not DEVELOPMENT and len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SECRET_KEY is too short: use at least 32 random characters.")

DATABASES = {
    "default": databases.from_url(env.str("DATABASE_URL", default=""), BASE_DIR / "var" / "db.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits need a cache that every worker shares: the database, or Redis.
CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://sirisuk_cache")}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
if env.str("CACHE_URL", default=""):
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

INSTALLED_APPS = [
    "config.apps.SirisukAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.line",
    "allauth.mfa",
    "auditlog",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "config.apps.ConfigConfig",
    "lib",
    "households",
    "welfare",
    "market",
]

MIDDLEWARE = [
    "config.middleware.healthz",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside of everything that can fail, so that error pages carry them too.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.database_busy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.audit_actor",
    "config.middleware.private_pages",
    "config.middleware.role_session",
    "config.middleware.OwnSite",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "lib.templatetags.sirisuk",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    }
]

# People and entry
AUTH_USER_MODEL = "households.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "households.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "households.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "households.forms.newcomers.NewcomerForm"
ACCOUNT_FORMS = {
    "login": "households.forms.accounts.LoginForm",
    "signup": "households.forms.accounts.SignupForm",
    "add_email": "households.forms.accounts.AddEmailForm",
    "change_password": "households.forms.accounts.ChangePasswordForm",
    "set_password": "households.forms.accounts.SetPasswordForm",
    "reset_password": "households.forms.accounts.ResetPasswordForm",
    "reset_password_from_key": "households.forms.accounts.ResetPasswordKeyForm",
    "confirm_email_verification_code": "households.forms.accounts.ConfirmEmailForm",
    "confirm_password_reset_code": "households.forms.accounts.ConfirmResetForm",
    "reauthenticate": "households.forms.accounts.ReauthenticateForm",
}
# Whoever signs up with an address sees the same page, registered or not; the answer goes to that address.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/5m/key",
    # Wrong paper codes: from one address, and from all together.
    "entry_code": "5/5m/ip,100/5m/key",
    # Gifts and their slips need no account. A telephone network shares few addresses among very many people.
    "gift": "120/10m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "households.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "households.forms.second_step.AuthenticateForm",
    "reauthenticate": "households.forms.second_step.ReauthenticateForm",
    "activate_totp": "households.forms.second_step.ActivateTOTPForm",
    "add_webauthn": "households.forms.second_step.AddWebAuthnForm",
}
MFA_TOTP_ISSUER = "สิริสุข"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT
# Committee, treasurer and officer need a second step wherever people's real money and incomes are.
MFA_REQUIRED_FOR_ROLES = not DEVELOPMENT
LINE_LOGIN_CHANNEL_ID = env.str("LINE_LOGIN_CHANNEL_ID", default="")
LINE_LOGIN_CHANNEL_SECRET = env.str("LINE_LOGIN_CHANNEL_SECRET", default="")
LINE_LOGIN_ENABLED = bool(LINE_LOGIN_CHANNEL_ID and LINE_LOGIN_CHANNEL_SECRET)
# A developer's stand-in may play LINE; on a real site nothing else can.
LINE_LOGIN_BASE_URL = env.str("LINE_LOGIN_BASE_URL", default="") if DEVELOPMENT else ""
SOCIALACCOUNT_ONLY = False
# A newcomer by LINE sees one page: the name, and the privacy notice to accept.
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_FORMS = {"signup": "households.forms.accounts.LineSignupForm"}
SOCIALACCOUNT_PROVIDERS = {
    "line": {
        "provider_class": "households.line_login.provider.LineProvider",
        "SCOPE": ["profile", "openid"],
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [{"client_id": LINE_LOGIN_CHANNEL_ID, "secret": LINE_LOGIN_CHANNEL_SECRET, "key": ""}]
        if LINE_LOGIN_ENABLED
        else [],
    }
}
# Rooms with money or incomes in them close after half an hour without a touch.
ROLE_SESSION_SECONDS = 30 * 60

# Language, time, numbers
LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_gaps"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"
USE_THOUSAND_SEPARATOR = False

# Files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media")))
# Whose names were removed, as codes, outside of the database: after a backup came back they are removed again.
ERASURES_FILE = Path(env.str("ERASURES_FILE", default=str(BASE_DIR / "var" / "erasures.log")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 60 * 60
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 30

# Work in the background
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://" if DEVELOPMENT else "dummymail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="sirisuk@localhost")

# Safety
SECURE_SSL_REDIRECT = IS_HTTPS and not DEVELOPMENT
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": [
            "'self'",
            *([LINE_LOGIN_BASE_URL or "https://access.line.me"] if LINE_LOGIN_ENABLED else []),
        ],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.str("LOG_LEVEL", default="WARNING" if TESTING else "INFO"),
    },
}

if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    MEDIA_ROOT = BASE_DIR / "var" / "test-media" / os.environ.get("PYTEST_XDIST_WORKER", "main")
    ERASURES_FILE = MEDIA_ROOT / "erasures.log"
