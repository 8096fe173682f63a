"""All settings, one file, read from the environment (.env.example lists every name)."""

import sys

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from .env import ROOT, database, env, flag, number, text, words

DEBUG = flag("DEBUG", default=False)
VAR = ROOT / text("VAR", "var")

# A key for development is made and kept by dev.py; production must bring its own.
SECRET_KEY = text("SECRET_KEY")
if not SECRET_KEY and (DEBUG or "collectstatic" in sys.argv):
    SECRET_KEY = "only-for-development-" + "0" * 40
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to at least 50 random characters.")

# Signs the audit chain. Kept apart so that whoever may edit the database cannot re-sign it.
AUDIT_KEY = text("AUDIT_KEY", SECRET_KEY)

ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "config.apps.RegisterAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "simple_history",
    "foundation.reference",
    "foundation.audit",
    "foundation.access",
    "foundation.ui",
    "foundation.jobs",
    "foundation.documents",
    "foundation.imports",
    "foundation.exports",
    "foundation.accounts",
    "projects",
    "incidents",
    "commitments",
    "overview",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "foundation.audit.middleware.RequestIdMiddleware",
    "foundation.access.middleware.ReadableRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "foundation.access.middleware.NoStoreMiddleware",
    "foundation.audit.middleware.DenialMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "foundation.ui.forms.RegisterRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "foundation.ui.context.product",
            ],
        },
    }
]

# Database: SQLite in var/ unless DATABASE_URL says otherwise. No ATOMIC_REQUESTS: a refusal must
# keep its audit row, and on SQLite every reader would take the write lock.
DATABASES = {"default": database(f"sqlite:///{VAR / 'register.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Throttling counts in the cache, so it must be one cache for all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

# People and signing in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["foundation.accounts.backends.RegisterBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "full_name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview:home"
ACCOUNT_ADAPTER = "foundation.accounts.adapter.RegisterAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# One office shares one address, so the limit by address is generous and the one by account strict.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = number("TRUSTED_PROXIES", 0)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Mail: to the console unless EMAIL_URL says otherwise.
globals().update(env.email_url_config(text("EMAIL_URL", "consolemail://")))
DEFAULT_FROM_EMAIL = text("EMAIL_FROM", "crsv-register@localhost")
EMAIL_TIMEOUT = 20
# Where the register is reached, for links in mails that no request asked for.
SITE_URL = text("SITE_URL", "http://localhost:8000" if DEBUG else "").rstrip("/")

# Language and time. The same path in French is under /fr/.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = text("TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["foundation.ui.formats"]

# Static files and uploads. There is no MEDIA_URL: a file leaves only through a guarded page.
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
DOCUMENTS_ROOT = VAR / "documents"
# Boundaries of regions, one <iso3>.geojson for each country; `manage.py boundaries` checks them.
BOUNDARY_FILES = ROOT / text("BOUNDARY_FILES", str(VAR / "boundaries"))
# A project's balance up to this many US dollars need not be refunded to the fund.
BALANCE_TOLERANCE = number("BALANCE_TOLERANCE", 250, least=0)
# When the fund expects reports, days as (month, day). Annual ones are due in the year after the
# one they are about: the narrative by 31 March, the expenditure by 30 April. The final financial
# report is due in the year after the operational closure. No document that we have prints a day
# for the end-of-project report; three months after the end it always precedes the final accounts.
REPORT_CALENDAR = {
    "annual_narrative": (3, 31),
    "annual_financial": (4, 30),
    "end_of_project_months": number("END_OF_PROJECT_REPORT_MONTHS", 3, least=0),
    "final_financial": (4, 30),
}
# A reminder counts the reports that are due within so many days.
# What leaves the register: rows of one person and day in all, above how many a reason is asked
# for, above how many a second person has to agree, and how long a file lies ready.
EXPORT_ROWS_A_DAY = number("EXPORT_ROWS_A_DAY", 200_000, least=1)
EXPORT_REASON_ROWS = number("EXPORT_REASON_ROWS", 2_000, least=0)
EXPORT_SECOND_PERSON_ROWS = number("EXPORT_SECOND_PERSON_ROWS", 20_000, least=0)
EXPORT_HOURS = number("EXPORT_HOURS", 24, least=1)
EXPORT_DECISION_DAYS = number("EXPORT_DECISION_DAYS", 14, least=1)
REMINDER_DAYS = number("REMINDER_DAYS", 30, least=1)
# A commitment has gone quiet when nobody has said for so many months how it stands.
QUIET_MONTHS = number("QUIET_MONTHS", 12, least=1)

# IATI files: who publishes. Empty ones stop every file with a message; for development there is
# an example. `secondary`: the register repeats what others are responsible for. The last five hold
# for the money of every activity: a basket of several agencies, grants, untied; empty: not stated.
IATI = {
    "ref": text("IATI_REPORTING_ORG", "XM-DAC-41401" if DEBUG else ""),
    "name": text("IATI_REPORTING_NAME", "UN Multi-Partner Trust Fund Office" if DEBUG else ""),
    "type": text("IATI_REPORTING_TYPE", "40"),
    "secondary": flag("IATI_SECONDARY", default=True),
    "prefix": text("IATI_PREFIX"),
    "language": text("IATI_LANGUAGE", "en"),
    "currency": text("IATI_CURRENCY", "USD"),
    "collaboration": text("IATI_COLLABORATION", "4"),
    "flow": text("IATI_FLOW", "10"),
    "finance": text("IATI_FINANCE", "110"),
    "aid": text("IATI_AID", "B04"),
    "tied": text("IATI_TIED", "5"),
}

MAX_DOCUMENT_BYTES = number("MAX_DOCUMENT_MB", 50, least=1) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
STORAGES = {
    "default": {
        "BACKEND": "foundation.documents.storage.PrivateStorage",
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# What browsers are told
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
HTTPS = flag("HTTPS", default=not DEBUG)
if HTTPS:
    SECURE_SSL_REDIRECT = flag("SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = number("HSTS_SECONDS", 31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    if number("TRUSTED_PROXIES", 0):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Incidents: counts below this are small. A deployment may raise it; never below 3.
SMALL_COUNT_THRESHOLD = number("SMALL_COUNT_THRESHOLD", 5, least=3)
# How long the preparation of a release looks for the fewest cells to withhold, in seconds.
RELEASE_SECONDS = number("RELEASE_SECONDS", 30, least=1)

SIMPLE_HISTORY_REVERT_DISABLED = True
PRODUCT_NAME = text("PRODUCT_NAME", "CRSV Register")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "foundation.audit.request_id.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {request_id} {name}: {message}", "style": "{"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id"],
        }
    },
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "INFO")},
}
